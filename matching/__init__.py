"""The straight way: records, gates, features and model to one lawful, explained shortlist."""
