"""A made-up town of two agencies, and a plan of two moves between them that is written by hand."""

from dataclasses import replace
from datetime import date
from typing import Any

from matching.contest import open_contest
from matching.explaining.lineup import line_up
from matching.explaining.shown import show_rows
from matching.matcher import Dates, Matcher
from models.baselines import make_baseline
from planning.answers import Filling, Gain, Objective, Place, Plan, PlannedMove, Support
from planning.papers.edition import Edition
from planning.requests import PlanRequest, Weights
from rules.policy import load_policy
from tests.records import make_history

AS_OF, ON = date(2025, 6, 1), date(2025, 7, 1)
DATES = Dates(AS_OF, ON)
ARIF, BUNGA, CANDRA, DIAN = (
    *("198506022005011000", "198202282006012000"),
    *("198306022007011000", "198606022008012000"),
)
NAMES = {ARIF: "Contoh Arif", BUNGA: "Contoh Bunga", CANDRA: "Contoh Candra", DIAN: "Contoh Dian"}
POST = {"kind": "pengawas", "echelon": "IV.a", "job_family": "umum"}
TABLES: dict[str, Any] = {
    "units": [
        {"unit_id": "D1", "name": "Dinas Satu", "agency_id": "D1"},
        {"unit_id": "D1/A", "name": "Bidang A", "agency_id": "D1", "parent_id": "D1"},
        {"unit_id": "D2", "name": "Dinas Dua", "agency_id": "D2"},
    ],
    "positions": [
        {"position_id": "NEW", "title": "Kepala Seksi", "unit_id": "D2", "job_class": 9, **POST},
        {"position_id": "OLD", "title": "Kepala Seksi", "unit_id": "D1/A", "job_class": 9, **POST},
        {"position_id": "DESK", "title": "=HYPERLINK(1)", "unit_id": "D1", "job_class": 8, **POST},
        {"position_id": "POOL", "title": "Kepala Subbagian", "unit_id": "D2", "seats": 3, **POST},
    ],
    "competencies": [{"competency_id": "K1", "name": "Integritas", "kind": "managerial"}],
    "requirements": [{"position_id": "NEW", "competency_id": "K1", "level": 3}],
    "assessments": [
        {"nip": ARIF, "competency_id": "K1", "level": 2, "assessed_on": "2024-05-01"},
    ],
    "performance": [
        {"nip": nip, "year": year, "predicate": "baik"}
        for nip in NAMES
        for year in (2022, 2023, 2024)
    ],
    "trainings": [
        {"nip": ARIF, "name": f"Diklat {year}", "completed_on": f"{year}-03-01"}
        for year in (*range(2017, 2024), 2026)
    ],
    "discipline": [
        {"nip": BUNGA, "severity": "ringan", "started_on": "2015-01-01", "ended_on": "2015-07-01"},
        {"nip": ARIF, "severity": "berat", "started_on": "2014-01-01", "cancelled": True},
    ],
    "preferences": [
        {"nip": ARIF, "submitted_on": "2025-01-01", "willing": True, "wanted_agency_id": "D2"},
        {"nip": ARIF, "submitted_on": "2026-01-01", "willing": False},
        {"nip": BUNGA, "submitted_on": "2025-02-01", "willing": False},
    ],
}
HELD = {ARIF: "OLD", BUNGA: "POOL", CANDRA: "DESK", DIAN: "POOL"}
EMPLOYEES = [
    {
        "nip": nip,
        "name": name,
        "position_id": HELD[nip],
        "position_since": "2020-01-01",
        "birth_date": f"{nip[:4]}-{nip[4:6]}-{nip[6:8]}",
        "rank": "III/d",
        "rank_since": "2021-04-01",
        "education_level": "s1",
    }
    for nip, name in NAMES.items()
]
BARE = ("nip", "name", "position_id", "position_since")
CITY = Filling("city", "", "Kota", 6.0, "workload", 4.0, 4.0, 4 / 6, 4 / 6)
ONE = Filling("agency", "D1", "Dinas Satu", 2.0, "workload", 2.0, 2.0, 1.0, 1.0)
A = Filling("unit", "D1/A", "Bidang A", 1.0, "workload", 1.0, 1.0, 1.0, 1.0)
TWO = Filling("agency", "D2", "Dinas Dua", 4.0, "workload", 2.0, 2.0, 0.5, 0.5)
WEIGHTS = Weights(fit=1.0, evenness=1.0, preference=0.1, distance=0.0, move=0.05, empty_post=0.2)
NOTHING = Gain(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def make_matcher(**tables) -> Matcher:
    """Return a matcher over the town, with tables of it replaced."""
    history = make_history({"employees": EMPLOYEES, **TABLES, **tables}, AS_OF)
    bundle = replace(make_baseline("competency_match"), basis="rule")
    return Matcher(history, load_policy(), bundle, b"s" * 32, "0.0.0")


def place(matcher: Matcher, position_id: str) -> Place:
    """Return a post as answers name it."""
    positions, units = matcher.history.positions, matcher.history.units
    row = matcher.position(position_id)
    unit, agency, job_class = positions.unit[row], positions.agency[row], positions.job_class[row]
    return Place(
        position_id=position_id,
        title=positions.title[row],
        unit_id=units.unit_id[unit],
        unit=units.name[unit],
        agency_id=units.unit_id[agency],
        agency=units.name[agency],
        kind="pengawas",
        echelon=matcher.circumstances.echelons[row],
        job_class=None if job_class < 0 else int(job_class),
    )


def make_move(matcher: Matcher, nip: str, target: str, **other) -> PlannedMove:
    """Return a move of one person, told as a shortlist tells a candidate."""
    contest = open_contest(matcher, target, DATES)
    lineup = line_up(contest, [matcher.person(nip)], "id")
    (candidate,) = show_rows(lineup, [1])
    stranger = NAMES[DIAN]
    facts: dict[str, Any] = {
        "move_id": f"{matcher.person(nip):016x}",
        "person_id": candidate.person_id,
        "nip": nip,
        "name": candidate.name,
        "from_position_id": HELD[nip],
        "to_position_id": target,
        "score": candidate.score or 0.0,
        "fit": None,
        "eligible": 3,
        "origin": place(matcher, HELD[nip]),
        "target": place(matcher, target),
        "candidate": candidate,
        "gain": NOTHING,
        "why": f"Lebih cocok daripada {stranger}.",
        "best_alternative_person": None,
        "best_alternative_post": None,
        "limits": (),
        "refusal_cost": 0.5,
        "refusal": "",
        "effect": (A, ONE, TWO),
        "supports": (
            Support("handover", "before", f"Serah terima kepada {stranger}."),
            Support("communication", "before", "Ia tidak bersedia: bicarakan."),
            Support("training", "before", "Kembangkan Integritas."),
            Support("guidance", "after", f"Minta {stranger} mendampinginya."),
        ),
        "filled_by": None,
        "seat_left": "Kursinya menjadi kosong.",
        "depends_on": (),
    }
    return PlannedMove(**(facts | other))


def make_plan(matcher: Matcher, *moves: PlannedMove, **other) -> Plan:
    """Return a plan of these moves, by default of two people who cross between the agencies."""
    arif, bunga = make_move(matcher, ARIF, "NEW"), make_move(matcher, BUNGA, "OLD")
    found: dict[str, Any] = {
        "id": "PLAN",
        "revision": 2,
        "as_of": AS_OF,
        "effective_on": ON,
        "snapshot_id": matcher.history.snapshot.snapshot_id,
        "model_version": "1",
        "policy_version": "p",
        "software_version": "0",
        "state_id": "s",
        "basis": "rule",
        "stance": "balanced",
        "weights": WEIGHTS,
        "request": PlanRequest(as_of=AS_OF, effective_on=ON, weights=WEIGHTS),
        "notices": (),
        "moves": moves or (arif, bunga),
        "open": (),
        "fill": (CITY, ONE, A, TWO),
        "objective": Objective(0.0, 0.0, 0.0, "network", NOTHING),
        "beside": (),
    }
    return Plan(**(found | other))


def make_poor_edition() -> Edition:
    """Return the plan over records that hold units, posts and people alone."""
    tables = {name: TABLES[name] for name in ("units", "positions")}
    bare = [{name: row[name] for name in BARE} for row in EMPLOYEES]
    history = make_history({"employees": bare, **tables}, AS_OF)
    bundle = replace(make_baseline("competency_match"), basis="rule")
    matcher = Matcher(history, load_policy(), bundle, b"s" * 32, "0.0.0")
    return Edition(make_plan(matcher), matcher, "id")


def make_edition(language="id", decided_on=None, stopped=frozenset(), **tables) -> Edition:
    """Return the plan of the town, to be printed."""
    matcher = make_matcher(**tables)
    return Edition(make_plan(matcher), matcher, language, decided_on, stopped)
