"""Reads records as they are: a folder of files, one workbook, or a database."""
