"""What can be wrong with what is asked of a workload report."""

from planning.errors import PlanningError


class UnknownUnitError(PlanningError):
    """No unit has this id; `nearest` holds (id, name) of those that look like it."""

    def __init__(self, unit_id: str, nearest: tuple[tuple[str, str], ...]) -> None:
        super().__init__(f"no unit {unit_id!r}")
        self.unit_id = unit_id
        self.nearest = nearest
