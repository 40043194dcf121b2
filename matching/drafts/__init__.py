"""A draft of transfers made by hand, checked line by line."""
