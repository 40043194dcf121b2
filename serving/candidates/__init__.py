"""One person for one position: why, why not, and what puts one above another."""
