"""The audit: what happened, to what, by whom; it only grows."""
