"""What answers ask of the records beside the coded history: kin, and texts as written."""

from functools import cached_property

from snapshots.coding import Codes, Vocabulary, fold, read_texts
from snapshots.history import History
from snapshots.ladders import UNKNOWN


class Circumstances:
    """Kin and texts as written; each is read once, when first asked."""

    def __init__(self, history: History) -> None:
        self.history = history

    @cached_property
    def kin(self) -> dict[int, frozenset[int]]:
        """Relatives by person index, whichever of the two the records name first."""
        one = self.history.rows_of_people("relations").tolist()
        others = read_texts(self.history.snapshot, "relations", "other_nip")
        pairs = [
            (a, self.history.person_of.get(str(b), UNKNOWN))
            for a, b in zip(one, others, strict=True)
        ]
        found: dict[int, set[int]] = {}
        for a, b in pairs:
            if UNKNOWN not in (a, b):
                found.setdefault(a, set()).add(b)
                found.setdefault(b, set()).add(a)
        return {person: frozenset(kin) for person, kin in found.items()}

    @cached_property
    def echelons(self) -> list[str | None]:
        """Echelon of each position as the records write it."""
        return read_texts(self.history.snapshot, "positions", "echelon")

    @cached_property
    def job_families(self) -> list[str | None]:
        """Job family of each position as the records write it."""
        return read_texts(self.history.snapshot, "positions", "job_family")

    @cached_property
    def education_levels(self) -> list[str | None]:
        """Education level of each person's own row: it tells D-IV from S-1."""
        return read_texts(self.history.snapshot, "employees", "education_level")

    @cached_property
    def field_names(self) -> tuple[str, ...]:
        """Each field of study (`history.fields`) as the records write it."""
        snapshot = self.history.snapshot
        written = [
            *read_texts(snapshot, "educations", "field"),
            *read_texts(snapshot, "employees", "education_field"),
        ]
        names = {fold(text): text.strip() for text in written if text}
        return tuple(names.get(word, word) for word in self.history.fields.words)

    @cached_property
    def competency_names(self) -> dict[str, str]:
        """Name of each competency by its id."""
        snapshot = self.history.snapshot
        ids = read_texts(snapshot, "competencies", "competency_id")
        names = read_texts(snapshot, "competencies", "name")
        return {str(text): str(name) for text, name in zip(ids, names, strict=True)}

    @cached_property
    def training_names(self) -> tuple[str, ...]:
        """Each training's name as the records write it, sorted; alike after trim and case-fold."""
        written = read_texts(self.history.snapshot, "trainings", "name")
        names = {fold(text): text.strip() for text in written if text}
        return tuple(names[word] for word in sorted(word for word in names if word))

    @cached_property
    def training_codes(self) -> Codes:
        """Place in `training_names` of each row of the trainings table."""
        written = read_texts(self.history.snapshot, "trainings", "name")
        return Vocabulary(written).encode(written)
