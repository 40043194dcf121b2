"""Two agencies with a plan: one person moves from the second into the first, one within the second.

What belongs to the second bears words and ids that nothing else bears, so that they can be looked
for in whatever somebody of the first is answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from models.registry import ModelRegistry
from snapshots.store import SnapshotStore
from snapshots.surrogate import load_secret
from tests.records import make_snapshot
from tests.serving.office import promote, settings_of
from tests.serving.planning_client import ask, send

OWN, ELSEWHERE = "D1", "D2"
HEAD, STAFF = "KASI-1", "STAF-1"
"""Posts of the first agency: a vacant head of section, and its staff."""
LEFT, KEPT, FREE, FULL = "SUBBAG/2", "TU-2", "KASI-2", "STAF-2"
"""Posts of the second: the one that is left, one held, a vacant one, and its staff."""
ARIF, BUNGA = "198001012005011000", "198201012006012000"
COMER, INNER, SEEN_BY_NONE = "198301012007011000", "198401012008011000", "198501012009012000"
"""People of the second: who comes into the first, who moves within, and who stays."""
NAMES = {
    ARIF: "Contoh Arif",
    BUNGA: "Contoh Bunga",
    COMER: "Contoh Pendatang",
    INNER: "Contoh Tertutup",
    SEEN_BY_NONE: "Contoh Tersembunyi",
}
POSTS = {ARIF: STAFF, BUNGA: STAFF, COMER: LEFT, INNER: KEPT, SEEN_BY_NONE: FULL}
TITLES = {
    HEAD: "Kepala Seksi Contoh Satu",
    STAFF: "Pengelola Contoh Satu",
    LEFT: "Kepala Subbagian Contoh Dua",
    KEPT: "Kepala Tata Usaha Contoh Dua",
    FREE: "Kepala Seksi Contoh Dua",
    FULL: "Analis Contoh Dua",
}
ROOM = {FULL: 3, STAFF: 1}
"""Seats with which the second agency has room for somebody of the first."""
ASKED = {"chains": False, "max_moves": 2, "stance": "fit", "weights": None}


@dataclass(frozen=True)
class Second:
    """What is to be kept from the first agency: ids by which one may ask, and words to look for."""

    people: dict[str, str]
    positions: tuple[str, ...] = (LEFT, KEPT, FREE, FULL)

    @property
    def secrets(self) -> frozenset[str]:
        """Names, NIPs, person_ids, titles and ids of the second agency's people and posts."""
        nips = (COMER, INNER, SEEN_BY_NONE)
        told = {NAMES[nip] for nip in nips} | {self.people[nip] for nip in nips} | set(nips)
        return frozenset(told | set(self.positions) | {TITLES[one] for one in self.positions})

    @property
    def of_comer(self) -> frozenset[str]:
        """What the first agency may know of who comes: the person and the present post."""
        return frozenset({NAMES[COMER], COMER, self.people[COMER], LEFT, TITLES[LEFT]})

    @property
    def of_vacancy(self) -> frozenset[str]:
        """What everybody in the city may know: a post with a free seat."""
        return frozenset({FREE, TITLES[FREE]})


def furnish_two(home: Path, seats: Mapping[str, int] | None = None) -> None:
    """Give `home` the two agencies, a secret and a champion; `seats` of some posts are others."""
    made = make_snapshot(_tables({STAFF: 3} | dict(seats or {})), "2025-06-01")
    SnapshotStore(home / "snapshots").save(made.tables, made.as_of, made_up=True)
    load_secret(home)
    promote(ModelRegistry(settings_of(home).tracking_uri, home), "competency_match")


def ask_two(client, *moves):
    """Ask for a plan that makes these moves (nip, position_id) and no others; return it."""
    pins = [{"nip": nip, "position_id": post} for nip, post in moves]
    made = ask(client, **ASKED, pin=pins, positions=[post for _, post in moves])
    assert {(one["nip"], one["to_position_id"]) for one in made["moves"]} == set(moves)
    return made


def send_two(client, *moves):
    """Ask for a plan of these moves and put it before the agencies; return it."""
    made = ask_two(client, *moves)
    assert send(client, made).status_code == 200
    return made


def _tables(seats):
    return {
        "units": [
            {"unit_id": unit, "name": f"Dinas Contoh {word}", "agency_id": unit}
            for unit, word in ((OWN, "Satu"), (ELSEWHERE, "Dua"))
        ],
        "positions": [
            {
                "position_id": post,
                "title": title,
                "unit_id": OWN if post in (HEAD, STAFF) else ELSEWHERE,
                "kind": "pelaksana" if post in (STAFF, FULL) else "pengawas",
                "seats": seats.get(post, 1),
            }
            for post, title in TITLES.items()
        ],
        "employees": [_employ(nip) for nip in NAMES],
        "performance": [
            {"nip": nip, "year": year, "predicate": "baik"}
            for nip in NAMES
            for year in (2023, 2024)
        ],
        "preferences": [
            {
                "nip": BUNGA,
                "willing": True,
                "wanted_agency_id": ELSEWHERE,
                "wanted_position_id": KEPT,
                "submitted_on": "2025-01-10",
            }
        ],
        "competencies": [{"competency_id": "K1", "name": "Integritas", "kind": "managerial"}],
        "requirements": [{"position_id": HEAD, "competency_id": "K1", "level": 4}],
        "assessments": [
            {"nip": nip, "competency_id": "K1", "level": 2, "assessed_on": "2024-05-01"}
            for nip in NAMES
        ],
    }


def _employ(nip):
    return {
        "nip": nip,
        "name": NAMES[nip],
        "appointed_on": f"{nip[8:12]}-01-01",
        "birth_date": f"{nip[:4]}-01-01",
        "position_id": POSTS[nip],
        "position_since": "2015-01-01",
        "rank": "III/c",
        "rank_since": "2021-01-01",
        "education_level": "s1",
    }
