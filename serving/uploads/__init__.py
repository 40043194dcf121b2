"""Records sent through the browser: taken in, imported in the background, told as they go."""
