"""Shortlists: made, kept as they were made, shown, downloaded, decided."""
