"""Whether the application lives, and whether it can answer."""
