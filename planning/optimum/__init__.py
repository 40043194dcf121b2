"""The optimum of a whole plan: a network where its limits allow, else a linear program."""
