"""The command line, one file a group of commands: each parses, calls once, and prints."""
