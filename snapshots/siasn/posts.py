"""Deduces posts from who holds them: a post is a jabatan in a unit, its seats are its holders.

Nothing of it is a formation: how many seats a post should have, and whether one is vacant, the flat
sheet does not know. What a title, an echelon or a rank tells of a post is counted and told.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from snapshots.ladders import FUNCTIONAL_TIERS, RANK_CODES, STRUCTURAL_KINDS
from snapshots.mapping import ECHELON, LocalMapping
from snapshots.phrases import Phrases, fold_words
from snapshots.siasn.codes import read_codes_file, write_out
from snapshots.siasn.findings import Findings, most_common
from snapshots.siasn.heads import find_head_echelon, list_unheld
from snapshots.siasn.units import Reference, References, make_id

FUNCTIONAL, STRUCTURAL = "fungsional", "struktural"
_EXPERT = r" ahli (pertama|muda|madya|utama)\b.*"


def find_post_ids(frame: pd.DataFrame) -> pd.Series:
    """Return the post of every row, of its jabatan (id, else title) and `unit_id`; None if unknown.

    A jabatan that has an id in some rows and none in others is one.
    """
    folded = frame["jabatan_nama"].map(fold_words, na_action="ignore")
    named = pd.DataFrame({"id": frame["jabatan_id"], "name": folded}).dropna()
    ids = named.groupby("name")["id"].agg(most_common).to_dict()
    own = frame["jabatan_id"].where(frame["jabatan_id"].notna(), folded.map(ids))
    jabatan = own.where(own.notna(), folded)
    pairs = pd.DataFrame({"jabatan": jabatan, "unit": frame["unit_id"]}).dropna()
    made = {
        pair: make_id("J", *pair)
        for pair in pairs.drop_duplicates().itertuples(index=False, name=None)
    }
    ids_of = [made[pair] for pair in pairs.itertuples(index=False, name=None)]
    return pd.Series(ids_of, index=pairs.index, dtype=object).reindex(frame.index)


@dataclass(frozen=True)
class Seen:
    """What the rows of one post tell: the words most often used, and its holders' lowest rank."""

    title: str
    jenis: str | None
    echelon: str | None
    tier: str | None = None
    job_class: str | None = None
    rank: str | None = None
    retirement_age: str | None = None


@dataclass
class Classifier:
    """Tells a post's kind, tier, echelon and family, and notes how it came to know each."""

    mapping: LocalMapping
    notes: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        told = read_codes_file()
        families = {name: entry["titles"] for name, entry in told["families"].items()}
        self._codes = told
        self._kinds = self.mapping.phrases("kinds")
        self._titles = Phrases(told["titles"])
        self._whole_titles = {
            fold_words(one): kind for kind, titles in told["whole_titles"].items() for one in titles
        }
        self._tiers = Phrases(told["tiers"])
        self._short_tiers = Phrases(told["short_tiers"])
        expert = {tier: told["tiers"][tier] for tier in FUNCTIONAL_TIERS if "ahli" in tier}
        self._expert_tiers = Phrases(expert)
        self._families = self.mapping.phrases("job_families", families)

    def classify(self, seen: Seen, unit: Reference | None) -> dict[str, Any]:
        """Return the columns of `positions` that follow from what was seen of a post.

        Where no row tells an echelon, the head of a unit has the one that ref-unor gives it.
        """
        by_unit = find_head_echelon(seen.title, seen.jenis, unit)
        if seen.echelon is None and by_unit is not None:
            seen = replace(seen, echelon=by_unit)
            self.note("echelon_by_unit", f"{seen.title} → {by_unit}")
        kind, tier, echelon = self._find_kind(seen)
        low, high = self._find_ranks(seen, echelon)
        family = self._find_family(seen, kind)
        return {
            "title": seen.title,
            "kind": kind,
            "tier": tier,
            "echelon": echelon,
            "job_class": seen.job_class,
            "min_rank": low,
            "max_rank": high,
            "min_education": self._find_education(seen, kind),
        } | family

    def tell_doubts(self, held: pd.DataFrame) -> None:
        """Note a post whose rows differ in what they say of it: what most say then holds."""
        for column in ("jenis", "echelon", "tier"):
            said = held[column].dropna()
            if said.nunique() > 1:
                others = ", ".join(sorted({*said} - {most_common([*said])}))
                example = f"{_usual(held['jabatan_nama'])} → {most_common([*said])} ({others})"
                self.note("rows_differ", example)

    def _find_kind(self, seen: Seen) -> tuple[str, str | None, str | None]:
        """Return kind, tier and echelon: the mapping's, the echelon's, the title's, the rank's."""
        mapped = self._kinds.find_beginning(seen.title)
        if mapped is not None and ECHELON.fullmatch(mapped):
            return self._codes["echelons"][mapped][0], None, mapped
        if mapped in FUNCTIONAL_TIERS:
            return FUNCTIONAL, mapped, None
        if mapped is not None:
            return mapped, None, seen.echelon
        if seen.echelon is not None and seen.jenis != FUNCTIONAL:
            return self._codes["echelons"][seen.echelon][0], None, seen.echelon
        if seen.jenis == FUNCTIONAL:
            return FUNCTIONAL, self._find_tier(seen), None
        if seen.jenis == "pelaksana":
            return "pelaksana", None, None
        return self._guess_kind(seen)

    def _guess_kind(self, seen: Seen) -> tuple[str, str | None, str | None]:
        """Return the kind that a title or, of a structural post, the holders' rank speak for.

        The name of a jenjang or of a licensed family goes before how official titles begin.
        """
        told = self._expert_tiers.find_within(seen.title) or self._families.find_beginning(
            seen.title
        )
        if told in FUNCTIONAL_TIERS or told in self._codes["families"]:
            return self._find_functional(seen)
        kind = self._whole_titles.get(fold_words(_without_remarks(seen.title)))
        kind = kind or self._titles.find_beginning(write_out(seen.title))
        if kind in STRUCTURAL_KINDS:
            self.note("kind_by_title", f"{seen.title} → {kind}")
            return kind, None, None
        if kind is None and self._tiers.find_ending(_without_remarks(seen.title)):
            return self._find_functional(seen)
        if kind == STRUCTURAL or seen.jenis in (STRUCTURAL, "rangkap"):
            kind = self._kind_of_rank(seen.rank)
            self.note("kind_by_rank" if kind else "kind_assumed", f"{seen.title} → {kind or '?'}")
            return kind or "pengawas", None, None
        self.note("kind_assumed", f"{seen.title} → pelaksana")
        return "pelaksana", None, None

    def _find_functional(self, seen: Seen) -> tuple[str, str | None, str | None]:
        """Return a post that its title alone makes a functional one."""
        self.note("kind_by_title", f"{seen.title} → {FUNCTIONAL}")
        return FUNCTIONAL, self._find_tier(seen), None

    def _kind_of_rank(self, rank: str | None) -> str | None:
        """Return the kind that PP 13/2002 has for a rank, the last resort."""
        if rank is None:
            return None
        steps: Mapping[str, str] = self._codes["kinds_by_rank"]
        reached = [kind for low, kind in steps.items() if RANK_CODES[low] <= RANK_CODES[rank]]
        return reached[-1] if RANK_CODES[rank] <= RANK_CODES["IV/e"] else None

    def _find_tier(self, seen: Seen) -> str | None:
        if seen.tier is not None:
            return seen.tier
        title = _without_remarks(seen.title)
        tier = self._tiers.find_ending(title) or self._short_tiers.find_ending(title)
        tier = tier or self._expert_tiers.find_within(title)
        if tier is None:
            self.note("tier_unknown", seen.title)
        else:
            self.note("tier_by_title", f"{seen.title} → {tier}")
        return tier

    def _find_ranks(self, seen: Seen, echelon: str | None) -> tuple[str | None, str | None]:
        if echelon is None:
            return None, None
        _, low, high = self._codes["echelons"][echelon]
        self.note("ranks_by_echelon", f"{echelon} → {low}–{high}")
        return low, high

    def _find_education(self, seen: Seen, kind: str) -> str | None:
        level: str | None = self._codes["education_by_kind"].get(kind)
        if level is not None:
            self.note("education_by_kind", f"{kind} → {level}")
        return level

    def _find_family(self, seen: Seen, kind: str) -> dict[str, Any]:
        """Return the family (a functional post's is its name) and what a licensed one asks."""
        family = self._families.find_beginning(seen.title)
        if kind != FUNCTIONAL and family in self._codes["families"]:
            family = None
        if family is None and kind == FUNCTIONAL:
            family = self._name_family(seen.title)
        entry = self._codes["families"].get(family or "", {}) if kind == FUNCTIONAL else {}
        if entry:
            fields = ";".join(entry["fields"])
            self.note("licensed", f"{seen.title} → {fields}")
        age = seen.retirement_age
        if age is None and "retirement_age" in entry:
            age = str(entry["retirement_age"])
            self.note("retirement_by_family", f"{seen.title} → {age}")
        return {
            "job_family": family,
            "licensed": "true" if entry else "false",
            "education_fields": ";".join(entry["fields"]) if entry else None,
            "retirement_age": age,
        }

    def _name_family(self, title: str) -> str | None:
        """Return a functional title without its jenjang."""
        words = re.sub(_EXPERT, "", fold_words(_without_remarks(title)))
        groups = [*self._codes["tiers"].values(), *self._codes["short_tiers"].values()]
        for ending in sorted({one for group in groups for one in group}, key=len, reverse=True):
            words = words.removesuffix(f" {ending}")
        return words or None

    def note(self, code: str, example: str) -> None:
        """Keep an example of something deduced."""
        self.notes.setdefault(code, []).append(example)


def deduce_posts(
    told: pd.DataFrame,
    seats: Mapping[str, int],
    references: References,
    mapping: LocalMapping,
    findings: Findings,
) -> pd.DataFrame:
    """Return the `positions` table of all posts that anybody holds or held, and of empty heads.

    `told` has a row each time somebody holds a post: post_id, unit_id, jabatan_nama, jenis,
    echelon, tier, kelas_jabatan and the holder's rank; `seats` counts present holders by post.
    `references` tell the echelon of each unit's head, and its post where nobody holds it.
    """
    classifier = Classifier(mapping)
    rows: list[dict[str, Any]] = []
    firsts: list[int] = []
    for post_id, held in told.dropna(subset=["post_id"]).groupby("post_id", sort=True):
        unit_id = held["unit_id"].iloc[0]
        classifier.tell_doubts(held)
        columns = classifier.classify(_look_at(held), references.get(unit_id))
        told_seats = {"seats": str(seats.get(str(post_id), 0))}
        rows.append({"position_id": post_id, "unit_id": unit_id} | told_seats | columns)
        firsts.append(int(held.index.min()))
    findings.note("posts_deduced", posts=len(rows), seats=sum(seats.values()))
    for unit_id, unit in [*list_unheld(rows, references)]:
        _seat_head(rows, unit_id, unit, classifier)
    firsts += [references[row["unit_id"]].row for row in rows[len(firsts) :]]
    for code, examples in classifier.notes.items():
        findings.deduce(code, examples)
    return pd.DataFrame(rows, index=firsts, dtype=object)


def _seat_head(
    rows: list[dict[str, Any]], unit_id: str, unit: Reference, classifier: Classifier
) -> None:
    """Give the one seat of a unit's head to the post that somebody once held, else to a new one."""
    title = fold_words(unit.head or "")
    past = [one for one in rows if (one["unit_id"], fold_words(one["title"])) == (unit_id, title)]
    if not past:
        columns = classifier.classify(Seen(unit.head or "", STRUCTURAL, unit.echelon), None)
        rows.append({"position_id": make_id("J", title, unit_id), "unit_id": unit_id} | columns)
    (past or rows)[-1]["seats"] = "1"
    classifier.note("head_unheld", f"{unit.head} ({unit.name})")


def _look_at(held: pd.DataFrame) -> Seen:
    """Return what most rows of a post say."""
    ranks = [rank for rank in held["rank"].dropna() if rank in RANK_CODES]
    return Seen(
        title=_usual(held["jabatan_nama"]) or _usual(held["jabatan_id"]) or "",
        jenis=_usual(held["jenis"]),
        echelon=_usual(held["echelon"]),
        tier=_usual(held["tier"]),
        job_class=_usual(held["kelas_jabatan"]),
        retirement_age=_usual(held["retirement_age"]),
        rank=min(ranks, key=RANK_CODES.__getitem__, default=None),
    )


def _without_remarks(title: str) -> str:
    """Return a title without what stands in brackets."""
    return re.sub(r"\(.*?\)", " ", title)


def _usual(cells: pd.Series) -> str | None:
    filled = [*cells.dropna()]
    return most_common(filled) if filled else None
