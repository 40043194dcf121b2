"""What can be wrong with a question; the facts stand in fields, the texts in the wording."""

from datetime import date

from snapshots.problems import Problem


class MatchingError(Exception):
    """A question that cannot be answered as it was asked."""


class LaterThanSnapshotError(MatchingError):
    """Asked as of a day after the one up to which the records speak."""

    def __init__(self, as_of: date, snapshot_as_of: date) -> None:
        super().__init__(f"as of {as_of} is later than the records, {snapshot_as_of}")
        self.as_of = as_of
        self.snapshot_as_of = snapshot_as_of


class UnknownPositionError(MatchingError):
    """No position has this id; `nearest` holds (id, title) of those that look like it."""

    def __init__(self, position_id: str, nearest: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(f"no position {position_id!r}")
        self.position_id = position_id
        self.nearest = nearest


class UnknownPersonError(MatchingError):
    """Nobody has this NIP (or person_id); `nearest` holds (NIP, name) of the like."""

    def __init__(self, person: str, nearest: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(f"no person {person!r}")
        self.person = person
        self.nearest = nearest


class UnknownAgencyError(MatchingError):
    """No agency has this id."""

    def __init__(self, agency_id: str) -> None:
        super().__init__(f"no agency {agency_id!r}")
        self.agency_id = agency_id


class PeopleCountError(MatchingError):
    """A comparison of fewer or more people than stand beside each other."""

    def __init__(self, count: int, least: int, most: int) -> None:
        super().__init__(f"{count} people to compare, not {least} to {most}")
        self.count = count
        self.least = least
        self.most = most


class SamePersonError(MatchingError):
    """A comparison of somebody with the same person, whose name is `person`."""

    def __init__(self, person: str) -> None:
        super().__init__("the same person is named twice")
        self.person = person


class UnknownAttributeError(MatchingError):
    """No list can be balanced by this attribute; `known` are those that the records hold."""

    def __init__(self, attribute: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no attribute {attribute!r}")
        self.attribute = attribute
        self.known = known


class NoModelError(MatchingError):
    """A score was asked for where no model serves."""


class UnreadableTableFileError(MatchingError):
    """A file of pairs or of a draft that cannot be read; `problems` say why, as in an import."""

    def __init__(self, path: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.path = path
        self.problems = problems


class UnknownFileKindError(MatchingError):
    """A file of another kind than those that are read; `kinds` lists them."""

    def __init__(self, path: str, kinds: tuple[str, ...]) -> None:
        super().__init__(f"{path} is none of {', '.join(kinds)}")
        self.path = path
        self.kinds = kinds


class MissingColumnsError(MatchingError):
    """A file that lacks columns it must have."""

    def __init__(self, path: str, columns: tuple[str, ...]) -> None:
        super().__init__(f"{path} lacks {', '.join(columns)}")
        self.path = path
        self.columns = columns


class NumericNipError(MatchingError):
    """NIPs that a spreadsheet keeps as numbers have lost digits; `rows` count from 1."""

    def __init__(self, path: str, rows: tuple[int, ...]) -> None:
        super().__init__(f"{path}: NIPs are numbers in rows {rows}")
        self.path = path
        self.rows = rows


class MalformedDateError(MatchingError):
    """A cell that is no date; `row` counts from 1."""

    def __init__(self, path: str, row: int, value: str) -> None:
        super().__init__(f"{path}: row {row} holds {value!r}, which is no date")
        self.path = path
        self.row = row
        self.value = value
