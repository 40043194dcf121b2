"""A whole installation in one file, and back again, proved by computing its lists anew."""
