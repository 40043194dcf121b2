"""How fast Padan is, on made-up people: each claim as a ratio of two costs in one process."""
