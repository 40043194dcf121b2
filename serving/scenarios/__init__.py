"""Scenarios: kept under a name, edited, and laid beside each other."""
