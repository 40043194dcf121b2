"""The ladders of the civil service as small integers: rank, education, predicate, position level.

Ranks are compared by their place on the ladder, never as text ("III/d" > "IV/a" as text). Civil
servants (PNS) and contract staff (PPPK) climb two ladders that cannot be compared: their codes lie
in two ranges, told apart by `PPPK_BASE`.
"""

import numpy as np
import numpy.typing as npt

UNKNOWN = -1
"""The code of a fact that the records do not hold."""

PNS_RANKS = tuple(f"{group}/{room}" for group in ("I", "II", "III") for room in "abcd") + tuple(
    f"IV/{room}" for room in "abcde"
)
PPPK_RANKS = (
    *("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"),
    *("X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII"),
)
PPPK_BASE = 100
RANK_CODES = {rank: code for code, rank in enumerate(PNS_RANKS)} | {
    rank: PPPK_BASE + code for code, rank in enumerate(PPPK_RANKS)
}
RANKS = {code: rank for rank, code in RANK_CODES.items()}
"""Ranks by code."""

EDUCATION_LEVELS = ("sd", "smp", "sma", "d1", "d2", "d3", "d4", "s1", "s2", "s3")
EDUCATION_CODES = {level: code for code, level in enumerate(EDUCATION_LEVELS[:7])} | {
    "s1": 6,
    "s2": 7,
    "s3": 8,
}
"""D-IV and S-1 are one level in every rule (PermenPANRB practice; domain code list 35 and 40)."""
EDUCATION_NAMES = dict(
    zip(
        EDUCATION_LEVELS,
        ("SD", "SMP", "SMA", "D-I", "D-II", "D-III", "D-IV", "S-1", "S-2", "S-3"),
        strict=True,
    )
)
"""Levels of education as people write them."""

PREDICATES = ("sangat_kurang", "kurang", "butuh_perbaikan", "baik", "sangat_baik")
PREDICATE_CODES = {predicate: code for code, predicate in enumerate(PREDICATES, start=1)}
"""Yearly SKP predicates of PermenPANRB 6/2022, 1 (lowest) to 5."""

STRUCTURAL_KINDS = (
    "jpt_utama",
    "jpt_madya",
    "jpt_pratama",
    "administrator",
    "pengawas",
    "pelaksana",
)
KINDS = (*STRUCTURAL_KINDS, "fungsional")
FUNCTIONAL = KINDS.index("fungsional")
FUNCTIONAL_TIERS = (
    "pemula",
    "terampil",
    "mahir",
    "penyelia",
    "ahli_pertama",
    "ahli_muda",
    "ahli_madya",
    "ahli_utama",
)
TIERS = (*STRUCTURAL_KINDS, *FUNCTIONAL_TIERS)
LEVELS = {
    **dict.fromkeys(("pelaksana", "pemula", "terampil", "mahir", "ahli_pertama"), 0),
    **dict.fromkeys(("pengawas", "penyelia", "ahli_muda"), 1),
    **dict.fromkeys(("administrator", "ahli_madya"), 2),
    **dict.fromkeys(("jpt_pratama", "ahli_utama"), 3),
    "jpt_madya": 4,
    "jpt_utama": 5,
}
"""Level of a tier: what counts as a step up, and which functional tier equals which post."""

SEVERITIES = ("ringan", "sedang", "berat")
SEVERITY_CODES = {severity: code for code, severity in enumerate(SEVERITIES)}
GRAVE = (SEVERITY_CODES["sedang"], SEVERITY_CODES["berat"])
"""Sanctions (PP 94/2021) that make a move a failure and block for months after their end."""


def tier_of(kind: str, tier: str | None) -> str | None:
    """Return the tier that counts: its jenjang for a functional position, else the kind itself."""
    return tier if kind == "fungsional" else kind


def level_of(kind: str, tier: str | None) -> int:
    """Return the level 0–5 of a position, UNKNOWN for a functional one without a tier."""
    return LEVELS.get(tier_of(kind, tier) or "", UNKNOWN)


def name_education(code: int) -> str:
    """Return the name of an education code: "S-2", or "D-IV/S-1" for the two of one level."""
    return "/".join(
        EDUCATION_NAMES[level] for level, place in EDUCATION_CODES.items() if place == code
    )


def is_pppk_rank(rank: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Tell for each rank code whether it stands on the PPPK ladder."""
    return rank >= PPPK_BASE
