"""Overrides: where people depart from what was proposed, with their reasons, and the report."""
