"""Every column that moves a score, told one by one: with the base they sum to the score."""

from dataclasses import dataclass

from features.catalog import NAMES
from models.columns import name_column, tell_column
from models.reason_kinds import KIND_OF, Group
from models.usual import Usual
from snapshots.ledger import Floats
from wording import Language


@dataclass(frozen=True)
class Detail:
    """One column: `contribution` is its part of the score, `reason` the code of its kind.

    `value` and `usual` are written as people read them; `usual` is None where it is not told.
    """

    feature: str
    label: str
    group: Group
    reason: str
    contribution: float
    value: str
    usual: str | None
    text: str


def list_details(
    features: Floats, contributions: Floats, usual: Usual, language: Language
) -> tuple[Detail, ...]:
    """Return the columns that move the score of one row, the weightiest first.

    `features` float64[F] is the row of the matrix, `contributions` float64[F + 1] the `Bundle`'s.
    """
    values = dict(zip(NAMES, features.tolist(), strict=True))
    parts = dict(zip(NAMES, contributions[:-1].tolist(), strict=True))
    moving = sorted((name for name in NAMES if parts[name]), key=lambda name: -abs(parts[name]))
    return tuple(_tell(name, values, parts[name], usual, language) for name in moving)


def _tell(
    name: str, values: dict[str, float], part: float, usual: Usual, language: Language
) -> Detail:
    kind, found = KIND_OF[name], tell_column(name, values, language, usual)
    return Detail(
        feature=name,
        label=name_column(name, language),
        group=kind.group,
        reason=kind.code,
        contribution=part,
        value=found.value,
        usual=found.usual,
        text=found.text,
    )
