"""Working with a plan: its steps, what changed since, revisions side by side, what hinders it."""
