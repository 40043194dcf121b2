"""Imports records: read, check everything, and store all of it or nothing."""

from dataclasses import dataclass
from datetime import date

from snapshots.corrections import lay_over
from snapshots.problems import Problem
from snapshots.progress import Progress, tell_nobody
from snapshots.reported import Reports, add_outcomes
from snapshots.snapshot import Snapshot
from snapshots.sources import SourceForm, read_source
from snapshots.store import SnapshotStore, SupersededSnapshotError
from snapshots.succession import list_doubts
from snapshots.validation import validate
from wording import Language


@dataclass(frozen=True)
class ImportResult:
    """What became of an import: the stored snapshot, or None and the errors that forbade it.

    `as_of` is the date up to which the records speak; None where no date could be found.
    """

    snapshot: Snapshot | None
    as_of: date | None
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]

    def report(self, language: Language) -> dict[str, object]:
        """Return the report of the import as it is written to a JSON file."""
        return {
            "snapshot_id": self.snapshot and self.snapshot.snapshot_id,
            "errors": [problem.as_record(language) for problem in self.errors],
            "warnings": [problem.as_record(language) for problem in self.warnings],
        }


def import_source(
    source: str,
    store: SnapshotStore,
    as_of: date | None = None,
    reports: Reports | None = None,
    form: SourceForm = "padan",
    tell: Progress = tell_nobody,
    today: date | None = None,
) -> ImportResult:
    """Read `source`, list every problem and store a snapshot if none of them is an error.

    `source` is a folder, a workbook or a database URL; `as_of` defaults to one day after the
    latest news in it, told where that is far after `today`; `form` is the format that it is written
    in. `reports` are the outcomes that arrived over the API, `tell` learns how far the import is.
    The same content imported again keeps its one snapshot and makes it the current one. A workbook
    of corrections is laid over the records in use, and keeps their date.
    """
    corrected = lay_over(read_source(source, form, tell), store)
    raw, base = corrected.source, corrected.base
    checked = validate(raw, as_of or (base.as_of if base else None), tell, today)
    tables, day = corrected.keep_reported(checked.draft.tables), checked.draft.as_of
    warnings = (*checked.warnings, *corrected.doubts)
    if checked.errors or day is None:
        return ImportResult(None, day, checked.errors, warnings)
    if reports is not None:
        tables, doubts = add_outcomes(tables, reports, day)
        warnings = (*warnings, *doubts)
    warnings = (*warnings, *list_doubts(store, tables, day))
    tell("storing", 0, 1)
    expects = base.snapshot_id if base else None
    try:
        snapshot = store.save(tables, day, raw.made_up, raw.deduced, expects)
    except SupersededSnapshotError:  # others came into use since: laid over those, both hold
        return import_source(source, store, as_of, reports, form, tell, today)
    return ImportResult(snapshot, day, checked.errors, warnings)
