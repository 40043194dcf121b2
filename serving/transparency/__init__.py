"""What the public reads of transfer plans: an open page, open data, and files for the PPID."""
