"""An agency's desk: planned moves that leave or enter it, to be released, accepted or returned."""
