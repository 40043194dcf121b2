"""Makes a made-up city: a folder of records with a truth that can be asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from snapshots.days import to_day
from snapshots.readers.raw import MADE_UP_MARK
from snapshots.tables import TABLES
from training.demo.careers import simulate
from training.demo.committee import Habits
from training.demo.dirt import SEMICOLONS, spoil
from training.demo.dressing import add_side_stays, draw_marks, write_side_tables
from training.demo.errors import CityTooSmall, DirectoryInUse, NotInCity
from training.demo.facts import Standing, pair_facts, stand
from training.demo.mechanisms import Truth, find_mechanism
from training.demo.records import Scribe, write_tables
from training.demo.siasn import HISTORIES, SHEET, write_sheet
from training.demo.vectors import Floats, Ints, write_days
from training.demo.world import UNJUDGED, World

NOTICE = f"{MADE_UP_MARK}.md"
LEAST = 100
"""Fewer people would not fill the agencies that every city has."""

DEFAULT_BIAS = 0.6
OWN_AGENCY = 1.5
"""Liking for the own agency, as a multiple of the liking for men."""

NOTICE_TEXT = """# Data buatan

Seluruh isi folder ini adalah rekaan. Kota, unit, jabatan, nama, NIP, dan riwayat di dalamnya
dibuat oleh program; tidak ada satu pun yang merujuk kepada orang, instansi, atau tempat nyata.
Setiap NIP berakhir dengan nomor urut 000.

# Made-up data

Everything in this folder is made up. The city, its units, posts, names, NIPs and histories were
written by a program; none of them refers to a real person, agency or place. Every NIP ends with
the serial number 000.
"""


@dataclass(frozen=True, eq=False)
class City:
    """A made-up city as it was written, with what its records do not say.

    `bias_for_men` and `bias_for_own_agency` are the past committees' likings in log-odds at equal
    merit. `moves` has one row a judged move: nip, position_id, effective_on, probability (true),
    success (drawn), is_man, considered (how many could lawfully be moved there; 0 where no
    committee chose) and men_considered (the share of men among them). `marks` holds each NIP's
    chance to carry the planted audit attribute, where there is one.
    """

    directory: Path
    seed: int
    mechanism: str
    outcomes: Literal["given", "derived"]
    bias_for_men: float
    bias_for_own_agency: float
    moves: pd.DataFrame
    marks: Mapping[str, float]
    _world: World
    _truth: Truth
    _person: Mapping[str, int]
    _post: Mapping[str, int]
    _standings: dict[int, Standing]

    def true_success(self, nips: Sequence[str], position_ids: Sequence[str], on: date) -> Floats:
        """Return the true probability that each move succeeds if made on `on`, float64[pairs].

        Pairs are told by two sequences of equal length, whether lawful or not. It is a function
        of what was so strictly before `on`. Raises NotInCity for an unknown NIP or position.
        """
        day = to_day(on)
        persons, posts = _find(self._person, nips), _find(self._post, position_ids)
        if day not in self._standings:
            self._standings.clear()
            self._standings[day] = stand(self._world, day)
        facts = pair_facts(self._world, self._standings[day], persons, posts)
        return self._truth.probability(facts)


def _find(place: Mapping[str, int], asked: Sequence[str]) -> Ints:
    try:
        return np.array([place[key] for key in asked], dtype=np.int64)
    except KeyError as missing:
        raise NotInCity(str(missing.args[0])) from None


def make_city(
    directory: Path,
    *,
    employees: int = 5000,
    seed: int = 7,
    mechanism: str = "balanced",
    outcomes: Literal["given", "derived"] = "given",
    bias: float = DEFAULT_BIAS,
    misjudged: float = 0.0,
    tilt: float = 0.0,
    dirt: bool = False,
    siasn: bool = False,
) -> City:
    """Write a made-up city of so many people in service into `directory`, one CSV a table.

    The records tell of 1 November 2016 to 31 October 2026. The same arguments write the same
    bytes. `mechanism` names the way success comes about (`mechanisms.MECHANISMS`); with `outcomes`
    "derived" the transfers carry none and the consequences in the other tables must tell. `bias`
    is the past committees' liking for men, in log-odds; `misjudged` the share of women's successes
    recorded as failures; `tilt` the log-odds by which a standard deviation of competency brings an
    audit attribute (`dressing.MARK`), 0 for none. `dirt` spoils the tables; they still import.
    `siasn` writes one "Data ASN" sheet with its dirt, and histories beside it. Raises
    CityTooSmall, UnknownMechanism, or DirectoryInUse where other files are there.
    """
    _refuse(directory, employees)
    habits = Habits(men=bias, own_agency=OWN_AGENCY * bias)
    life, paper, stains, dice = (np.random.default_rng([seed, part]) for part in range(4))
    world, truth = simulate(employees, find_mechanism(mechanism), habits, life, misjudged)
    add_side_stays(world, paper)
    chances, marks = draw_marks(world, tilt, dice) if tilt else (None, None)
    tables = write_tables(world, outcomes == "given", paper)
    tables |= write_side_tables(world, paper, marks)
    _write(directory, tables, stains, dirt=dirt, siasn=siasn)
    scribe = Scribe(world)
    nips = scribe.nips.tolist()
    return City(
        directory=directory,
        seed=seed,
        mechanism=mechanism,
        outcomes=outcomes,
        bias_for_men=habits.men,
        bias_for_own_agency=habits.own_agency,
        moves=_list_moves(world, scribe),
        _world=world,
        _truth=truth,
        marks={} if chances is None else dict(zip(nips, chances.tolist(), strict=True)),
        _person={nip: number for number, nip in enumerate(nips)},
        _post={post: number for number, post in enumerate(scribe.post_ids.tolist())},
        _standings={},
    )


def _list_moves(world: World, scribe: Scribe) -> pd.DataFrame:
    log = world.transfers
    judged = log.ints("outcome") != UNJUDGED
    person = log.ints("person")[judged]
    return pd.DataFrame(
        {
            "nip": scribe.nip(person),
            "position_id": scribe.post(log.ints("target")[judged]),
            "effective_on": write_days(log.ints("on")[judged]),
            "probability": log.floats("probability")[judged],
            "success": log.ints("outcome")[judged] > 0,
            "is_man": world.people.man[person],
            "considered": log.ints("considered")[judged],
            "men_considered": log.floats("men_considered")[judged],
        }
    )


def _refuse(directory: Path, employees: int) -> None:
    """Refuse too few people, and a folder that holds anything but a made-up city.

    Real records are never written over: only a folder with the notice may hold tables already.
    """
    if employees < LEAST:
        raise CityTooSmall(employees, LEAST)
    if directory.exists() and not directory.is_dir():
        raise DirectoryInUse(directory, [directory.name])
    found = {path.name for path in directory.iterdir()} if directory.exists() else set()
    tables = {f"{name}.csv" for name in TABLES}
    ours = {NOTICE, SHEET, HISTORIES, *tables} if NOTICE in found else set()
    if found - ours:
        raise DirectoryInUse(directory, sorted(found - ours))


def _write(
    directory: Path,
    tables: dict[str, pd.DataFrame],
    stains: np.random.Generator,
    *,
    dirt: bool,
    siasn: bool,
) -> None:
    """Write the tables as they are, spoilt, or in SIASN's form."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / NOTICE).write_text(NOTICE_TEXT, encoding="utf-8")
    if siasn:
        write_sheet(tables, directory, stains)
        return
    for name, table in (spoil(tables, stains) if dirt else tables).items():
        separator = ";" if dirt and name == SEMICOLONS else ","
        path = directory / f"{name}.csv"
        table.to_csv(path, sep=separator, index=False, lineterminator="\n", encoding="utf-8")
