"""Letters that lift a rule, entered with their number, and taken back by number."""
