"""What a committee's paper shows beside a name: rank, education, echelon, class, predicates."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from matching.answers import Facts, MoveKind, YearlyPredicate
from snapshots import ladders
from snapshots.coding import Codes, read_texts
from snapshots.days import UNKNOWN_DAY, add_months, birthdays, to_date
from snapshots.history import History
from snapshots.ladders import UNKNOWN
from snapshots.view import View

YEARS_SHOWN = 3
RANKS = {code: rank for rank, code in ladders.RANK_CODES.items()}
EDUCATIONS = {code: level for level, code in reversed(ladders.EDUCATION_CODES.items())}
EDUCATION_TEXTS = {
    **{level: level.upper() for level in ("sd", "smp", "sma")},
    **{"d1": "D-I", "d2": "D-II", "d3": "D-III", "d4": "D-IV"},
    **{"s1": "S-1", "s2": "S-2", "s3": "S-3"},
}
_STEPS: dict[int, MoveKind] = {1: "promotion", 0: "lateral", -1: "demotion"}


@dataclass(frozen=True)
class RecordTexts:
    """Texts of the records that the coded history leaves out, one entry a position or person."""

    echelon: tuple[str | None, ...]
    education_level: tuple[str | None, ...]
    fields: dict[str, str]

    def name_field(self, word: str) -> str:
        """Return a field of study as the records write it."""
        return self.fields.get(word, word)


def read_record_texts(history: History) -> RecordTexts:
    """Read the texts once a snapshot."""
    snapshot = history.snapshot
    written = [
        *read_texts(snapshot, "educations", "field"),
        *read_texts(snapshot, "employees", "education_field"),
    ]
    return RecordTexts(
        echelon=tuple(read_texts(snapshot, "positions", "echelon")),
        education_level=tuple(read_texts(snapshot, "employees", "education_level")),
        fields={text.strip().casefold(): text.strip() for text in written if text},
    )


def name_move(view: View, row: int, position: int) -> MoveKind:
    """Return the kind of a row's move into a position by the levels of the two posts."""
    level, present = int(view.history.positions.level[position]), int(view.level[row])
    if level == UNKNOWN or present == UNKNOWN:
        return "unknown"
    return _STEPS[int(np.sign(level - present))]


def enters_functional(view: View, row: int, position: int) -> bool:
    """Tell whether a move leads from a non-functional into a functional post."""
    kind = int(view.kind[row])
    wanted = int(view.history.positions.kind[position])
    return wanted == ladders.FUNCTIONAL and kind not in (UNKNOWN, ladders.FUNCTIONAL)


def retirement_date(view: View, row: int, retirement_age: Codes) -> date | None:
    """Return the first day of retirement: the month after the birthday of the present post's age.

    UU 20/2023 Ps 55. Born 1970-03-15 in a post of 58 years: 2028-04-01.
    """
    born, place = int(view.history.people.born[view.person[row]]), int(view.position[row])
    if born == UNKNOWN_DAY or place == UNKNOWN:
        return None
    birthday = to_date(int(birthdays(born, retirement_age[place])))
    following = to_date(int(add_months(birthdays(born, retirement_age[place]), 1)))
    return None if birthday is None or following is None else following.replace(day=1)


def read_facts(
    view: View,
    row: int,
    position: int,
    texts: RecordTexts,
    retirement_age: Codes,
    jpm: float | None,
    talent_box: int | None,
) -> Facts:
    """Return the facts of one row of a view for a move into `position`."""
    positions, place = view.history.positions, int(view.position[row])
    return Facts(
        rank=RANKS.get(int(view.rank[row])),
        rank_since=to_date(int(view.rank_since[row])),
        education=_name_education(view, row, texts),
        position_since=to_date(int(view.position_since[row])),
        echelon_from=None if place == UNKNOWN else texts.echelon[place],
        echelon_to=texts.echelon[position],
        job_class_from=None if place == UNKNOWN else _known(positions.job_class[place]),
        job_class_to=_known(positions.job_class[position]),
        predicates=_read_predicates(view, row),
        retires_on=retirement_date(view, row, retirement_age),
        jpm=jpm,
        talent_box=talent_box,
    )


def _known(code: np.int32) -> int | None:
    return None if code == UNKNOWN else int(code)


def _name_education(view: View, row: int, texts: RecordTexts) -> str | None:
    """Name level and field; D-IV and S-1 share a code, so the employee's own word decides."""
    code, field = int(view.education[row]), int(view.field[row])
    if code == UNKNOWN:
        return None
    written = texts.education_level[view.person[row]] or ""
    level = written if ladders.EDUCATION_CODES.get(written) == code else EDUCATIONS[code]
    if field == UNKNOWN:
        return EDUCATION_TEXTS[level]
    return f"{EDUCATION_TEXTS[level]} {texts.name_field(view.history.fields.words[field])}"


def _read_predicates(view: View, row: int) -> tuple[YearlyPredicate, ...]:
    """Return the predicates known of the last calendar years, the latest first."""
    on = to_date(int(view.day[row]))
    last = 0 if on is None else on.year - 1
    years = [last - back for back in range(YEARS_SHOWN)]
    found = [(year, int(view.take(np.array([row])).predicate(year)[0])) for year in years]
    return tuple(
        YearlyPredicate(year, ladders.PREDICATES[code - 1]) for year, code in found if code > 0
    )
