"""A plan put together by hand: three moves, one of them blocked, and two vacancies left open."""

from dataclasses import replace
from datetime import UTC, date, datetime

from matching.answers import Candidate, Caution, Contributions, Facts, Gap
from models.reasons import Reason
from planning.answers import (
    Alternative,
    Filling,
    Gain,
    GroupShare,
    Limit,
    Loosening,
    Objective,
    OpenVacancy,
    Place,
    PlanFairness,
    PlannedMove,
    Summary,
    Support,
)
from planning.requests import Ban, Pin, PlanRequest, Weights
from planning.work.diff import MoveChange, PaperChange, PlanDiff
from planning.work.since import RecordChange
from planning.work.steps import Hindrance, MoveProgress, NextStep, Step, StepTaken
from serving.plans.schemas import PlanInWork

DAY = date(2025, 6, 1)
AT = datetime(2025, 6, 2, 3, 0, tzinfo=UTC)
WAY: tuple[Step, ...] = (
    "proposed",
    "released",
    "accepted",
    "considered",
    "cleared",
    "decided",
    "inaugurated",
)
NOTHING = Gain(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
GAIN = Gain(0.21, 0.34, 0.1, -0.02, -0.05, -0.08, 0.5)
FACTS = Facts(
    "III/c", date(2021, 1, 1), "s1", date(2015, 1, 1), None, "IV.a", 7, 9, (), None, 0.9, 7
)


def post(position_id="KASI/1", title="Kepala Seksi Contoh", agency="Dinas Contoh Satu"):
    unit_id, agency_id = f"U-{position_id}", f"A-{agency[-4:]}"
    return Place(position_id, title, unit_id, agency, agency_id, agency, "pengawas", "IV.a", 9)


def fill(level, name, need, before, after):
    ratios = [staff / need if need else None for staff in (before, after)]
    return Filling(level, f"{level}-{name}", name, need, "workload", before, after, *ratios)


def candidate(name, person_id, nip):
    told = Reason(
        code="competency_match",
        group="competency",
        contribution=0.4,
        value="9/9",
        text=f"{name} memenuhi sembilan dari sembilan kompetensi.",
        public="Kompetensinya sesuai.",
    )
    return Candidate(
        rank=1,
        person_id=person_id,
        nip=nip,
        name=name,
        agency="Dinas Contoh Dua",
        move_kind="lateral",
        needs_competency_test=False,
        score=1.2,
        fit=0.8,
        fit_low=0.7,
        fit_high=0.9,
        fit_why_not=None,
        facts=FACTS,
        contributions=Contributions(0.3, 0.4, 0.2, 0.2, 0.1),
        reasons=(told,),
        concerns=(),
        warnings=(Caution("five_years", "PermenPANRB", "Sudah lima tahun di jabatannya."),),
        gaps=(Gap("K1", 2, 3, "Latih K1."),),
        preference="willing",
        origin_fill_ratio_after=0.8,
        position="Analis Contoh",
    )


def other(name, title, loses):
    return Alternative(
        "p9", "198001012005011000", name, "STAF-9", title, "Dinas Contoh Tiga", 0.9, 0.7, loses,
        "Pilihan lain yang paling baik.",
    )  # fmt: skip


def move(number, name, target=None, **others):
    known = {
        "move_id": f"{number:016x}",
        "person_id": f"person{number}",
        "nip": f"19800101200501{number:04d}",
        "name": name,
        "from_position_id": "STAF-2",
        "to_position_id": (target or post()).position_id,
        "score": 1.2,
        "fit": 0.8,
        "eligible": 12,
        "origin": post("STAF-2", "Analis Contoh", "Dinas Contoh Dua"),
        "target": target or post(),
        "candidate": candidate(name, f"person{number}", f"19800101200501{number:04d}"),
        "gain": GAIN,
        "why": f"{name} paling cocok, dan unit ini paling kekurangan.",
        "best_alternative_person": other("Contoh Lain", "Kepala Seksi Contoh", 0.12),
        "best_alternative_post": other(name, "Kepala Subbagian Contoh", None),
        "limits": (Limit("max_share_leaving", "A-Dua", "Dinas Contoh Dua sudah melepas satu."),),
        "refusal_cost": 0.27,
        "refusal": "Tanpa mutasi ini rencana kehilangan 0,27 poin.",
        "effect": (
            fill("unit", "Seksi Contoh", 4.0, 3.0, 4.0),
            fill("agency", "Dinas Contoh Dua", 10.0, 12.0, 11.0),
        ),
        "supports": (
            Support("training", "before", "Pelatihan kompetensi K1."),
            Support("guidance", "after", "Pendampingan oleh kepala bidang."),
        ),
        "filled_by": None,
        "seat_left": "Kursi lama tetap lowong; tersisa dua pemangku.",
        "depends_on": (),
    }
    return PlannedMove(**(known | others))


BUNGA, ARIF = "0000000000000001", "0000000000000002"
MOVES = (
    move(1, "Contoh Bunga", filled_by=ARIF),
    move(
        2,
        "Contoh Arif",
        post("STAF-2", "Analis Contoh", "Dinas Contoh Dua"),
        depends_on=(BUNGA,),
        origin=None,
        fit=None,
        best_alternative_person=None,
        best_alternative_post=None,
        limits=(),
        supports=(),
    ),
)
OPEN = (
    OpenVacancy(
        post("JPT-1", "Kepala Dinas Contoh", "Dinas Contoh Tiga"),
        1,
        None,
        (Limit("competency_test", None, "Diisi lewat uji kompetensi (PP 11/2017 Pasal 131)."),),
        (),
        "Jabatan ini diisi lewat uji kompetensi.",
    ),
    OpenVacancy(
        post("STAF-7", "Pengelola Contoh", "Dinas Contoh Tiga"),
        2,
        None,
        (Limit("max_moves", None, "Batas dua mutasi sudah tercapai."),),
        (Loosening("max_moves", None, 0.4, "Satu mutasi lagi membawa 0,4 poin."),),
        "Dua kursi tetap lowong.",
    ),
)
FILL = (
    fill("city", "Kota", 30.0, 24.0, 24.0),
    fill("agency", "Dinas Contoh Satu", 8.0, 3.0, 4.0),
    fill("agency", "Dinas Contoh Dua", 10.0, 13.0, 12.0),
    fill("agency", "Dinas Contoh <Tiga>", 12.0, 8.0, 8.0),
    fill("agency", "Tanpa Kebutuhan", 0.0, 1.0, 1.0),
    fill("unit", "Seksi Contoh", 4.0, 3.0, 4.0),
    fill("unit", "Seksi Lain", 4.0, 3.0, 3.0),
)
WAYS = ("plan", "nothing", "greedy", "seniority", "fit", "balanced", "evenness")
BESIDE = tuple(
    Summary(
        way, 2, 1.6 if way != "nothing" else None, 2, 0.31, 0.375, 1.2, 1, 0, 0.9, f"Cara {way}."
    )
    for way in WAYS
)
STOPS = (NextStep("returned", ("planner",), True), NextStep("rejected", ("planner",), True))
PROGRESS = (
    MoveProgress(
        BUNGA,
        "released",
        WAY,
        (NextStep("accepted", ("receiving_agency",), False), *STOPS),
        (),
        (StepTaken("released", "releasing_agency", "Sudah ada pengganti.", AT, 1),),
    ),
    MoveProgress(
        ARIF,
        "blocked",
        WAY,
        STOPS,
        (BUNGA,),
        (StepTaken("blocked", "committee", "", AT, 1, BUNGA),),
    ),
)


def changed(number, name, was=None):
    return MoveChange(
        f"{number:016x}", f"person{number}", "1" * 18, name, "KASI/1", "Kepala Seksi Contoh",
        "Dinas Contoh Satu", was and "0" * 16, was, f"{name} berubah.",
    )  # fmt: skip


DIFF = PlanDiff(
    old_revision=1,
    new_revision=2,
    kept=(),
    dropped=(changed(7, "Contoh Gita"),),
    added=(changed(1, "Contoh Bunga"),),
    changed=(changed(2, "Contoh Arif", "Pengelola Contoh"),),
    papers=(PaperChange("letter", BUNGA, "Contoh Bunga", "again", "Surat untuk Contoh Bunga."),),
    objective=-0.2,
    text="Tiga mutasi berbeda.",
)
HINDRANCES = (Hindrance("blocked", (ARIF,), "Satu mutasi tertahan."),)
CHANGES = (
    RecordChange(
        "discipline",
        BUNGA,
        "person1",
        None,
        "discipline",
        "PP 94/2021",
        True,
        "Contoh Bunga disanksi.",
    ),
    RecordChange("model", None, None, None, None, None, False, "Cara menilai sudah diganti."),
)


FAIRNESS = (
    PlanFairness("sex", (GroupShare("f", 40, 4, 0.1), GroupShare("m", 50, 6, 0.12))),
    PlanFairness("age", (GroupShare("<35", None, None, None), GroupShare(None, 30, 0, 0.0))),
)


def make_plan(**others):
    """Return the plan as its pages get it: the second revision, a change, and a blocked move."""
    plan = PlanInWork(
        id="plan1",
        revision=2,
        as_of=DAY,
        effective_on=date(2025, 7, 1),
        snapshot_id="s" * 20,
        model_version="1",
        policy_version="p" * 12,
        software_version="1.0",
        state_id="t" * 12,
        basis="learned",
        stance="balanced",
        weights=Weights(1, 1, 1, 1, 1, 1),
        request=PlanRequest(
            pin=(Pin("person1", "KASI/1"),), forbid=(Ban("person7"), Ban(None, "X"))
        ),
        notices=(),
        moves=MOVES,
        open=OPEN,
        fill=FILL,
        objective=Objective(0.9, 0.9, 0.0, "network", GAIN),
        beside=BESIDE,
        created_at=AT,
        newest=2,
        decision=None,
        progress=PROGRESS,
        changes=CHANGES,
        hindrances=HINDRANCES,
        diff=DIFF,
        fairness=FAIRNESS,
    )
    return replace(plan, **others)
