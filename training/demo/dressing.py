"""What stands in a city's records beside careers: acting posts, workloads, wishes, kin, letters.

None of it decides whether a move succeeds; all of it must be there for the tables to look real.
"""

import numpy as np
import pandas as pd

from snapshots.days import DAYS_PER_YEAR, OPEN_END
from training.demo.people import PNS, REVIEW_YEARS
from training.demo.records import FAMILY_CODES, Scribe
from training.demo.vectors import Flags, Floats, Ints, Texts, day, pick_texts, write_days
from training.demo.world import ACTING, ADDITIONAL, DEFINITIVE, END, START, World

EFFECTIVE_MINUTES = 75_000
"""Working minutes of a year that need is counted in (Peraturan BKN 9/2022)."""

ACTIVITIES = (
    ("Pelayanan dan tugas pokok", 0.6),
    ("Administrasi dan pelaporan", 0.28),
    ("Rapat", 0.12),
)
WISH_NOTES = ("dekat keluarga (rekaan)", "sesuai bidang studi (rekaan)", "")


def add_side_stays(world: World, rng: np.random.Generator) -> None:
    """Log acting stays before managerial posts were filled, and duties beside the own post."""
    _add_past_acting(world, rng)
    _add_present_acting(world, rng)
    _add_duties(world, rng)


def _add_past_acting(world: World, rng: np.random.Generator) -> None:
    posts, stays = world.organisation.posts, world.stays
    filled = np.flatnonzero(
        posts.structural[stays.ints("post")]
        & (stays.ints("start") > START + 400)
        & (rng.random(len(stays)) < 0.4)
    )
    target, end = stays.ints("post")[filled], stays.ints("start")[filled]
    start = end - rng.integers(60, 250, len(filled))
    _log_side(world, target, start, end, ACTING, rng)


def _add_present_acting(world: World, rng: np.random.Generator) -> None:
    posts = world.organisation.posts
    vacant = np.flatnonzero((world.vacant_seats(END) > 0) & posts.structural)
    target = vacant[rng.random(len(vacant)) < 0.5]
    start = END - rng.integers(20, 170, len(target))
    _log_side(world, target, start, np.full(len(target), OPEN_END), ACTING, rng)


def _log_side(
    world: World, target: Ints, start: Ints, end: Ints, appointment: int, rng: np.random.Generator
) -> None:
    """Give each post somebody of its agency, at most one level off, who was there throughout."""
    posts, stays, agency = world.organisation.posts, world.stays, world.organisation.agency_of_post
    definitive = np.flatnonzero(stays.ints("appointment") == DEFINITIVE)
    held = stays.ints("post")[definitive]
    order = np.argsort(agency[held], kind="stable")
    pool, key = definitive[order], agency[held][order]
    low, high = (np.searchsorted(key, agency[target], side=side) for side in ("left", "right"))
    found = np.full(len(target), -1)
    for _ in range(60):
        draw = pool[np.minimum(low + rng.integers(0, np.maximum(high - low, 1)), len(pool) - 1)]
        near = np.abs(posts.level[stays.ints("post")[draw]] - posts.level[target]) <= 1
        there = (stays.ints("start")[draw] < start) & (stays.ints("end")[draw] >= end)
        other = (stays.ints("post")[draw] != target) & (high > low)
        found = np.where((found < 0) & near & there & other, draw, found)
    has = found >= 0
    stays.add(
        person=stays.ints("person")[found[has]],
        post=target[has],
        start=start[has],
        end=end[has],
        tenure_from=start[has],
        appointment=appointment,
    )


def _add_duties(world: World, rng: np.random.Generator) -> None:
    """Give most schools and clinics a head from their own staff, beside the own post."""
    posts, people = world.organisation.posts, world.people
    duties = np.flatnonzero(posts.by_task)
    duties = duties[rng.random(len(duties)) < 0.85]
    serving = rng.permutation(np.flatnonzero(people.in_service(END) & (people.status == PNS)))
    fits = posts.licensed[people.post[serving]] & (END - people.tenure_from[serving] > 200)
    serving = serving[fits]
    unit, first = np.unique(posts.unit[people.post[serving]], return_index=True)
    place = np.searchsorted(unit, posts.unit[duties])
    has = (place < len(unit)) & (unit[np.minimum(place, len(unit) - 1)] == posts.unit[duties])
    persons = serving[first[place[has]]]
    since = np.maximum(world.stays.ints("start")[people.stay[persons]] + 30, END - 1400)
    world.stays.add(
        person=persons,
        post=duties[has],
        start=since,
        end=OPEN_END,
        tenure_from=since,
        appointment=ADDITIONAL,
    )


def write_side_tables(
    world: World, rng: np.random.Generator, marks: Texts | None = None
) -> dict[str, pd.DataFrame]:
    """Return the tables that say nothing of careers.

    `marks` are everybody's values of an audit attribute of their own (`draw_marks`).
    """
    scribe = Scribe(world)
    return {
        "workloads": _workloads(world, scribe, rng),
        "preferences": _preferences(world, scribe, rng),
        "talents": _talents(world, scribe, rng),
        "relations": _relations(world, scribe, rng),
        "audit_attributes": _audit_attributes(world, scribe, rng, marks),
        "consents": _consents(world, scribe, rng),
    }


def _workloads(world: World, scribe: Scribe, rng: np.random.Generator) -> pd.DataFrame:
    """Write three activities a post; together they need about its seats, some more, some fewer."""
    posts = world.organisation.posts
    counted = np.flatnonzero((posts.seats > 0) & ~posts.by_task)
    need = posts.seats[counted] * rng.uniform(0.85, 1.2, len(counted))
    frames = []
    for name, share in ACTIVITIES:
        minutes = rng.choice([30, 60, 90, 120, 240], len(counted))
        volume = np.rint(need * share * EFFECTIVE_MINUTES / minutes).astype(int)
        frames.append(
            pd.DataFrame(
                {
                    "position_id": scribe.post(counted),
                    "activity": name,
                    "year": 2025,
                    "volume": volume,
                    "minutes_per_unit": minutes,
                }
            )
        )
    return pd.concat(frames)


def _some(world: World, share: float, rng: np.random.Generator) -> Ints:
    """Draw a share of the civil servants in service at the end."""
    people = world.people
    civil: Flags = people.in_service(END) & (people.status == PNS)
    return np.flatnonzero(civil & (rng.random(len(people)) < share))


def _preferences(world: World, scribe: Scribe, rng: np.random.Generator) -> pd.DataFrame:
    persons = _some(world, 0.18, rng)
    count, organisation = len(persons), world.organisation
    living = organisation.agencies[
        np.unique(organisation.agency_of_post[organisation.posts.seats > 0])
    ]
    agency = scribe.unit_ids[rng.choice(living, count)]
    family = pick_texts(FAMILY_CODES, organisation.posts.family[world.people.post[persons]])
    return pd.DataFrame(
        {
            "nip": scribe.nip(persons),
            "submitted_on": write_days(END - rng.integers(5, 600, count)),
            "willing": np.where(rng.random(count) < 0.75, "ya", "tidak"),
            "wanted_agency_id": np.where(rng.random(count) < 0.5, agency, ""),
            "wanted_position_id": "",
            "wanted_job_family": np.where(rng.random(count) < 0.5, family, ""),
            "note": pick_texts(WISH_NOTES, rng.integers(0, len(WISH_NOTES), count)),
        }
    )


MARK = "tanda rekaan"
"""Audit attribute of a made-up city with a tilt: it goes with competency, by a known amount."""

BOXES = np.array([[1, 3, 6], [2, 5, 8], [4, 7, 9]])
"""Nine-box numbers by performance (rows, low to high) and potential (columns)."""


def _talents(world: World, scribe: Scribe, rng: np.random.Generator) -> pd.DataFrame:
    """Write the boxes of three years for the people whom talent management looked at."""
    people, frames = world.people, []
    for year in (2023, 2024, 2025):
        review = people.predicate[:, REVIEW_YEARS.index(year)]
        persons = _some(world, 0.4, rng)
        persons = persons[review[persons] > 0]
        potential = 60 + 10 * people.aptitude[persons] + rng.normal(0, 7, len(persons))
        row = np.clip(review[persons] - 3, 0, 2)
        column = np.digitize(potential, [54, 68])
        frames.append(
            pd.DataFrame(
                {
                    "nip": scribe.nip(persons),
                    "year": year,
                    "box": BOXES[row, column],
                    "potential": [f"{value:.1f}" for value in np.clip(potential, 0, 100)],
                    "known_on": f"{year + 1}-04-15",
                }
            )
        )
    return pd.concat(frames)


def _relations(world: World, scribe: Scribe, rng: np.random.Generator) -> pd.DataFrame:
    persons = rng.permutation(_some(world, 0.02, rng))
    half = len(persons) // 2
    kind = rng.choice(["pasangan", "saudara", "orang tua"], half)
    return pd.DataFrame(
        {
            "nip": scribe.nip(persons[:half]),
            "other_nip": scribe.nip(persons[half : 2 * half]),
            "kind": kind,
        }
    )


def draw_marks(world: World, tilt: float, rng: np.random.Generator) -> tuple[Floats, Texts]:
    """Return each person's chance to carry the mark, float64[people], and who does ("ya").

    Its log-odds rise by `tilt` with a standard deviation of the mean competency level. A generator
    for marks alone keeps them from changing any other byte of the city.
    """
    level = world.people.base.mean(axis=1)
    chance: Floats = 1 / (1 + np.exp(-tilt * (level - level.mean()) / level.std()))
    mark: Texts = np.where(rng.random(len(chance)) < chance, "ya", "tidak").astype(object)
    return chance, mark


def _audit_attributes(
    world: World, scribe: Scribe, rng: np.random.Generator, marks: Texts | None
) -> pd.DataFrame:
    count = len(world.people)
    value: Texts = np.where(rng.random(count) < 0.015, "ya", "tidak").astype(object)
    told = pd.DataFrame({"nip": scribe.nips, "name": "disabilitas", "value": value})
    if marks is None:
        return told
    return pd.concat([told, pd.DataFrame({"nip": scribe.nips, "name": MARK, "value": marks})])


def _consents(world: World, scribe: Scribe, rng: np.random.Generator) -> pd.DataFrame:
    """Write letters that let people move before two years in their post are over."""
    people = world.people
    fresh = (END - people.moved_on) / DAYS_PER_YEAR < 1.5
    persons = _some(world, 1.0, rng)
    persons = persons[fresh[persons]][:6]
    return pd.DataFrame(
        {
            "letter_no": [f"800/{number:03d}/REKAAN/2026" for number in range(1, len(persons) + 1)],
            "rule": "time_in_position",
            "issued_on": write_days(np.full(len(persons), day("2026-09-15"))),
            "issuer": "Wali Kota (rekaan)",
            "nip": scribe.nip(persons),
            "position_id": "",
            "valid_until": "2027-03-31",
        }
    )
