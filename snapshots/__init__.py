"""What the agency's records said: tables, readers, validation, store, the view as of a date."""
