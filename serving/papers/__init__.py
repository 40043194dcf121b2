"""The papers of a stored plan: pages to be printed, workbooks, and a folder of files."""
