"""A small flat sheet as SIASN gives it out, to be spoilt one cell at a time."""

import csv
import json
from pathlib import Path
from typing import Any

from snapshots.importing import ImportResult, import_source
from snapshots.store import SnapshotStore

ANI, BUDI, CITRA = "198501012010012000", "198002022005011000", "197003031995032000"
DINAS, BIDANG = "a" * 32, "b" * 32

SHEET: list[dict[str, str]] = [
    {"pns_id": "1", "nip_baru": ANI, "nama": "Ani Contoh", "tanggal_lahir": "01-01-1985"}
    | {"jenis_kelamin": "F", "kedudukan_hukum_id": "01", "status_cpns_pns": "P"}
    | {"tmt_cpns": "04-01-2010", "gol_akhir_nama": "III/c", "tmt_golongan": "01-04-2019"}
    | {"jenis_jabatan_id": "2", "jabatan_nama": "Analis Kebijakan Ahli Muda"}
    | {"tmt_jabatan": "01-01-2020", "tingkat_pendidikan_id": "40"}
    | {"pendidikan_nama": "S-1 ILMU HUKUM", "unor_id": BIDANG, "unor_nama": "Bidang A - Dinas B"},
    {"pns_id": "2", "nip_baru": BUDI, "nama": "Budi Contoh", "tanggal_lahir": "02-02-1980"}
    | {"jenis_kelamin": "M", "kedudukan_hukum_id": "01", "status_cpns_pns": "P"}
    | {"tmt_cpns": "03-01-2005", "gol_akhir_nama": "IV/b", "tmt_golongan": "01-04-2018"}
    | {"jenis_jabatan_id": "1", "jabatan_nama": "Kepala Dinas B"}
    | {"tmt_jabatan": "03-01-2019", "tingkat_pendidikan_id": "45"}
    | {"pendidikan_nama": "S-2 HUKUM", "unor_id": DINAS, "unor_nama": "Dinas B"},
    {"pns_id": "3", "nip_baru": CITRA, "nama": "Citra Contoh", "tanggal_lahir": "03-03-1970"}
    | {"jenis_kelamin": "F", "kedudukan_hukum_id": "01", "status_cpns_pns": "P"}
    | {"tmt_cpns": "01-03-1995", "gol_akhir_nama": "II/d", "tmt_golongan": "01-10-2015"}
    | {"jenis_jabatan_id": "4", "jabatan_nama": "Pengelola Umum"}
    | {"tmt_jabatan": "01-03-2016", "tingkat_pendidikan_id": "30"}
    | {"pendidikan_nama": "D-III AKUNTANSI", "unor_id": BIDANG, "unor_nama": "Bidang A - Dinas B"},
]


class Office:
    """A folder with a flat sheet and what stands beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "siasn"
        self.folder.mkdir()
        self.store = SnapshotStore(folder / "store")
        self.rows = [dict(row) for row in SHEET]

    def change(self, nth: int = 0, **cells: str) -> "Office":
        """Write cells of one row, counted from 0."""
        self.rows[nth] |= cells
        return self

    def add(self, **cells: str) -> "Office":
        """Add a person like the first one but for these cells."""
        self.rows.append(self.rows[0] | cells)
        return self

    def keep(self, name: str, content: Any) -> "Office":
        """Write another file: text as it is, anything else as JSON."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, encoding="utf-8")
        return self

    def write(self, delimiter: str = ",") -> Path:
        """Write the sheet and return its file."""
        headings = list(dict.fromkeys(column for row in self.rows for column in row))
        path = self.folder / "data_asn.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, headings, restval="", delimiter=delimiter)
            writer.writeheader()
            writer.writerows(self.rows)
        return path

    def load(self, whole: bool = False) -> "Loaded":
        """Import the sheet alone, or the `whole` folder."""
        path = self.write()
        source = str(self.folder if whole else path)
        return Loaded(import_source(source, self.store, form="siasn"))


class Loaded:
    """What became of an import, asked for in short."""

    def __init__(self, result: ImportResult) -> None:
        self.result = result

    @property
    def errors(self) -> list[str]:
        return [problem.code for problem in self.result.errors]

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a stored table."""
        assert self.result.snapshot is not None, self.result.errors
        found: list[dict[str, Any]] = self.result.snapshot.tables[table].to_pylist()
        return found

    def has(self, table: str, column: str | None = None) -> bool:
        assert self.result.snapshot is not None, self.result.errors
        return self.result.snapshot.has(table, column)

    def person(self, nip: str = ANI) -> dict[str, Any]:
        return next(row for row in self.rows("employees") if row["nip"] == nip)

    def post(self, nip: str = ANI) -> dict[str, Any]:
        held = self.person(nip)["position_id"]
        return next(row for row in self.rows("positions") if row["position_id"] == held)

    def unit(self, nip: str = ANI) -> dict[str, Any]:
        where = self.post(nip)["unit_id"]
        return next(row for row in self.rows("units") if row["unit_id"] == where)

    def agency(self, nip: str = ANI) -> str:
        own = self.unit(nip)["agency_id"]
        return str(next(row["name"] for row in self.rows("units") if row["unit_id"] == own))

    def told(self, code: str) -> list[str]:
        """Return the English messages of all warnings of one kind."""
        found = [one for one in self.result.warnings if one.code == f"siasn.{code}"]
        return [one.message("en") for one in found]
