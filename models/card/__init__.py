"""The model's card: everything that was written down of a training, as one document to be read."""
