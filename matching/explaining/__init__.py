"""What is told of a candidate: facts, reasons, warnings, contrasts, what would change it."""
