"""What the pages' forms of a plan send, read as the bodies of the API."""

from io import BytesIO

import pytest
from fastapi import UploadFile
from pydantic import ValidationError

from matching.errors import UnknownAgencyError
from planning.errors import UnlawfulDraftError
from serving.plans.drafting import choose_positions, read_pins
from serving.plans.forms import DecideForm, PlanForm, ReviseForm, StepForm
from serving.plans.schemas import BanBody, PinBody, ReplaceBody
from tests.serving.office import BEST, POSITION, SANCTIONED


def send(form, **fields):
    """Return a form as it is read from what a browser sends."""
    return form.model_validate({"form_token": "t", **fields})


def test_percentages_become_shares_and_what_is_empty_keeps_its_default():
    form = send(PlanForm, percent_leaving="20", percent_filled="", max_moves="", stance="fit")
    body = form.to_body((), ())
    assert (body.stance, body.max_share_leaving) == ("fit", 0.2)
    assert (body.min_fill_ratio, body.max_moves, body.effective_on) == (None, None, None)
    assert send(PlanForm).to_body((), ()).max_share_leaving is None


def test_a_part_of_the_vacancies_must_be_named_or_it_would_mean_all():
    for seats in ("agency", "chosen"):
        with pytest.raises(ValidationError):
            send(PlanForm, seats=seats)
    assert send(PlanForm, seats="chosen", positions=["P1"]).positions == ("P1",)


def test_an_agency_that_is_not_there_is_not_taken_for_all_of_them(shared):
    matcher = vars(shared.app)["state"].warm.get()
    form = send(PlanForm, seats="agency", agency_id="D9")
    with pytest.raises(UnknownAgencyError):
        choose_positions(matcher, form)
    own = choose_positions(matcher, send(PlanForm, seats="agency", agency_id="D1"))
    assert set(own) == {"KASI/1", "STAF-1"}


def test_marks_below_a_plan_are_read_as_what_the_next_revision_must_hold():
    body = send(
        ReviseForm,
        pin=["m1"],
        refuse=["m2", "m3"],
        exclude=["person4"],
        unpin=["person5:KASI/1:A"],
        allow=["person6:", ":POST"],
        revision="2",
    ).to_body()
    assert (body.lock, body.refuse, body.revision) == (("m1",), ("m2", "m3"), 2)
    assert body.forbid == (BanBody(person_id="person4"),)
    assert body.unpin == (PinBody(person_id="person5", position_id="KASI/1:A"),)
    assert body.allow == (BanBody(person_id="person6"), BanBody(position_id="POST"))
    assert (body.replace, body.refresh) == ((), False)


def test_a_move_is_replaced_by_another_person_or_another_post():
    by_nip = send(ReviseForm, replace="m1", nip="198001012005011000").to_body()
    assert by_nip.replace == (ReplaceBody(move_id="m1", nip="198001012005011000"),)
    by_post = send(ReviseForm, replace="m1", position_id="P1").to_body()
    assert by_post.replace == (ReplaceBody(move_id="m1", position_id="P1"),)


def test_a_form_names_the_step_alone_and_leaves_the_role_to_who_sends_it():
    form = send(StepForm, step="released", reason=" sudah siap ", role="committee")
    assert form.step == "released"
    asked = form.to_asked("p1", ("m1",))
    assert (asked.plan_id, asked.move_ids, asked.step) == ("p1", ("m1",), form.step)
    assert (asked.body.role, asked.body.reason) == (None, "sudah siap")


@pytest.mark.parametrize("choice", ["released:releasing_agency", "blocked", "king", ":", ""])
def test_a_step_that_no_page_offers_is_refused(choice):
    with pytest.raises(ValidationError):
        send(StepForm, step=choice)


@pytest.mark.parametrize("pair", ["person", ":P1", "person:"])
def test_a_lock_to_take_back_names_both_person_and_post(pair):
    with pytest.raises(ValidationError):
        send(ReviseForm, unpin=[pair])


def test_a_decision_has_its_reason():
    with pytest.raises(ValidationError):
        send(DecideForm, role="appointing_official", reason="  ")


def upload(text):
    file = UploadFile(BytesIO(text.encode()), filename="usulan.csv")
    return send(PlanForm, file=file, effective_on="2025-07-01")


def test_lawful_lines_of_an_own_draft_are_moves_that_the_plan_must_hold(shared):
    matcher = vars(shared.app)["state"].warm.get()
    form = upload(f"nip,position_id\n{BEST},{POSITION}\n")
    best = matcher.person_id(matcher.person(BEST))
    assert read_pins(matcher, form, "id") == (PinBody(person_id=best, position_id=POSITION),)
    assert read_pins(matcher, send(PlanForm), "id") == ()


def test_a_draft_with_unlawful_lines_is_refused_by_their_numbers(shared):
    matcher = vars(shared.app)["state"].warm.get()
    form = upload(f"nip,position_id\n{BEST},{POSITION}\n{SANCTIONED},{POSITION}\n1,{POSITION}\n")
    with pytest.raises(UnlawfulDraftError) as refused:
        read_pins(matcher, form, "id")
    assert refused.value.lines == (2, 3)


def test_a_refused_draft_is_told_on_a_page_with_the_line(client):
    client.get("/")
    sent = {"form_token": client.cookies["padan_form"], "stance": "fit"}
    file = {"file": ("usulan.csv", f"nip,position_id\n{SANCTIONED},{POSITION}\n", "text/csv")}
    answer = client.post("/plans", data=sent, files=file, headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert "<h1>" in answer.text
    assert SANCTIONED not in answer.text
    assert "Periksa rancangan" in answer.text.partition("<h1>")[2]
