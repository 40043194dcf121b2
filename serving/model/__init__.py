"""The model that serves: what it reads, what it learned from, how it was judged."""
