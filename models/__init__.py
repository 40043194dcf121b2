"""What is learned, how its answer is read, and where it is kept; fitting itself is training's."""
