"""What is decided, not learned: need and staff, scenarios, and whole transfer plans."""

from planning.assignment import assign

__all__ = ["assign"]
