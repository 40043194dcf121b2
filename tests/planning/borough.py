"""A made-up borough for tests of plans: two agencies, small posts, people who may lawfully move."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from matching.matcher import Matcher
from models.baselines import make_baseline
from planning.desk.desk import open_desk
from planning.optimum.solve import solve
from planning.requests import PlanRequest, Weights
from rules.policy import load_policy
from tests.records import make_history

AS_OF = date(2025, 6, 1)
SECRET = b"s" * 32
UNITS = [
    {"unit_id": "A", "name": "Dinas A", "agency_id": "A"},
    {"unit_id": "B", "name": "Dinas B", "agency_id": "B"},
    {"unit_id": "B1", "name": "Puskesmas B1", "agency_id": "B", "parent_id": "B"},
]
EVEN = Weights(fit=0.0, evenness=1.0, preference=0.0, distance=0.0, move=0.01, empty_post=0.0)
"""Evenness alone: what a plan does follows from need and staff."""
LOOSE: dict[str, Any] = {"max_share_leaving": 1.0, "min_fill_ratio": 0.0}


def post(position_id, unit="A", seats=1, **more):
    row = {"position_id": position_id, "title": f"Jabatan {position_id}", "unit_id": unit}
    return row | {"kind": "pelaksana", "seats": seats, "licensed": False} | more


def worker(nip, position, **more):
    row = {"nip": nip, "name": f"Orang {nip}", "position_id": position, "rank": "III/a"}
    row |= {"position_since": "2015-01-01", "birth_date": "1985-04-10", "rank_since": "2020-01-01"}
    return row | more


def crew(prefix, position, count, **more):
    """Return so many people in a post, alike but for the time in their rank."""
    return [
        worker(f"{prefix}{place}", position, rank_since=f"20{16 + place}-01-01", **more)
        for place in range(count)
    ]


def work(position_id, people):
    """Return the workload row by which a position needs so many people."""
    row = {"position_id": position_id, "activity": "Melayani", "year": 2024}
    return row | {"volume": float(people), "minutes_per_unit": 75000.0}


def make_borough(posts, people, rule="seniority", secret=SECRET, policy=None, **tables):
    """Return a matcher; the score is the order of seniority, so that nobody has a chance told."""
    given = {"units": UNITS, "positions": posts, "employees": people, **tables}
    bundle = make_baseline(rule)
    return Matcher(make_history(given, AS_OF), policy or load_policy(), bundle, secret, "0.0.0")


def lay(matcher, **asked):
    return open_desk(matcher, PlanRequest(**asked), plan_id="p")


def name_moves(desk, chosen):
    """Return the moves of a choice as {nip: position_id}."""
    history = desk.matcher.history
    return {
        history.people_ids[int(desk.person[edge])]: history.positions.position_id[
            int(desk.position[edge])
        ]
        for edge in chosen
    }


def plan_moves(matcher, **asked):
    desk = lay(matcher, **asked)
    return name_moves(desk, solve(desk.instance).chosen)


def with_weights(**changed):
    return replace(EVEN, **changed)


def index_of(matcher, position_id):
    return matcher.history.position_of[position_id]


def is_even(left, right):
    return bool(np.isclose(left, right, atol=1e-6))
