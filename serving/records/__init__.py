"""The imported records: which there are, and up to which date they speak."""
