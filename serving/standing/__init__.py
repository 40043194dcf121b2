"""A person's own view of their standing for one position, to be read and printed."""
