"""Workload: need, staff and what is coming, by level and over time; API, pages and XLSX."""
