"""What became of inaugurated moves, for planners: API and pages."""
