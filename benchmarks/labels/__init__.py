"""Which question should a model answer: who succeeds, or who is moved? Asked of known truths.

Each file of this folder's `recipes` is one answer. `python -m benchmarks.labels.run` tries all of
them on made-up cities whose truth is known, and on real records where there are some.
"""
