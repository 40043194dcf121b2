"""What the public sees of transfer plans: inaugurated moves alone, and nobody's results."""
