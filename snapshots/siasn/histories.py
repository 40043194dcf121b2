"""Turns histories in the form of the SIASN API into tables: performance, discipline, and more."""

import pandas as pd

from snapshots.ladders import SEVERITY_CODES
from snapshots.phrases import Phrases
from snapshots.siasn.codes import find_list, read_codes_file
from snapshots.siasn.findings import Findings, tell_line

RULES = ("permenpanrb6", "pp30", "pp46")
"""Rules of the yearly appraisal, the newest first."""
LAST_RULE = 2021
"""From this year on the yearly number follows PP 30/2019, where the record does not say."""
NEVER = "9999-12-31"
"""Sorts a sanction without an end after all that have one."""


def write_performance(
    quadrants: pd.DataFrame, numbers: pd.DataFrame, findings: Findings
) -> pd.DataFrame:
    """Return the predicates of rw-skp22, and of older years those that rw-skp's numbers mean.

    Of several records of one year the one of the newest rule holds; where one rule gives two
    predicates, nobody can tell which is right: unknown, and told by row.
    """
    new = pd.DataFrame(
        {
            "nip": quadrants["nip_baru"],
            "year": quadrants["tahun"],
            "predicate": _read_quadrants(quadrants, findings),
            "rule": "permenpanrb6",
        }
    )
    told_rules = zip(numbers["aturan"], numbers["tahun"], strict=True)
    rules = [_find_rule(told, year) for told, year in told_rules]
    read = [_read_number(*pair) for pair in zip(numbers["nilai"], rules, strict=True)]
    old = pd.DataFrame(
        {"nip": numbers["nip_baru"], "year": numbers["tahun"], "predicate": read, "rule": rules},
        index=numbers.index,
        dtype=object,
    )
    findings.tell_unknown("unknown_number", numbers["nilai"][old["predicate"].isna()].dropna())
    whole = _leave_doubtful(pd.concat([new, old]), findings).drop(columns="rule")
    return keep_known("rw_skp22, rw_skp", whole, ["nip", "year"], ["predicate"], findings)


def _read_quadrants(records: pd.DataFrame, findings: Findings) -> pd.Series:
    """Return the predicate of each record; without one, what its two ratings mean together."""
    told = findings.translate("kuadran_kinerja", records["kuadran_id"], records["kuadran_nama"])
    untold = records[records["kuadran_id"].isna() & records["kuadran_nama"].isna()]
    results = findings.translate("ekspektasi", untold["hasil_id"], untold["hasil_nama"])
    conduct = findings.translate("ekspektasi", untold["perilaku_id"], untold["perilaku_nama"])
    meant: dict[str, dict[str, str]] = read_codes_file()["predicates"]
    pairs = zip(results, conduct, strict=True)
    read = [meant.get(result, {}).get(manner) for result, manner in pairs]
    deduced = pd.Series(read, index=untold.index, dtype=object).dropna()
    shown = results.str.cat(conduct, " + ").str.cat(deduced, " → ").dropna()
    findings.deduce("predicate_by_ratings", shown.str.replace("_", " "))
    return told.where(~told.index.isin(deduced.index), deduced.reindex(told.index))


def _leave_doubtful(told: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Return one record a person and year, that of the newest rule; none where it gives two."""
    key = ["nip", "year"]
    known = told.dropna(subset=[*key, "predicate"]).sort_values(
        "rule", key=lambda rules: rules.map(RULES.index), kind="stable"
    )
    newest = known[known["rule"] == known.groupby(key)["rule"].transform("first")]
    against = newest[newest.groupby(key)["predicate"].transform("nunique") > 1]
    for row, year, predicate in against[["year", "predicate"]].itertuples(name=None):
        shown = predicate.replace("_", " ")
        findings.note("predicates_differ", int(row), "tahun", year=year, predicate=shown)
    doubtful = pd.MultiIndex.from_frame(known[key]).isin(pd.MultiIndex.from_frame(against[key]))
    others = told.drop(known.index)
    return pd.concat([known[~doubtful], others])


def _find_rule(told: str | None, year: str | None) -> str:
    """Return the rule of a yearly number by its code, else by its year."""
    if told is not None and "30" in told:
        return "pp30"
    if told is not None and "46" in told:
        return "pp46"
    late = year is not None and year.isdigit() and int(year) >= LAST_RULE
    return "pp30" if late else "pp46"


def _read_number(told: str | None, rule: str) -> str | None:
    """Return the predicate that a yearly number means by its rule; None for what is no number."""
    try:
        number = float((told or "").replace(",", "."))
    except ValueError:
        return None
    bounds = next(one["bounds"] for one in read_codes_file()["appraisals"] if one["name"] == rule)
    return next((predicate for low, predicate in bounds if number >= low), None)


def write_discipline(cases: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Return sanctions: level by its code, else by the kind; cancelled where a letter says so.

    A sanction without its end lasts as long as its years and months; where they are not told either
    it runs on, and is told. One that counts and whose level nobody knows is refused: without it the
    person would pass for unpunished.
    """
    severity = findings.translate("tingkat_hukuman", cases["tingkat"])
    by_kind = findings.translate("jenis_hukuman", cases["jenis"].where(severity.isna(), None))
    severity = severity.where(severity.notna(), by_kind)
    valid = cases["pembatalan"].isna()
    _refuse_unknown_levels(cases[severity.isna() & valid], findings)
    table = pd.DataFrame(
        {
            "nip": cases["nip_baru"],
            "severity": severity,
            "started_on": cases["mulai"],
            "ended_on": cases["akhir"].where(cases["akhir"].notna(), _reckon_ends(cases)),
            "cancelled": valid.map({True: "false", False: "true"}),
        },
        dtype=object,
    )
    # One that counts stays in without its first day, and is refused where the day is missing.
    undated = table[valid & table["started_on"].isna() & table["severity"].notna()]
    dated = _keep_severest(table.drop(undated.index), findings)
    known = keep_known("rw_hukdis", dated, ["nip", "started_on"], ["severity"], findings)
    for row in known.index[(known["cancelled"] == "false") & known["ended_on"].isna()]:
        findings.note("sanction_without_end", int(row), "akhir")
    return pd.concat([known, undated])


def _keep_severest(cases: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Return one sanction a person and first day: the severest that counts, of those the longest.

    Each other one is told; rows that say the same are left to be counted.
    """
    grade = cases["severity"].map(SEVERITY_CODES)
    ordered = cases.assign(grade=grade, end=cases["ended_on"].fillna(NEVER)).sort_values(
        ["cancelled", "grade", "end"], ascending=[True, False, False], kind="stable"
    )[[*cases]]
    once = ordered.dropna(subset=["started_on"]).drop_duplicates()
    beside = once.index[once.duplicated(["nip", "started_on"])]
    for row in beside:
        findings.note("sanction_beside", int(row), "mulai")
    return ordered.drop(beside)


def _refuse_unknown_levels(cases: pd.DataFrame, findings: Findings) -> None:
    """Refuse each sanction of which neither level nor kind is understood, with what mends it."""
    levels = find_list("tingkat_hukuman").choices
    for row, level in cases["tingkat"].items():
        if level is None:
            findings.refuse("sanction_without_level", int(str(row)), "tingkat")
        else:
            line = tell_line("tingkat", level, levels)
            findings.refuse("sanction_unknown", int(str(row)), "tingkat", **line)


def _reckon_ends(cases: pd.DataFrame) -> pd.Series:
    """Return start plus years and months; None where one of them is no number or date."""
    start = pd.to_datetime(cases["mulai"], format="%Y-%m-%d", errors="coerce")
    length = [
        pd.to_numeric(cases[name], errors="coerce").fillna(0)
        for name in ("masa_tahun", "masa_bulan")
    ]
    months = (length[0] * 12 + length[1]).clip(0, 1200).astype(int)
    ends = [
        (day + pd.DateOffset(months=count)).date().isoformat()
        if count and not pd.isna(day)
        else None
        for day, count in zip(start, months, strict=True)
    ]
    return pd.Series(ends, index=cases.index, dtype=object)


def write_trainings(
    structural: pd.DataFrame, courses: pd.DataFrame, findings: Findings
) -> pd.DataFrame:
    """Return leadership trainings under their present names, and courses."""
    known = find_list("latihan_struktural")
    named = structural["latihan_id"].map(known.translate, na_action="ignore")
    leading = structural.assign(nama=named.where(named.notna(), structural["nama"]))
    rows = pd.concat([leading, courses])
    table = pd.DataFrame(
        {
            "nip": rows["nip_baru"],
            "name": rows["nama"],
            "completed_on": date_by_year(rows, findings, "trained_at_year_end"),
            "hours": rows["jam"],
        },
        dtype=object,
    )
    return keep_known("rw_diklat, rw_kursus", table, ["nip", "name", "completed_on"], [], findings)


def write_educations(degrees: pd.DataFrame, fields: Phrases, findings: Findings) -> pd.DataFrame:
    """Return degrees; `fields` tells the group of each study programme."""
    table = pd.DataFrame(
        {
            "nip": degrees["nip_baru"],
            "level": findings.translate(
                "tingkat_pendidikan",
                degrees["tingkat_pendidikan_id"],
                degrees["tingkat_pendidikan_nama"],
            ),
            "graduated_on": date_by_year(degrees, findings, "graduated_at_year_end"),
            "field": find_fields(degrees, fields),
        },
        dtype=object,
    )
    return keep_known("rw_pendidikan", table, ["nip", "level", "graduated_on"], [], findings)


def find_fields(rows: pd.DataFrame, fields: Phrases) -> pd.Series:
    """Return the group of each row's study programme, by its id or the words of its name."""
    pairs = rows[["pendidikan_id", "pendidikan_nama"]].astype(object)
    pairs = pairs.where(pairs.notna(), None)
    known = {
        (number, name): fields.find_exact(number, name) or fields.find_single(name or "")
        for number, name in pairs.drop_duplicates().itertuples(index=False, name=None)
    }
    found = [known[pair] for pair in pairs.itertuples(index=False, name=None)]
    return pd.Series(found, index=rows.index, dtype=object)


def date_by_year(rows: pd.DataFrame, findings: Findings, code: str) -> pd.Series:
    """Return the date, else the last day of the year that is told: by then it was so."""
    year = rows["tahun"].where(rows["tahun"].fillna("").str.fullmatch(r"(19|20)\d\d"), None)
    by_year = (year + "-12-31").astype(object)
    deduced = rows["tanggal"].isna() & by_year.notna()
    findings.deduce(code, by_year[deduced].dropna())
    return rows["tanggal"].where(~deduced, by_year)


def keep_known(
    kinds: str, table: pd.DataFrame, key: list[str], needed: list[str], findings: Findings
) -> pd.DataFrame:
    """Return the rows that have what makes a fact, of several with one key the first.

    How many were left out is told, of the `kinds` of file that they came from.
    """
    whole = table.astype(object).dropna(subset=[*key, *needed])
    kept = whole.drop_duplicates(subset=key)
    for code, count in (
        ("history_incomplete", len(table) - len(whole)),
        ("history_repeated", len(whole) - len(kept)),
    ):
        if count:
            findings.note(code, table=kinds, count=count)
    return kept
