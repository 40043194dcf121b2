"""The document of the API: what the code says of itself, completed so that nobody need ask."""
