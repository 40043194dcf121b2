"""Facts about a person that the records may lack, and the columns that would change with each.

A column can be unknown because nobody wrote the fact down, or because there is nothing to know:
whoever attended no course has no years since the last one. Only the first can be asked for, so the
facts are named here one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from features.catalog import CATALOG, NAMES
from matching.answers import Notice
from matching.contest import Field
from models.bundle import Bundle
from snapshots.ledger import Flags, Rows
from wording import Language, say

ASSESSMENT = "assessment"


@dataclass(frozen=True, eq=False)
class UnknownFact:
    """One fact: it is unknown to whom the column `tells` is, and `columns` are read from it.

    `of_person` is the column that tells it whatever the position, None where there is none.
    """

    code: str
    tells: int
    columns: Rows
    of_person: int | None


def _fact(code: str, tells: str, columns: Sequence[str], of_person: str | None) -> UnknownFact:
    return UnknownFact(
        code,
        NAMES.index(tells),
        np.array([NAMES.index(name) for name in columns]),
        None if of_person is None else NAMES.index(of_person),
    )


def _reading(source: str, but: str = "") -> list[str]:
    """Return the columns that read one column of the records, without those that read another."""
    return [one.name for one in CATALOG if source in one.reads and but not in one.reads]


FACTS = (
    _fact(ASSESSMENT, "competency_match", _reading("assessments.level"), "competency_mean_level"),
    _fact(
        "performance",
        "performance_latest",
        _reading("performance.predicate", but="transfers.outcome"),
        "performance_latest",
    ),
    _fact("rank", "rank", _reading("ranks.rank"), "rank"),
    _fact("education", "education", ("education", "education_above_minimum"), "education"),
    _fact("field", "field_usual", ("field_usual", "field_asked"), None),
    _fact("talent", "talent_box", ("talent_box",), None),
    _fact("place", "distance_km", ("distance_km",), None),
)
"""What the records may lack about a person, in the order in which it is asked for."""


def facts_that_matter(bundle: Bundle) -> tuple[UnknownFact, ...]:
    """Return the facts that can move a model's score."""
    used = np.isin(NAMES, bundle.used_features)
    return tuple(fact for fact in FACTS if used[fact.columns].any())


def find_unknown(field: Field, places: Rows, facts: Sequence[UnknownFact]) -> Flags:
    """Tell which facts are unknown about the people at these places of a field, bool[n, facts]."""
    tells = np.array([fact.tells for fact in facts], np.intp)
    return np.isnan(field.matrix[np.ix_(places, tells)])


def notice_unknown(field: Field, language: Language) -> tuple[Notice, ...]:
    """Say once what the records hold about nobody who is ranked: there is nobody to ask first."""
    lacking = [
        fact.code
        for fact in FACTS
        if fact.of_person is not None and np.isnan(field.matrix[:, fact.of_person]).all()
    ]
    if not (lacking and len(field.rows)):
        return ()
    text = say("stability.unknown_of_all", language, facts=name_facts(lacking, language))
    return (Notice("unknown_of_all", text),)


def name_facts(codes: Sequence[str], language: Language) -> str:
    """Return facts as a sentence names them."""
    return ", ".join(dict.fromkeys(say(f"stability.fact_{code}", language) for code in codes))
