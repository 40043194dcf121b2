"""What would change an answer: the smallest lawful change, and advice for development."""
