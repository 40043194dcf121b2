"""What is known of a person, a position and the two together, as numbers for a model."""
