"""What can be wrong with what is asked of a plan; facts stand in fields, texts in the wording."""


class PlanningError(Exception):
    """Something that cannot be planned or supposed as it was asked."""


class UnknownScenarioKeyError(PlanningError):
    """The records know no such activity, position, unit or agency.

    `level` says which of these was looked for; `nearest` holds (key, name) of those like it.
    """

    def __init__(self, level: str, key: str, nearest: tuple[tuple[str, str], ...]) -> None:
        super().__init__(f"no {level} {key!r}")
        self.level = level
        self.key = key
        self.nearest = nearest


class ImpossibleFactorError(PlanningError):
    """A factor below 0, above the greatest that is taken, or no number."""

    def __init__(self, key: str, factor: float, most: float) -> None:
        super().__init__(f"{key!r} times {factor}")
        self.key = key
        self.factor = factor
        self.most = most


class ImpossibleArrivalError(PlanningError):
    """Fewer than one, or more than the greatest number of people that is taken, arrive."""

    def __init__(self, position_id: str, people: int, most: int) -> None:
        super().__init__(f"{people} people arrive at {position_id!r}")
        self.position_id = position_id
        self.people = people
        self.most = most
