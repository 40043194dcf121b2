"""Watching the model that serves: the same answer for the page and the API."""
