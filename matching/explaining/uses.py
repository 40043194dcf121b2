"""For what a fact about a person is used: by rules in force, the score that serves, or neither."""

from collections.abc import Collection, Mapping
from typing import Any, Literal

from features.catalog import CATALOG
from features.performance import STANDING_YEARS, YEARS
from matching.contest import Question
from matching.explaining.gaps import measure_competencies
from snapshots.days import DAYS_PER_YEAR
from snapshots.ladders import UNKNOWN

Use = Literal["rules", "score", "both", "warning", "shown"]


class Uses:
    """What rules and score look at in one question: the rules checked and the model's own columns.

    A rule that the policy switches off, or that the records leave unchecked, looks at nothing; of
    the catalog only those columns count that can move the score of the model that serves.
    """

    def __init__(self, question: Question) -> None:
        self.question, matcher = question, question.matcher
        used = set(matcher.bundle.used_features) if matcher.has_model else set()
        self.features = {one.name: one.reads for one in CATALOG if one.name in used}
        self._unchecked = question.contest.verdicts.not_checked

    def find(
        self, rules: Collection[str], scoring: Collection[str], otherwise: Use = "shown"
    ) -> Use:
        """Return the use of a fact that these `rules` and these columns of the catalog look at.

        `otherwise` holds where none of the rules is in force and none of the columns is weighed.
        """
        is_ruled = any(rule not in self._unchecked for rule in rules)
        is_scored = any(name in self.features for name in scoring)
        if is_ruled and is_scored:
            return "both"
        return "rules" if is_ruled else "score" if is_scored else otherwise

    def reading(self, *columns: str) -> tuple[str, ...]:
        """Return the columns weighed that read any of these columns of the records."""
        wanted = set(columns)
        return tuple(name for name, reads in self.features.items() if wanted & set(reads))

    def looking_back(self, years: int) -> tuple[str, ...]:
        """Return the columns weighed that look at the predicate of so many years ago."""
        read = self.reading("performance.predicate")
        own = [name for name in read if name.startswith("performance_")]
        return tuple(name for name in own if years <= _find_reach(name))

    def counting(self, training: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the columns weighed that count a training (a row): recent, in the family, needed.

        A training counts for the position's job family, for a competency of its standard, and for
        five years whatever it was about.
        """
        contest, history = self.question.contest, self.question.history
        family = history.positions.family[contest.position]
        own_family = history.families.code(training.get("job_family"))
        needs = {one.competency_id for one in measure_competencies(self.question)}
        counts = {
            "trainings.job_family": own_family == family != UNKNOWN,
            "trainings.competency_id": training.get("competency_id") in needs,
        }
        narrow = {column: self.reading(column) for column in counts}
        about = {name for names in narrow.values() for name in names}
        wide = [name for name in self.reading("trainings.completed_on") if name not in about]
        age = contest.dates.as_of - training["completed_on"]
        return (
            *(name for column, names in narrow.items() if counts[column] for name in names),
            *(name for name in wide if age.days <= 5 * DAYS_PER_YEAR),
        )


def _find_reach(name: str) -> int:
    """Return how many years before the day's own a column about performance looks back."""
    if name == "performance_standing":
        return STANDING_YEARS
    return 3 if name.endswith("_3") else YEARS
