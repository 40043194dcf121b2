"""What the personnel system (SIMPEG) needs to follow: moves decided, inaugurated, changed."""
