"""Many pairs of position and person at once."""
