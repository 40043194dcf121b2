"""Two imports held against each other: in numbers, and by person for whoever may see people."""
