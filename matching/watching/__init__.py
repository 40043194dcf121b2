"""Watching the model that serves: drift, outcomes since, coverage, ages."""
