"""The optimum of a whole plan: a network where the limits allow, else a linear and integer program."""
