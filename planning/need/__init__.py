"""The workload report: need, staff, gap and what is coming, at every level and over time."""
