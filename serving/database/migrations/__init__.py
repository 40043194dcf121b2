"""The tables' history, oldest first; the same on SQLite and PostgreSQL."""
