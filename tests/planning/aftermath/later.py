"""Somebody moved from one small agency to another on 2024-03-01, and what the records say since."""

from dataclasses import replace
from datetime import date

from matching.matcher import Matcher
from models.baselines import make_baseline
from planning.aftermath.follow import follow_moves
from planning.answers import Place
from planning.rounds import Inaugurated
from rules.policy import load_policy
from snapshots.surrogate import person_id
from tests.records import make_history
from tests.serving.made_plan import fill, make_plan, move

SECRET = b"s" * 32
MOVER, STAYER = "198001012005011000", "198101012005012000"
ON = date(2024, 3, 1)
UNITS = [
    {"unit_id": "D1", "name": "Dinas Contoh Satu", "agency_id": "D1"},
    {"unit_id": "D2", "name": "Dinas Contoh Dua", "agency_id": "D2"},
]
POSITIONS = [
    {"position_id": "OLD", "title": "Analis Contoh", "unit_id": "D1", "seats": 2},
    {"position_id": "NEW", "title": "Penata Contoh", "unit_id": "D2", "seats": 4},
]
PLACES = {
    "OLD": ("Analis Contoh", "D1", "Dinas Contoh Satu"),
    "NEW": ("Penata Contoh", "D2", "Dinas Contoh Dua"),
}
STAYS = [
    {"nip": MOVER, "position_id": "OLD", "started_on": "2015-01-01", "ended_on": "2024-03-01"},
    {"nip": MOVER, "position_id": "NEW", "started_on": "2024-03-01"},
    {"nip": STAYER, "position_id": "NEW", "started_on": "2015-01-01"},
]
GOOD = [{"nip": MOVER, "year": year, "predicate": "baik"} for year in (2023, 2024, 2025)]


def place(position_id):
    title, agency_id, agency = PLACES[position_id]
    return Place(position_id, title, agency_id, agency, agency_id, agency, "pelaksana", None, None)


def planned(**others):
    """Return the move as it was planned: its unit was to rise from a quarter to a half."""
    effect = (
        replace(fill("unit", "Dinas Contoh Satu", 2.0, 1.0, 0.0), id="D1"),
        replace(fill("unit", "Dinas Contoh Dua", 4.0, 1.0, 2.0), id="D2"),
    )
    known = {
        "nip": MOVER,
        "person_id": person_id(SECRET, MOVER),
        "from_position_id": "OLD",
        "to_position_id": "NEW",
        "effect": effect,
        "origin": place("OLD"),
        "fit": 0.75,
    }
    return move(1, "Contoh Pindah", place("NEW"), **(known | others))


def matcher_of(as_of="2026-03-01", bundle=None, holds="NEW", **tables):
    """Return a matcher over the records of a day; `tables` put others in their place."""
    rows = {
        "units": UNITS,
        "positions": POSITIONS,
        "employees": [
            {"nip": nip, "name": "Contoh", "position_since": "2015-01-01", "position_id": post}
            for nip, post in ((MOVER, holds), (STAYER, "NEW"))
        ],
        "assignments": STAYS,
        "performance": GOOD,
        **tables,
    }
    own = make_baseline("competency_match") if bundle is None else bundle
    return Matcher(make_history(rows, as_of), load_policy(), own, SECRET, "0.0.0")


def follow(matcher=None, reports=(), language="id", on=ON, moves=None):
    """Return what became of the one move, or of those given."""
    told = moves or (planned(),)
    plan = make_plan(moves=told, as_of=date(2024, 2, 1), effective_on=on)
    days = {one.move_id: on for one in told}
    return follow_moves(matcher or matcher_of(), [Inaugurated(plan, days)], reports, language)


def follow_one(matcher=None, **others):
    (found,) = follow(matcher, **others).items
    return found
