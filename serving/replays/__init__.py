"""Stored lists computed again with the records and the model that they were made with."""
