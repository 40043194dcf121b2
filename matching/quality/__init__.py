"""What is missing, old or contradictory in the records, and whose eligibility hangs on it."""
