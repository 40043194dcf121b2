"""A planner and a plan: asked for, two moves refused, revised, walked step by step, decided."""

import shutil

import pytest
from playwright.sync_api import expect

from tests.journeys.served import NARROW, press, serve

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory, served_home):
    """Serve the small made-up city."""
    with serve(shutil.copytree(served_home, tmp_path_factory.mktemp("plans") / "home")) as served:
        yield served


def make_plan(page):
    page.goto("/")
    new = page.get_by_role("link", name="Rencana baru")
    press(page.get_by_role("link", name="Rencana", exact=True), new)
    make = page.get_by_role("button", name="Susun rencana")
    press(new, make)
    page.get_by_label("Utamakan pemerataan").check()
    page.get_by_label("Mutasi paling banyak").fill("6")
    press(make, page.locator("#moves"))  # the page that waits reloads itself till then


def names_of_moves(page):
    return page.locator("#moves tbody th a").all_inner_texts()


def test_from_a_new_plan_over_two_refusals_to_the_decision(page):
    make_plan(page)
    first = names_of_moves(page)
    assert 3 <= len(first) <= 6
    plan = page.url
    for name in first[:2]:
        page.get_by_role("checkbox", name=f"Tolak mutasi {name}").first.check()
    page.locator("#revise-because").select_option("person_declined")
    page.locator("#revise-words").fill("Keduanya menyatakan tidak bersedia.")
    again = page.get_by_role("button", name="Hitung ulang")
    press(again, page.get_by_text("Naskah yang perlu dicetak ulang"))
    told = expect(page.locator("main"))
    for name in first[:2]:
        told.to_contain_text(name)

    page.goto(plan)
    told.to_contain_text("Revisi 2")
    assert set(first[2:]) <= set(names_of_moves(page)), "what was not refused stays"
    expect(page.locator("#decide")).to_contain_text("Rencana belum dapat diputuskan")

    while page.get_by_role("button", name="Putuskan").count() == 0:
        step = page.locator("#steps select[name=step] option").first.get_attribute("value")
        page.locator("#steps textarea").fill("sudah dibahas")
        reached = page.locator(f"#steps .state-{step}.here")
        press(page.get_by_role("button", name="Catat langkah"), reached)
    page.locator("#decide").get_by_label("Alasan").fill("mendesak")
    decided = page.get_by_text("Rencana ini sudah diputuskan")
    press(page.get_by_role("button", name="Putuskan"), decided)
    expect(again).to_have_count(0)
    expect(page.locator("#steps select[name=step]")).to_contain_text("Dilantik")


def test_a_move_tells_its_whole_reason_and_is_rejected_with_one(page):
    make_plan(page)
    name = names_of_moves(page)[0]
    why = page.get_by_text("Mengapa orang ini, di sini")
    press(page.get_by_role("link", name=name, exact=True).first, why)
    for part in ("Kalau ditolak", "Akibat bagi unit", "Dukungan"):
        expect(page.locator("main")).to_contain_text(part)
    form = page.locator("#steps form")
    form.locator("select[name=step]").select_option("rejected")
    form.locator("select[name=reason_code]").select_option("health_or_family")
    form.locator("textarea").fill("keberatan yang diterima")
    taken = page.locator("#steps td").get_by_text("keberatan yang diterima")
    press(form.get_by_role("button", name="Catat langkah"), taken)
    gates = page.get_by_text("Syarat satu per satu")
    press(page.get_by_role("link", name="Mengapa? Syarat"), gates)


def test_pages_of_a_plan_fit_a_narrow_screen(page):
    page.set_viewport_size(NARROW)
    make_plan(page)
    plan = page.url
    move = page.locator("#moves tbody th a").first.get_attribute("href")
    for address in ("/plans", "/plans/new", plan, move, f"{plan}/revisions/1"):
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROW["width"], address
