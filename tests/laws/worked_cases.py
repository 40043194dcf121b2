"""The office that docs/explanations.md works through, and every figure and sentence that it tells.

`python -m tests.laws.worked_cases` writes the page anew from `worked_cases.md`.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np

from features.catalog import NAMES
from features.matrix import build_matrix
from matching.answers import ShortlistRequest
from matching.explaining.compare import compare_candidates
from matching.explaining.replay import compare_replay
from matching.explaining.standing import tell_standing
from matching.explaining.why import judge_candidate
from matching.matcher import Matcher
from matching.plain import to_json
from matching.shortlist import build_shortlist
from models.bundle import Term
from models.by_kind import KINDS, ByKind
from models.curves import Curve, Curves
from models.fairness import rate_ratio, skew
from rules.policy import load_policy
from tests.matching.explaining.test_precedents import make_moved
from tests.matching.office import AS_OF, DATES, SECRET, TABLES
from tests.models.made_models import WIDTH, column, make_bundle
from tests.records import make_history

TEMPLATE = Path(__file__).with_suffix(".md")
PAGE = Path(__file__).parents[2] / "docs" / "explanations.md"
REQUEST = ShortlistRequest("OPEN", size=2)


def line(column_name, *ends, missing=0.0):
    """Return a straight curve from (value, part) to (value, part)."""
    values, parts = zip(*ends, strict=True)
    curve = Curve(np.array(values), np.array(parts), missing)
    return {column(column_name): curve}


FITTED = {
    **line("competency_match", (0.0, -1.0), (1.0, 1.0), missing=-0.2),
    **line("performance_mean_3", (1.0, -1.0), (5.0, 1.0)),
    **line("years_in_position", (0.0, 0.5), (10.0, -0.5)),
}
ODD = FITTED | line("same_agency", (0.0, 1.0), (1.0, 0.0))
"""One of four members learned that people of another agency do better."""
MEMBERS = tuple(Curves(0.0, WIDTH, curves) for curves in (FITTED, FITTED, FITTED, ODD))
CURVES = ByKind(NAMES, (Curves(0.0, WIDTH, FITTED, MEMBERS),) * len(KINDS))
BUNDLE = make_bundle(terms=(Term("curves", 1.0, CURVES),))


def make_matcher(policy=None):
    """Return a matcher over the office."""
    history = make_history({**TABLES, **make_moved()}, AS_OF)
    return Matcher(history, policy or load_policy(), BUNDLE, SECRET, "0.0.0")


def judge(matcher, nip):
    return judge_candidate(matcher, "OPEN", matcher.person(nip), DATES, "id", REQUEST.size)


def find(items, code, key="code"):
    (found,) = [item for item in items if getattr(item, key) == code]
    return found


def gather():
    """Return everything that the page names."""
    matcher = make_matcher()
    shortlist = build_shortlist(matcher, REQUEST, "id")
    first, second = shortlist.candidates
    refused, third = judge(matcher, "4"), judge(matcher, "2")
    people = [matcher.person("1"), matcher.person("5")]
    own = tell_standing(matcher, "OPEN", matcher.person("4"), DATES, "id")
    return {
        "first": first,
        "second": second,
        "reason": first.reasons[0],
        "english": build_shortlist(matcher, REQUEST, "en").candidates[0].reasons[0],
        "gate": find(refused.gates, "time_in_position", "rule"),
        "refused": refused,
        "third": third,
        "against": third.against_list,
        "compared": compare_candidates(matcher, "OPEN", people, DATES, "id"),
        "remedy": third.remedy,
        "precedents": third.precedents,
        "warning": find(first.warnings, "five_years_in_position"),
        "own": own,
        "position": find(own.facts, "employees.position_id", "source"),
        "objection": find(own.rights, "object"),
        "without_match": score_without(matcher, "1", "competency_match"),
        "without_years": score_without(matcher, "1", "years_in_position"),
        **replays(matcher, shortlist),
        **fairness(),
    }


def score_without(matcher, nip, name):
    """Return the score of somebody of whom one column is unknown."""
    row = np.array([matcher.person(nip)])
    position = matcher.position("OPEN")
    matrix = build_matrix(matcher.source, matcher.view(DATES.day).take(row), position)
    matrix[:, column(name)] = np.nan
    return float(matcher.bundle.score(matrix)[0])


def replays(matcher, shortlist):
    stored = to_json(shortlist).encode()
    shipped = matcher.policy
    longer = shipped.warnings.five_years_in_position.model_copy(update={"months": 72})
    warnings = shipped.warnings.model_copy(update={"five_years_in_position": longer})
    other = make_matcher(replace(shipped, warnings=warnings, version="another"))
    again = [build_shortlist(one, REQUEST, "id") for one in (matcher, other)]
    same, differs = (compare_replay(stored, one, "id") for one in again)
    return {"same": same, "differs": differs}


def fairness():
    """Return what an audit finds where 4 of 40 women and 8 of 40 men are listed."""
    women = np.arange(80) < 40
    listed = np.isin(np.arange(80), [*range(4), *range(40, 48)]).astype(np.float64)
    pool, people = np.zeros(80, np.int64), np.arange(80)
    return {
        "ratio": rate_ratio(pool, women, listed, people),
        "skew": skew(pool, women, listed, people),
    }


def write_page():
    """Return the page with every figure and sentence as it is told today."""
    return TEMPLATE.read_text(encoding="utf-8").format_map(gather())


if __name__ == "__main__":
    PAGE.write_text(write_page(), encoding="utf-8")
