"""What is missing, old or contradictory in the records: the same answer for page and API."""
