"""Transfer plans as they were made and revised, and the way of each move until it is inaugurated."""
