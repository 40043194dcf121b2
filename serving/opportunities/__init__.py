"""Open posts for one person, as the person reads of them."""
