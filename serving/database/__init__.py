"""The application's own database: engine and sessions, tables, migrations."""
