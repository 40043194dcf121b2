"""The tables that an agency's records come in: every column with its type, need and meaning.

This is the one statement of the record format. Reading, validation, the template workbook and
`docs/data.md` all follow it.
"""

from snapshots import ladders
from snapshots.schema import Column, Table


def _id(name: str, note: str = "", references: str | None = None) -> Column:
    return Column(name, "text", note, required=True, key=True, references=references)


def _ref(name: str, references: str, note: str = "", required: bool = False) -> Column:
    return Column(name, "text", note, required=required, references=references)


def _key_date(name: str, note: str = "") -> Column:
    return Column(name, "date", note, required=True, key=True)


_NIP = _id("nip", "whose row it is", "employees")
_YEAR = Column("year", "integer", "calendar year", required=True, key=True, low=1950, high=2200)
_RANK, _LEVEL = ("rank_range",), ("education_level",)
_SPAN_END = Column("ended_on", "date", "first day on which it no longer holds; empty = still open")

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "units",
            "Units of the organisation; the agency (OPD) is the top of its branch.",
            (
                _id("unit_id"),
                Column("name", "text", required=True),
                _ref("agency_id", "units", "top of branch; an agency's is itself", required=True),
                _ref("parent_id", "units", "the unit directly above"),
                Column("latitude", "number", low=-90, high=90, serves=("distance",)),
                Column("longitude", "number", low=-180, high=180, serves=("distance",)),
            ),
            required=True,
        ),
        Table(
            "positions",
            "Posts (jabatan), one row per jabatan in a unit.",
            (
                _id("position_id"),
                Column("title", "text", required=True),
                _ref("unit_id", "units", required=True),
                Column("kind", "choice", "kind of jabatan", required=True, choices=ladders.KINDS),
                Column("seats", "integer", "formation (kebutuhan)", required=True, low=0),
                Column("tier", "choice", "jenjang of a functional post", choices=ladders.TIERS),
                Column("job_family", "text", "rumpun", serves=("family_features",)),
                Column("echelon", "text"),
                Column(
                    "job_class", "integer", "kelas jabatan", low=1, high=17, serves=("job_class",)
                ),
                Column("min_rank", "choice", choices=tuple(ladders.RANK_CODES), serves=_RANK),
                Column("max_rank", "choice", choices=tuple(ladders.RANK_CODES), serves=_RANK),
                Column("min_education", "choice", choices=ladders.EDUCATION_LEVELS, serves=_LEVEL),
                Column(
                    "education_fields",
                    "text",
                    "fields of study, separated by ;",
                    serves=("education_field",),
                ),
                Column("licensed", "boolean", "needs a licence", serves=("education_field",)),
                Column("retirement_age", "integer", "years, where it differs", low=40, high=80),
                _ref("replaces", "positions", "the post that this one continues"),
            ),
            required=True,
        ),
        Table(
            "employees",
            "People in service, and people who left (they train the model, never candidates).",
            (
                _id("nip"),
                Column("name", "text", required=True),
                Column("appointed_on", "date", "first day in service", required=True),
                _ref("position_id", "positions", "present (or last) position", required=True),
                Column("position_since", "date", "TMT of that position", required=True),
                Column("birth_date", "date", serves=("age_cap", "retirement_horizon")),
                Column("sex", "choice", "read for fairness alone", choices=("m", "f")),
                Column(
                    "status",
                    "choice",
                    choices=("pns", "cpns", "pppk", "pppk_part_time"),
                    default="pns",
                ),
                Column(
                    "legal_status",
                    "choice",
                    "kedudukan hukum",
                    choices=("active", "study_leave", "unpaid_leave", "suspended", "other"),
                    default="active",
                ),
                Column("fte", "number", "share of a full post", low=0, high=1, default=1),
                Column("rank", "choice", choices=tuple(ladders.RANK_CODES), serves=_RANK),
                Column("rank_since", "date", "TMT of the rank", serves=("rank_history",)),
                Column(
                    "education_level", "choice", choices=ladders.EDUCATION_LEVELS, serves=_LEVEL
                ),
                Column("education_field", "text", serves=("education_field",)),
                Column("left_on", "date", "first day out of service"),
                Column(
                    "left_reason",
                    "choice",
                    choices=("retired", "died", "resigned", "dismissed", "moved_out"),
                ),
            ),
            required=True,
        ),
        Table(
            "assignments",
            "Stays in positions, [started_on, ended_on); the current one is open.",
            (
                _NIP,
                _id("position_id", references="positions"),
                _key_date("started_on"),
                _SPAN_END,
                Column(
                    "appointment",
                    "choice",
                    "acting stays fill no seat and count for no feature",
                    choices=("definitive", "acting", "additional"),
                    default="definitive",
                ),
            ),
            required=True,
        ),
        Table(
            "competencies",
            "The competencies that standards and assessments speak of.",
            (
                _id("competency_id"),
                Column("name", "text", required=True),
                Column(
                    "kind",
                    "choice",
                    required=True,
                    choices=("managerial", "sociocultural", "technical"),
                ),
            ),
        ),
        Table(
            "requirements",
            "The competency standard of positions (PermenPANRB 38/2017).",
            (
                _id("position_id", references="positions"),
                _id("competency_id", references="competencies"),
                Column("level", "integer", required=True, low=1, high=5),
            ),
            serves=("competency_features",),
        ),
        Table(
            "assessments",
            "Competency levels that people were found to have.",
            (
                _NIP,
                _id("competency_id", references="competencies"),
                Column("level", "integer", required=True, low=0, high=5),
                _key_date("assessed_on"),
            ),
            serves=("competency_features",),
        ),
        Table(
            "performance",
            "Yearly SKP predicates (PermenPANRB 6/2022).",
            (
                _NIP,
                _YEAR,
                Column("predicate", "choice", required=True, choices=ladders.PREDICATES),
                Column("known_on", "date", "empty = 31 January of the next year"),
            ),
            serves=("performance_floor", "performance_features"),
        ),
        Table(
            "transfers",
            "Past moves; absent: every change of definitive position is one.",
            (
                _NIP,
                _ref("to_position_id", "positions", required=True),
                _key_date("effective_on"),
                _ref("from_position_id", "positions"),
                Column(
                    "reason",
                    "choice",
                    choices=(
                        *("need", "development", "performance", "promotion", "own_request"),
                        "reorganisation",
                        "sanction",
                        "other",
                    ),
                ),
                Column("outcome", "choice", choices=("success", "failure")),
                Column("outcome_on", "date", "day on which the outcome became known"),
            ),
        ),
        Table(
            "ranks",
            "Rank history; absent: a rank before rank_since is unknown.",
            (
                _NIP,
                Column("rank", "choice", required=True, choices=tuple(ladders.RANK_CODES)),
                _key_date("since"),
            ),
        ),
        Table(
            "educations",
            "Education history; absent: education_level holds for every date.",
            (
                _NIP,
                Column(
                    "level", "choice", required=True, key=True, choices=ladders.EDUCATION_LEVELS
                ),
                _key_date("graduated_on"),
                Column("field", "text"),
            ),
        ),
        Table(
            "trainings",
            "Completed trainings.",
            (
                _NIP,
                _id("name"),
                _key_date("completed_on"),
                Column("hours", "number", low=0),
                Column("job_family", "text"),
                _ref("competency_id", "competencies"),
            ),
            serves=("training_features",),
        ),
        Table(
            "discipline",
            "Disciplinary sanctions and cases (PP 94/2021).",
            (
                _NIP,
                Column("severity", "choice", required=True, choices=ladders.SEVERITIES),
                _key_date("started_on"),
                _SPAN_END,
                Column("under_investigation", "boolean", default="false"),
                Column("cancelled", "boolean", default="false"),
            ),
            serves=("discipline",),
        ),
        Table(
            "workloads",
            "ABK rows that need is computed from; a position without rows needs its seats.",
            (
                _id("position_id", references="positions"),
                _id("activity"),
                _YEAR,
                Column("volume", "number", required=True, low=0),
                Column("minutes_per_unit", "number", required=True, low=0),
            ),
        ),
        Table(
            "preferences",
            "What people wish; it never moves a score.",
            (
                _NIP,
                _key_date("submitted_on"),
                Column("willing", "boolean"),
                Column("wanted_agency_id", "text"),
                Column("wanted_position_id", "text"),
                Column("wanted_job_family", "text"),
                Column("note", "text"),
            ),
        ),
        Table(
            "vacancies",
            "Announced vacancies; absent: seats − holders + holders who retire soon.",
            (
                _id("position_id", references="positions"),
                _key_date("opened_on"),
                Column("seats", "integer", low=0),
                Column("closed_on", "date"),
            ),
        ),
        Table(
            "talents",
            "Nine-box results (PermenPANRB 3/2020), for the baseline and for show.",
            (
                _NIP,
                _YEAR,
                Column("box", "integer", low=1, high=9),
                Column("potential", "number"),
                Column("known_on", "date", "empty = 31 January of the next year"),
            ),
        ),
        Table(
            "relations",
            "Kin, for warnings and recusal alone.",
            (_NIP, _id("other_nip"), Column("kind", "text")),
        ),
        Table(
            "audit_attributes",
            "Attributes read for fairness alone.",
            (_NIP, _id("name"), Column("value", "text")),
        ),
        Table(
            "consents",
            "Letters that lift a waivable gate.",
            (
                _id("letter_no"),
                _id("rule"),
                Column("issued_on", "date", required=True),
                Column("issuer", "text"),
                Column("nip", "text", "empty = anybody"),
                Column("position_id", "text", "empty = any position"),
                Column("valid_until", "date", "last day on which it holds; empty = without end"),
            ),
        ),
        Table(
            "service_results",
            "Measured results of a unit's service, shown beside moves and never learned from.",
            (
                _id("unit_id", references="units"),
                _id("measure", "what is measured, in the agency's own words"),
                _key_date("measured_on"),
                Column("value", "number", required=True),
                Column("direction", "choice", "what is better", choices=("higher", "lower")),
            ),
        ),
    )
}

REPORTED_OUTCOMES = Table(
    "reported_outcomes",
    "Outcomes that a portal reported: added at an import, never part of a source.",
    (
        _NIP,
        _id("to_position_id", references="positions"),
        _key_date("effective_on"),
        Column("outcome", "choice", required=True, choices=("success", "failure")),
        Column("outcome_on", "date", "the day it was known", required=True),
    ),
)
STORED_TABLES = {**TABLES, REPORTED_OUTCOMES.name: REPORTED_OUTCOMES}
"""What a snapshot may hold."""
