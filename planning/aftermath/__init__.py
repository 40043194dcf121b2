"""What became of inaugurated moves: 3, 6 and 12 months after, and expected against observed."""
