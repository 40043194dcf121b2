"""Tables of pairs and lists as files: CSV, Parquet and workbooks."""
