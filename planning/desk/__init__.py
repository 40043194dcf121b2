"""A request laid out: seats, candidates, nodes and prices, ready to be optimised and explained."""
