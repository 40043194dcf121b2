"""The planner's pages of a plan: what they say and offer, and that everybody can read them."""

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import get_args

import pytest

from matching.answers import Notice
from planning.work.steps import MoveProgress, NextStep, Step
from serving.audit.service import Actor
from serving.plans.acting import Acting
from serving.plans.schemas import Decision, PlanBrief, PlanPending
from serving.plans.view import count_states, find_offers, tell_headline
from serving.rendering import STATIC
from tests.serving.made_plan import ARIF, AT, BUNGA, DAY, FILL, PROGRESS, WAY, make_plan
from tests.serving.test_pages import Page, read

INSIDE_WORDS = re.compile(
    r"\b(snapshot|champion|gate|margin|NDKL|SHAP|bag|leaf|draw|percentile)\b", re.IGNORECASE
)
PLAIN = {"lateral", "not_checked", "moves"}
DECISION = Decision(2, "appointing_official", "Sudah dibahas.", AT)
PLAN = "/plans/plan1"
ADDRESSES = (PLAN, f"{PLAN}/moves/{BUNGA}", f"{PLAN}/moves/{ARIF}", f"{PLAN}/revisions/2")


@pytest.fixture
def shown(monkeypatch):
    """Return a way to choose what the pages find under every id; a plan to begin with."""

    def choose(plan):
        monkeypatch.setattr("serving.plans.pages.look_at", lambda *_: plan)

    monkeypatch.setattr("serving.plans.pages.load_plan", lambda *_: SimpleNamespace(language="id"))
    choose(make_plan())
    return choose


def pages(client, language="id"):
    return [(address, read(client, address, language)) for address in (*ADDRESSES, "/plans/new")]


@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_are_sound_speak_planners_words_and_need_no_script(shared, shown, language):
    ruled = set(re.findall(r"\.([a-z][\w-]*)", (STATIC / "padan.css").read_text("utf-8")))
    for address, page in pages(shared, language):
        assert not INSIDE_WORDS.search(page.text), (address, INSIDE_WORDS.search(page.text))
        assert not page.find("script", "style"), address
        assert not [attrs for _, attrs in page.elements if "style" in attrs]
        named = " ".join(attrs.get("class") or "" for _, attrs in page.elements).split()
        states = {name for name in named if name.startswith("state-")}
        assert set(named) <= ruled | PLAIN | states, address


def test_who_hears_a_page_misses_nothing(shared, shown):
    for address, page in pages(shared):
        fields = [a for a in page.find("input", "select", "textarea") if a.get("type") != "hidden"]
        labelled = {attrs["for"] for attrs in page.find("label")}
        assert {field["id"] for field in fields} <= labelled, address
        assert len(page.find("table")) == len(page.find("caption")), address
        assert all(attrs.get("scope") for attrs in page.find("th")), address
        assert all(attrs["aria-hidden"] == "true" for attrs in page.find("svg"))
        named = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
        assert len(named) == len(set(named)), address
        assert len(page.find("h1")) == 1


def test_every_form_of_a_plan_carries_the_readers_token(shared, shown):
    for address, page in pages(shared):
        posted = [form for form in page.find("form") if form.get("method") == "post"]
        tokens = [field for field in page.find("input") if field.get("name") == "form_token"]
        assert len(posted) == len(tokens), address


def test_a_plan_is_told_in_one_sentence_first(shared, shown):
    text = read(shared, PLAN).text
    assert "2 mutasi; 1,6 dari 2 diperkirakan berhasil" in text
    assert "terendah di antara perangkat daerah berubah dari 38% menjadi 50%" in text
    assert tell_headline(make_plan(moves=()), "en").startswith("This plan moves nobody")


def test_without_chances_none_is_told():
    beside = tuple(one for one in make_plan().beside if one.way == "nothing")
    told = tell_headline(make_plan(beside=beside), "en")
    assert told == "Moves: 2; the lowest staff : need among agencies goes from 38% to 50%."


def test_without_calibrated_chances_no_point_is_a_transfer_that_succeeds(shared, shown):
    told = "mutasi lagi yang berhasil"
    assert all(told in read(shared, address).text for address in ADDRESSES[:2])
    shown(make_plan(notices=(Notice("by_order", ""),)))
    assert not any(told in read(shared, address).text for address in ADDRESSES[:2])


def test_where_the_lowest_stays_the_headline_tells_how_many_near_the_average():
    city = FILL[0]
    short, full = (
        replace(FILL[1], staff_after=3.0, ratio_after=0.375),
        replace(FILL[3], staff_after=9.0, ratio_after=0.75),
    )
    told = tell_headline(make_plan(fill=(city, short, FILL[2], full)), "en")
    assert "staff : need of 2 agencies comes nearer to the average (80%), of 0 it goes" in told
    assert "goes from" not in told
    still = tell_headline(make_plan(fill=(city, short)), "en")
    assert still.endswith("staff : need of every agency stays the same.")


def test_ratios_stand_in_a_chart_and_a_table_and_say_what_they_are(shared, shown):
    page = read(shared, PLAN)
    assert "Nilainya bezetting dibagi kebutuhan (ABK)" in page.text
    assert len([svg for svg in page.find("svg") if svg["class"] == "dumbbells"]) == 1
    assert page.text.index("Dinas Contoh Satu") < page.text.index("Dinas Contoh <Tiga>")
    assert "Kurang 6" in page.text


def test_moves_can_be_kept_refused_and_excluded_in_one_go(shared, shown):
    boxes = [one for one in read(shared, PLAN).find("input") if one.get("type") == "checkbox"]
    names = {(box["name"], box["value"]) for box in boxes}
    assert {("refuse", BUNGA), ("refuse", ARIF), ("pin", ARIF), ("exclude", "person1")} <= names
    assert ("unpin", "person1:KASI/1") in names
    assert ("pin", BUNGA) not in names
    assert ("allow", "person7:") in names
    assert {box["form"] for box in boxes} == {"revise"}


def test_what_changed_in_the_records_stands_on_top_with_the_way_to_a_refresh(shared, shown):
    page = read(shared, PLAN)
    changed = page.text.index("Data berubah sejak rencana disusun")
    assert changed < page.text.index("Dibandingkan dengan cara lain")
    assert "Bunga disanksi. PP 94/2021 menghalangi keputusan" in page.text
    shown(make_plan(changes=()))
    assert "Segarkan" not in read(shared, PLAN).text


def test_a_plan_with_a_blocked_move_offers_no_decision_but_says_why(shared, shown):
    page = read(shared, PLAN)
    assert "Satu mutasi tertahan." in page.text
    assert f"{PLAN}/decide" not in {form.get("action") for form in page.find("form")}
    shown(make_plan(hindrances=()))
    open_page = read(shared, PLAN)
    assert f"{PLAN}/decide" in {form.get("action") for form in open_page.find("form")}


def test_a_decided_plan_and_an_old_revision_can_no_longer_be_changed(shared, shown):
    for plan in (make_plan(decision=DECISION), make_plan(newest=3)):
        shown(plan)
        for address in ADDRESSES:
            actions = {form.get("action") for form in read(shared, address).find("form")}
            assert f"{PLAN}/revise" not in actions
            assert f"{PLAN}/decide" not in actions
    shown(make_plan(decision=DECISION))
    assert "Rencana ini sudah diputuskan 2 Juni 2025 10:00 WIB: Sudah dibahas." in (
        read(shared, PLAN).text
    )
    shown(make_plan(newest=3))
    assert "Ini revisi 2, yang lama" in read(shared, PLAN).text


def test_a_vacancy_left_open_says_the_limit_and_what_loosening_brings(shared, shown):
    text = read(shared, PLAN).text
    assert "Batas dua mutasi sudah tercapai. Satu mutasi lagi membawa 0,4 poin." in text
    assert "Diisi lewat uji kompetensi (PP 11/2017 Pasal 131)." in text


def test_a_move_that_a_revision_keeps_at_a_price_says_why_it_stays(shared, shown):
    assert "supaya yang sudah dilihat orang" not in read(shared, PLAN).text
    first, *others = make_plan().moves
    shown(make_plan(moves=(replace(first, refusal_cost=-0.02), *others)))
    text = read(shared, PLAN).text
    assert "untung 0,02" in text
    assert "−0,02" not in text
    assert "supaya yang sudah dilihat orang" in text


def test_the_page_of_a_move_tells_all_that_speaks_for_it_and_hangs_on_it(shared, shown):
    page = read(shared, f"{PLAN}/moves/{BUNGA}")
    for told in (
        "Contoh Bunga paling cocok, dan unit ini paling kekurangan.",
        "Tanpa mutasi ini rencana kehilangan 0,27 poin.",
        "Dinas Contoh Dua sudah melepas satu.",
        "Pelatihan kompetensi K1.",
        "Kursi lama tetap lowong; tersisa dua pemangku.",
        "Yang bergantung pada mutasi ini Contoh Arif ke Analis Contoh",
        "Sudah ada pengganti.",
    ):
        assert told in page.text
    links = {link["href"] for link in page.find("a")}
    assert "/positions/KASI/1/candidates/person1?as_of=2025-06-01&effective_on=2025-07-01" in links
    assert "Pakai ini : Contoh Lain, Kepala Seksi Contoh" in page.text
    assert page.text.count("Pakai ini") == 1, "no plan can hold the other one"


def test_a_move_shows_only_the_steps_that_may_follow(shared, shown):
    options = read(shared, f"{PLAN}/moves/{BUNGA}").find("option")
    steps = [option["value"] for option in options if option["value"] in get_args(Step)]
    assert steps == ["accepted", "returned", "rejected"]


def test_a_move_that_the_plan_does_not_have_is_not_found(shared, shown):
    answer = shared.get(f"{PLAN}/moves/beef", headers={"Accept": "text/html"})
    assert answer.status_code in (404, 422)


def test_a_revision_names_what_differs_and_each_paper_to_print_again(shared, shown):
    text = read(shared, f"{PLAN}/revisions/2").text
    for told in ("Contoh Gita", "Pengelola Contoh →", "Surat untuk Contoh Bunga.", "Tiga mutasi"):
        assert told in text
    shown(make_plan(revision=1, diff=None))
    assert "Ini revisi pertama" in read(shared, f"{PLAN}/revisions/1").text


def test_a_plan_being_made_reloads_itself_and_one_that_failed_says_why(shared, shown):
    shown(PlanPending("plan1", "computing", AT, "Rencana sedang dihitung."))
    waiting = read(shared, PLAN)
    assert {"http-equiv": "refresh", "content": "2"} in waiting.find("meta")
    assert "Rencana sedang dihitung." in waiting.text
    for address in ADDRESSES[1:]:
        assert shared.get(address).headers["location"] == PLAN
    shown(PlanPending("plan1", "failed", AT, "Tidak ada model."))
    failed = read(shared, PLAN)
    assert "Tidak ada model." in failed.text
    assert not [meta for meta in failed.find("meta") if meta.get("http-equiv")]


def test_stored_plans_are_listed_with_their_state(shared, monkeypatch):
    made = PlanBrief("a", "ready", AT, 1, "fit", DAY, DAY, 3, 1, None, DECISION)
    briefs = (made, replace(made, id="b", status="failed", decision=None))
    found = SimpleNamespace(items=briefs, next_cursor=None)
    monkeypatch.setattr("serving.plans.pages.list_plans", lambda *_: found)
    text = read(shared, "/plans").text
    assert "Sudah diputuskan" in text
    assert "Gagal" in text
    assert "Utamakan kecocokan" in text


def test_the_new_plan_asks_in_words_and_never_for_weights(shared):
    page = read(shared, "/plans/new?position=KASI/1")
    stances = [one["value"] for one in page.find("input") if one.get("name") == "stance"]
    assert stances == ["fit", "balanced", "evenness"]
    chosen = [option["value"] for option in page.find("option") if "selected" in option]
    assert chosen == ["KASI/1"]
    assert "bobot" not in page.text.lower()


def test_no_form_is_taken_without_the_readers_token(client, shown):
    client.get("/")
    sent = {"form_token": "x", "step": "released", "reason": "r", "role": "planner"}
    for address in ("", "/plan1/revise", "/plan1/steps", "/plan1/decide"):
        answer = client.post(f"/plans{address}", data=sent)
        assert answer.status_code == 403, address


def test_states_are_counted_along_the_way_and_stopped_ones_after_it():
    counted = count_states(PROGRESS)
    assert [state for state, _ in counted] == [*WAY, "blocked"]
    assert dict(counted)["released"] == dict(counted)["blocked"] == 1


def test_steps_are_offered_together_to_all_moves_that_wait_for_them():
    ready = (NextStep("released", ("releasing_agency",), False),)
    progress = [MoveProgress(str(one), "proposed", WAY, ready, (), ()) for one in range(3)]
    bunga, *_ = make_plan().moves
    planner = Acting(Actor("page"), frozenset({"planner"}), served=frozenset())
    offers = find_offers([bunga] * 5, [*progress, *PROGRESS], planner)
    assert [(one.step, one.count, one.letter) for one in offers] == [
        ("released", 3, True),
        ("accepted", 1, True),
    ]
    alone = Acting(Actor("page"), frozenset({"committee"}))
    assert find_offers([bunga] * 5, [*progress, *PROGRESS], alone) == ()


def test_markup_in_names_stays_text(shared, shown):
    html = shared.get(PLAN, headers={"Accept": "text/html"}).text
    assert "&lt;Tiga&gt;" in html
    assert "<Tiga>" not in html
    assert Page(html).text
