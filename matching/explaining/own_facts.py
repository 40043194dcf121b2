"""The facts that Padan used about one person, each with its day, its column and its use.

What is listed was known before the day asked, as gates and features see it. Where the records lack
a value and the format's default holds, the fact is marked as assumed; nothing else is said that no
record holds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np

from features.performance import STANDING_YEARS
from features.reads import EDUCATION, FIELD
from matching.contest import Question
from matching.explaining.facts import read_facts
from matching.explaining.gaps import measure_competencies
from matching.explaining.missing_facts import find_years_asked
from matching.explaining.uses import Use, Uses
from snapshots import ladders
from snapshots.days import add_months, due_day, to_date, years_of
from snapshots.ladders import UNKNOWN
from snapshots.moves import SUCCESS
from snapshots.own_rows import read_own_rows
from snapshots.tables import TABLES
from wording import Fact, Language, say, write

Subject = Literal[
    "service",
    "position",
    "rank",
    "education",
    "performance",
    "competency",
    "training",
    "moves",
    "discipline",
    "kin",
    "wishes",
]
POST_RULES = ("not_same_position", "time_in_position", "career_ladder", "age_cap")
"""Rules that look at the post held."""


@dataclass(frozen=True)
class OwnFact:
    """One fact: `on` is the day from which it holds or on which it happened, `until` its end.

    `known_on` is the day on which it became known, where that is another; `source` names table and
    column; `use` says whether rules, the score, both, a warning alone or none of them look at it.
    `assumed`: the records are silent and the format's default holds.
    """

    subject: Subject
    label: str
    value: str
    source: str
    use: Use
    on: date | None = None
    until: date | None = None
    known_on: date | None = None
    assumed: bool = False


class OwnRecords:
    """What the records hold of one person before the day of a question, told in one language."""

    def __init__(self, question: Question, language: Language) -> None:
        self.question, self.language = question, language
        self.history = question.history
        self.as_of = question.contest.dates.as_of
        self.uses = Uses(question)
        (self.employee,) = self.rows("employees")

    def rows(self, table: str, dated: str | None = None) -> list[Mapping[str, Any]]:
        """Return the person's own rows of a table; those `dated` before the day, by that column."""
        nip = self.history.people_ids[self.question.row]
        rows = read_own_rows(self.history.snapshot, table, nip)
        if dated is None:
            return list(rows)
        return sorted((row for row in rows if row[dated] < self.as_of), key=lambda row: row[dated])

    def yearly(self, table: str) -> Iterator[tuple[Mapping[str, Any], date]]:
        """Return the rows of a yearly table with the day each was known, where before the day."""
        for row in self.rows(table):
            known = row.get("known_on") or to_date(int(due_day(row["year"])))
            if known is not None and known < self.as_of:
                yield row, known

    def say(self, entry: str, **facts: Fact) -> str:
        """Return the text `standing.ENTRY`."""
        return say(f"standing.{entry}", self.language, **facts)

    def name_post(self, position: int) -> str:
        """Return title and unit of a position."""
        positions, units = self.history.positions, self.history.units
        return f"{positions.title[position]}, {units.name[positions.unit[position]]}"


def list_own_facts(question: Question, language: Language) -> tuple[OwnFact, ...]:
    """Return every fact about the person that rules, score, warnings or pages look at."""
    records = OwnRecords(question, language)
    readers = (
        *(_read_service, _read_position, _read_post, _read_stays, _read_ranks, _read_educations),
        *(_read_predicates, _read_talents, _read_assessments, _read_trainings),
        *(_read_moves, _read_discipline, _read_kin, _read_wish),
    )
    return tuple(fact for read in readers for fact in read(records))


def _read_service(own: OwnRecords) -> Iterator[OwnFact]:
    for column, rule in (("status", "civil_servant"), ("legal_status", "in_service")):
        given = own.employee.get(column)
        value = given or TABLES["employees"].column(column).default
        text = say(f"rules.{column}_{value}", own.language)
        label, source = own.say(f"fact_{column}"), f"employees.{column}"
        use = own.uses.find((rule,), own.uses.reading(source))
        yield OwnFact("service", label, text, source, use, assumed=given is None)
    ages = own.uses.find(("age_cap", "retirement_horizon"), (), "warning")
    for column, use in (
        ("appointed_on", own.uses.find(("in_service",), ())),
        ("birth_date", ages),
    ):
        day = own.employee.get(column)
        if day is not None:
            label, text = own.say(f"fact_{column}"), write(day, own.language)
            yield OwnFact("service", label, text, f"employees.{column}", use)


def _read_position(own: OwnRecords) -> Iterator[OwnFact]:
    question = own.question
    view, row, origin = question.view, question.row, question.origin
    if origin == UNKNOWN:
        return
    source = "employees.position_id" if view.is_current[row] else "assignments.position_id"
    since, counted = to_date(int(view.position_since[row])), to_date(int(view.counted_since[row]))
    label = own.say("fact_position")
    use = own.uses.find(POST_RULES, own.uses.reading(source), "warning")
    yield OwnFact("position", label, own.name_post(origin), source, use, since)
    if counted != since:
        label, text = own.say("fact_counted_since"), write(counted, own.language)
        use = own.uses.find(("time_in_position",), own.uses.reading("positions.replaces"))
        yield OwnFact("position", label, text, "positions.replaces", use, counted)


def _read_post(own: OwnRecords) -> Iterator[OwnFact]:
    """Tell what the records say of the post held: kind, tier, family, class, echelon."""
    origin, positions = own.question.origin, own.history.positions
    if origin == UNKNOWN:
        return
    facts, tier, family = read_facts(own.question, None, None), positions.tier, positions.family
    kind = say(f"pages.kind_{ladders.KINDS[positions.kind[origin]]}", own.language)
    told: tuple[tuple[str, Fact, tuple[str, ...], Use], ...] = (
        ("kind", kind, ("career_ladder", "age_cap"), "shown"),
        ("tier", _name_tier(int(tier[origin]), own.language), ("career_ladder",), "shown"),
        ("job_family", _pick(own.history.families.words, int(family[origin])), (), "shown"),
        ("job_class", facts.job_class_from, (), "warning"),
        ("echelon", facts.echelon_from, (), "shown"),
    )
    for column, value, rules, otherwise in told:
        if value is not None:
            label, text = own.say(f"fact_{column}"), write(value, own.language)
            source = f"positions.{column}"
            use = own.uses.find(rules, own.uses.reading(source), otherwise)
            yield OwnFact("position", label, text, source, use)


def _name_tier(tier: int, language: Language) -> str | None:
    """Name the tier of a functional post; that of any other is its kind."""
    name = _pick(ladders.TIERS, tier)
    functional = name in ladders.FUNCTIONAL_TIERS
    return say(f"pages.tier_{name}", language) if functional else None


def _pick(words: tuple[str, ...], code: int) -> str | None:
    return None if code == UNKNOWN else words[code]


def _read_stays(own: OwnRecords) -> Iterator[OwnFact]:
    """Tell the definitive stays before the present one."""
    question, stays = own.question, own.history.stays
    present = int(question.view.stay[question.row])
    begun = (stays.person == question.row) & (stays.start < question.day)
    source = "assignments.position_id"
    use = own.uses.find(("career_ladder",), own.uses.reading(source))
    for stay in np.flatnonzero(begun).tolist():
        if stay != present:
            dates = to_date(int(stays.start[stay])), to_date(int(stays.end[stay]))
            post = own.name_post(int(stays.position[stay]))
            label = own.say("fact_stay")
            yield OwnFact("position", label, post, source, use, *dates)


def _read_ranks(own: OwnRecords) -> Iterator[OwnFact]:
    view, row = own.question.view, own.question.row
    rank, since = ladders.RANKS.get(int(view.rank[row])), to_date(int(view.rank_since[row]))
    if rank is not None:
        source = "employees.rank" if view.is_current[row] else "ranks.rank"
        use = own.uses.find(("rank_range",), own.uses.reading(source))
        yield OwnFact("rank", own.say("fact_rank"), rank, source, use, since)
    entered = own.uses.find((), ("rank_above_usual",))  # by the ranks of whoever came before
    for earlier in own.rows("ranks", "since"):
        if (earlier["rank"], earlier["since"]) != (rank, since):
            label = own.say("fact_rank_before")
            yield OwnFact("rank", label, earlier["rank"], "ranks.rank", entered, earlier["since"])


def _read_educations(own: OwnRecords) -> Iterator[OwnFact]:
    present = read_facts(own.question, None, None).education
    if present is not None:
        held = own.question.view.is_current[own.question.row]
        from_row = held or not own.history.snapshot.has("educations")
        source = "employees.education_level" if from_row else "educations.level"
        use = own.uses.find(("education_level",), own.uses.reading(*EDUCATION))
        yield OwnFact("education", own.say("fact_education"), present, source, use)
    use = own.uses.find(("education_level", "education_field"), own.uses.reading(*FIELD))
    for row in own.rows("educations", "graduated_on"):
        name = " ".join(filter(None, (ladders.EDUCATION_NAMES[row["level"]], row.get("field"))))
        label, on = own.say("fact_degree"), row["graduated_on"]
        yield OwnFact("education", label, name, "educations.level", use, on)


def _read_predicates(own: OwnRecords) -> Iterator[OwnFact]:
    """Tell the predicates of ten years; rules look at fewer, the score as far as it looks back."""
    ruled = find_years_asked(own.question)
    for row, known in own.yearly("performance"):
        if row["year"] < own.as_of.year - STANDING_YEARS:
            continue
        rules = ("performance_floor",) if row["year"] in ruled else ()
        use = own.uses.find(rules, own.uses.looking_back(own.as_of.year - row["year"]))
        label = own.say("fact_predicate", year=str(row["year"]))
        value = say(f"rules.predicate_{row['predicate']}", own.language)
        source = "performance.predicate"
        yield OwnFact("performance", label, value, source, use, known_on=known)


def _read_talents(own: OwnRecords) -> Iterator[OwnFact]:
    for row, known in own.yearly("talents"):
        if row.get("box") is not None:
            label, value = own.say("fact_talent_box", year=str(row["year"])), str(row["box"])
            use = own.uses.find((), own.uses.reading("talents.box"))
            yield OwnFact("performance", label, value, "talents.box", use, known_on=known)


def _read_assessments(own: OwnRecords) -> Iterator[OwnFact]:
    """Tell the latest level of each competency, beside the standard where the position has one."""
    needs = {one.competency_id: one.needs for one in measure_competencies(own.question)}
    names = own.question.matcher.circumstances.competency_names
    latest = {row["competency_id"]: row for row in own.rows("assessments", "assessed_on")}
    weighed = own.uses.reading("assessments.level")
    anywhere = tuple(name for name in weighed if name not in own.uses.reading("requirements.level"))
    for competency_id, row in sorted(latest.items(), key=lambda item: names[item[0]]):
        need = needs.get(competency_id)
        entry = "level" if need is None else "level_of_standard"
        value = own.say(entry, level=row["level"], needs=need)
        use = own.uses.find((), anywhere if need is None else weighed, "warning")
        label, on = names[competency_id], row["assessed_on"]
        yield OwnFact("competency", label, value, "assessments.level", use, on)


def _read_trainings(own: OwnRecords) -> Iterator[OwnFact]:
    for row in own.rows("trainings", "completed_on"):
        hours = row.get("hours")
        value = row["name"] if hours is None else own.say("training", name=row["name"], hours=hours)
        label, on = own.say("fact_training"), row["completed_on"]
        use = own.uses.find((), own.uses.counting(row))
        yield OwnFact("training", label, value, "trainings.name", use, on)


def _read_moves(own: OwnRecords) -> Iterator[OwnFact]:
    """Tell past moves and how they turned out, where that is known before the day."""
    moves, day = own.question.matcher.moves, own.question.day
    known = moves.known_before(day)
    use = own.uses.find((), own.uses.reading("transfers.to_position_id"))
    source = "transfers.outcome" if own.history.snapshot.has("transfers") else "assignments"
    for move in np.flatnonzero((moves.person == own.question.row) & (moves.day < day)).tolist():
        outcome = int(moves.outcome[move]) if known[move] else UNKNOWN
        entry = {SUCCESS: "move_success", UNKNOWN: _name_open(own, move)}.get(
            outcome, "move_failure"
        )
        value = own.say(entry, title=own.name_post(int(moves.to_position[move])))
        known_on = None if outcome == UNKNOWN else to_date(int(moves.known_on[move]))
        on = to_date(int(moves.day[move]))
        label = own.say("fact_move")
        yield OwnFact("moves", label, value, source, use, on, known_on=known_on)


def _name_open(own: OwnRecords, move: int) -> str:
    """Tell a move too young to be judged from one of which no record says how it ended.

    What is asked falls due with the predicate of the year after the move's, at the latest.
    """
    moves, months = own.question.matcher.moves, own.question.matcher.policy.outcome.months
    day = moves.day[move]
    due = max(int(add_months(day, months)), int(due_day(int(years_of(day)) + 1)))
    if own.question.day <= due:
        return "move_open"
    return "move_unstated" if moves.given else "move_unjudged"


def _read_discipline(own: OwnRecords) -> Iterator[OwnFact]:
    """Tell sanctions and cases that were not cancelled; that there is none where there is none."""
    if not own.history.snapshot.has("discipline"):
        return
    label, source = own.say("fact_discipline"), "discipline.severity"
    use = own.uses.find(("discipline",), ())
    kept = [row for row in own.rows("discipline", "started_on") if not row.get("cancelled")]
    for row in kept:
        entry = "discipline_case" if row.get("under_investigation") else "discipline_sanction"
        value = own.say(entry, severity=say(f"rules.severity_{row['severity']}", own.language))
        dates = row["started_on"], row.get("ended_on")
        yield OwnFact("discipline", label, value, source, use, *dates)
    if not kept:
        yield OwnFact("discipline", label, own.say("discipline_none"), source, use)


def _read_kin(own: OwnRecords) -> Iterator[OwnFact]:
    """Tell how many relatives are recorded, who are warned of and not named here."""
    kin = own.question.matcher.circumstances.kin.get(own.question.row)
    if kin:
        label, value = own.say("fact_kin"), own.say("kin", count=len(kin))
        yield OwnFact("kin", label, value, "relations.other_nip", "warning")


def _read_wish(own: OwnRecords) -> Iterator[OwnFact]:
    said = own.rows("preferences", "submitted_on")
    willing = said[-1].get("willing") if said else None
    if willing is not None:
        value = say(f"matching.preference_{'willing' if willing else 'unwilling'}", own.language)
        on = said[-1].get("entered_on") or said[-1]["submitted_on"]
        label = own.say("fact_preference")
        yield OwnFact("wishes", label, value, "preferences.willing", "shown", on)
