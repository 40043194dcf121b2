"""Turns the world's logs into the tables of the record format, as frames of texts and numbers."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from snapshots.days import OPEN_END, add_months, day_of
from snapshots.ladders import EDUCATION_LEVELS, PREDICATES, RANK_CODES, SEVERITIES
from training.demo.organisation import Organisation
from training.demo.people import LEAVING, PART_TIME, PNS, REVIEW_YEARS, STATUSES, People, write_nips
from training.demo.vectors import Flags, Ints, Texts, pick_texts, write_days
from training.demo.vocabulary import (
    COMPETENCIES,
    FAMILIES,
    FIELDS,
    FIRST_SYLLABLES,
    KINDS,
    LAST_SYLLABLES,
    MADE_UP,
    MIDDLE_SYLLABLES,
    TIER_NAMES,
)
from training.demo.world import APPOINTMENTS, END, REASONS, SUCCEEDED, UNJUDGED, World

Tables = Mapping[str, pd.DataFrame]

RANK_NAMES = {code: rank for rank, code in RANK_CODES.items()}
FAMILY_CODES = tuple(family.code for family in FAMILIES)
COMPETENCY_CODES = tuple(code for code, _, _ in COMPETENCIES)
LEGAL_STATUSES = ("active", "study_leave", "unpaid_leave", "suspended", "other")


class Scribe:
    """Writes ids in place of numbers: NIPs of people, ids of posts and units."""

    def __init__(self, world: World) -> None:
        self.nips = np.array(write_nips(world.people), dtype=object)
        self.post_ids = np.array(world.organisation.posts.post_id, dtype=object)
        self.unit_ids = np.array(world.organisation.units.unit_id, dtype=object)

    def nip(self, persons: Ints) -> Texts:
        """Return the NIPs of people."""
        return self.nips[persons]

    def post(self, posts: Ints) -> Texts:
        """Return the ids of posts, empty for -1."""
        return np.where(posts >= 0, self.post_ids[posts], "")


def write_tables(world: World, given: bool, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """Return the tables that follow from the logs; outcomes stand in `transfers` if `given`."""
    scribe, people = Scribe(world), world.people
    return {
        "units": _units(world.organisation, scribe),
        "positions": _positions(world.organisation, scribe),
        "employees": _employees(world, scribe, rng),
        "assignments": _assignments(world, scribe),
        "competencies": pd.DataFrame(COMPETENCIES, columns=["competency_id", "name", "kind"]),
        "requirements": _requirements(world.organisation, scribe),
        "assessments": _assessments(world, scribe),
        "performance": _performance(people, scribe, rng),
        "transfers": _transfers(world, scribe, given, rng),
        "ranks": _ranks(world, scribe),
        "educations": _educations(world, scribe),
        "trainings": _trainings(world, scribe),
        "discipline": _discipline(world, scribe),
    }


def _units(organisation: Organisation, scribe: Scribe) -> pd.DataFrame:
    units = organisation.units
    return pd.DataFrame(
        {
            "unit_id": scribe.unit_ids,
            "name": units.name,
            "agency_id": scribe.unit_ids[units.agency],
            "parent_id": np.where(units.parent >= 0, scribe.unit_ids[units.parent], ""),
            "latitude": [f"{value:.5f}" for value in units.latitude],
            "longitude": [f"{value:.5f}" for value in units.longitude],
        }
    )


def _positions(organisation: Organisation, scribe: Scribe) -> pd.DataFrame:
    posts = organisation.posts
    kind = pick_texts(KINDS, posts.kind)
    tier = pick_texts(TIER_NAMES, posts.tier)
    fields = [";".join(np.array(FIELDS)[asked]) for asked in posts.fields]
    return pd.DataFrame(
        {
            "position_id": scribe.post_ids,
            "title": posts.title,
            "unit_id": scribe.unit_ids[posts.unit],
            "kind": kind,
            "seats": posts.seats,
            "tier": np.where(kind == "fungsional", tier, ""),
            "job_family": pick_texts(FAMILY_CODES, posts.family),
            "echelon": posts.echelon,
            "job_class": posts.job_class,
            "min_rank": _rank_names(posts.min_rank),
            "max_rank": _rank_names(posts.max_rank),
            "min_education": _education_names(posts.min_education),
            "education_fields": fields,
            "licensed": np.where(posts.licensed, "true", "false"),
            "retirement_age": np.where(posts.retires_at == 60, "60", ""),
            "replaces": scribe.post(posts.replaces),
        }
    )


def _rank_names(ranks: Ints) -> list[str]:
    return [RANK_NAMES[rank] for rank in ranks.tolist()]


def _education_names(levels: Ints) -> Texts:
    """Return education levels; their codes leave out D-IV, which equals S-1."""
    return pick_texts(tuple(level for level in EDUCATION_LEVELS if level != "d4"), levels)


def _employees(world: World, scribe: Scribe, rng: np.random.Generator) -> pd.DataFrame:
    people = world.people
    since = world.stays.ints("start")[people.stay]
    gone = people.left_on < OPEN_END
    legal = _legal_statuses(people, rng)
    return pd.DataFrame(
        {
            "nip": scribe.nips,
            "name": _names(len(people), rng),
            "appointed_on": write_days(people.appointed),
            "position_id": scribe.post(people.post),
            "position_since": write_days(since),
            "birth_date": write_days(people.birth),
            "sex": np.where(people.man, "m", "f"),
            "status": _statuses(people),
            "legal_status": pick_texts(LEGAL_STATUSES, legal),
            "fte": np.where(people.status == PART_TIME, "0.5", "1"),
            "rank": _rank_names(people.rank),
            "rank_since": write_days(people.rank_since),
            "education_level": _education_names(people.education),
            "education_field": pick_texts(FIELDS, people.field),
            "left_on": write_days(people.left_on),
            "left_reason": np.where(gone, pick_texts(LEAVING, people.left_why), ""),
        }
    )


def _names(count: int, rng: np.random.Generator) -> list[str]:
    """Return invented names of two words, each marked as made up."""
    syllables = (FIRST_SYLLABLES, MIDDLE_SYLLABLES, LAST_SYLLABLES)
    drawn = [pick_texts(part, rng.integers(0, len(part), (2, count))) for part in syllables]
    first, second = drawn[0] + drawn[1] + drawn[2]
    names: list[str] = (first + " " + second + MADE_UP).tolist()
    return names


def _statuses(people: People) -> Texts:
    fresh = (people.status == PNS) & (add_months(people.appointed, 12) > END)
    return np.where(fresh, "cpns", pick_texts(STATUSES, people.status))


def _legal_statuses(people: People, rng: np.random.Generator) -> Ints:
    """Put a few people who were not moved lately on leave or the like."""
    luck = rng.random(len(people))
    settled = people.in_service(END) & (END - people.moved_on > 800) & (people.status == PNS)
    found = np.searchsorted([0.012, 0.016, 0.017, 0.018], luck) + 1
    return np.where(settled & (found < len(LEGAL_STATUSES)), found % len(LEGAL_STATUSES), 0)


def _assignments(world: World, scribe: Scribe) -> pd.DataFrame:
    stays = world.stays
    table = pd.DataFrame(
        {
            "nip": scribe.nip(stays.ints("person")),
            "position_id": scribe.post(stays.ints("post")),
            "started_on": write_days(stays.ints("start")),
            "ended_on": write_days(stays.ints("end")),
            "appointment": pick_texts(APPOINTMENTS, stays.ints("appointment")),
        }
    )
    return table.sort_values(["nip", "started_on"], kind="stable")


def _requirements(organisation: Organisation, scribe: Scribe) -> pd.DataFrame:
    post, competency = np.nonzero(organisation.posts.required)
    return pd.DataFrame(
        {
            "position_id": scribe.post(post),
            "competency_id": pick_texts(COMPETENCY_CODES, competency),
            "level": organisation.posts.required[post, competency].astype(int),
        }
    )


def _assessments(world: World, scribe: Scribe) -> pd.DataFrame:
    log = world.assessments
    return pd.DataFrame(
        {
            "nip": scribe.nip(log.ints("person")),
            "competency_id": pick_texts(COMPETENCY_CODES, log.ints("competency")),
            "level": log.ints("level"),
            "assessed_on": write_days(log.ints("on")),
        }
    )


def _performance(people: People, scribe: Scribe, rng: np.random.Generator) -> pd.DataFrame:
    """Write reviews; most are known on 31 January of the next year, a few some weeks later."""
    person, column = np.nonzero(people.predicate)
    year = np.array(REVIEW_YEARS)[column]
    due = day_of(year + 1, 1, 31).astype(np.int64)
    late = np.where(rng.random(len(year)) < 0.02, rng.integers(3, 50, len(year)), 0)
    return pd.DataFrame(
        {
            "nip": scribe.nip(person),
            "year": year,
            "predicate": pick_texts(PREDICATES, people.predicate[person, column] - 1),
            "known_on": write_days(due + late),
        }
    )


def _transfers(world: World, scribe: Scribe, given: bool, rng: np.random.Generator) -> pd.DataFrame:
    log = world.transfers
    table = pd.DataFrame(
        {
            "nip": scribe.nip(log.ints("person")),
            "to_position_id": scribe.post(log.ints("target")),
            "effective_on": write_days(log.ints("on")),
            "from_position_id": scribe.post(log.ints("origin")),
            "reason": pick_texts(REASONS, log.ints("reason")),
        }
    )
    if given:
        outcome, judged_on = log.ints("outcome"), judgement_days(world, rng)
        judged = judged_on < OPEN_END
        text = np.where(outcome == SUCCEEDED, "success", "failure")
        table["outcome"] = np.where(judged, text, "")
        table["outcome_on"] = write_days(judged_on)
    return table


def judgement_days(world: World, rng: np.random.Generator) -> Ints:
    """Return when each transfer was judged: a year on and some weeks; OPEN_END where never.

    Moves by reorganisation are not judged, nor are a few that were forgotten.
    """
    log = world.transfers
    after_a_year = add_months(log.ints("on"), 12) + rng.integers(0, 45, len(log))
    judged: Flags = (log.ints("outcome") != UNJUDGED) & (after_a_year <= END)
    judged &= rng.random(len(log)) < 0.96
    return np.where(judged, after_a_year, OPEN_END)


def _ranks(world: World, scribe: Scribe) -> pd.DataFrame:
    log = world.ranks
    table = pd.DataFrame(
        {
            "nip": scribe.nip(log.ints("person")),
            "rank": _rank_names(log.ints("rank")),
            "since": write_days(log.ints("since")),
        }
    )
    return table.sort_values(["nip", "since"], kind="stable")


def _educations(world: World, scribe: Scribe) -> pd.DataFrame:
    log = world.educations
    return pd.DataFrame(
        {
            "nip": scribe.nip(log.ints("person")),
            "level": _education_names(log.ints("level")),
            "graduated_on": write_days(log.ints("on")),
            "field": pick_texts(FIELDS, world.people.field[log.ints("person")]),
        }
    )


def _trainings(world: World, scribe: Scribe) -> pd.DataFrame:
    log = world.trainings
    family = pick_texts(FAMILY_CODES, log.ints("family"))
    number = (log.ints("on") % 7 + 1).astype(str).astype(object)
    return pd.DataFrame(
        {
            "nip": scribe.nip(log.ints("person")),
            "name": "Pelatihan " + family + " " + number,
            "completed_on": write_days(log.ints("on")),
            "hours": log.ints("hours"),
            "job_family": family,
            "competency_id": pick_texts(COMPETENCY_CODES, log.ints("competency")),
        }
    )


def _discipline(world: World, scribe: Scribe) -> pd.DataFrame:
    """Write cases begun by the end of the records; one that still runs has no end yet."""
    log = world.discipline
    begun = log.ints("start") <= END
    begun &= log.ints("start") < world.people.left_on[log.ints("person")]
    end = log.ints("end")[begun]
    table = pd.DataFrame(
        {
            "nip": scribe.nip(log.ints("person")[begun]),
            "severity": pick_texts(SEVERITIES, log.ints("severity")[begun]),
            "started_on": write_days(log.ints("start")[begun]),
            "ended_on": write_days(np.where(end > END, OPEN_END, end)),
            "under_investigation": np.where(log.ints("investigating")[begun], "true", "false"),
            "cancelled": np.where(log.ints("cancelled")[begun], "true", "false"),
        }
    )
    return table.drop_duplicates(["nip", "started_on"])
