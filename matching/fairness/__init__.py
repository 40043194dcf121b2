"""Fairness, measured: who stands on lists beside who could, by groups that no model sees."""
