"""Transfer plans as they were made and revised, and the way of each move to its inauguration."""
