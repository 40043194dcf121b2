"""A planner and a plan: asked for, two moves refused, revised, walked step by step, decided."""

import shutil

import pytest
from playwright.sync_api import expect

from tests.journeys.served import NARROW, PATIENCE_SECONDS, serve

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory, served_home):
    """Serve the small made-up city."""
    with serve(shutil.copytree(served_home, tmp_path_factory.mktemp("plans") / "home")) as served:
        yield served


def make_plan(page):
    page.goto("/")
    page.get_by_role("link", name="Rencana", exact=True).click()
    page.get_by_role("link", name="Rencana baru").click()
    page.get_by_label("Utamakan pemerataan").check()
    page.get_by_label("Mutasi paling banyak").fill("6")
    page.get_by_role("button", name="Susun rencana").click()
    page.locator("#moves").wait_for()  # the page that waits reloads itself


def names_of_moves(page):
    return page.locator("#moves tbody th a").all_inner_texts()


def find_steps(page):
    return page.locator("#steps form select[name=step] option").all_inner_texts()


def press(page, button, changed):
    """Press a button and wait for the page that answers it, told by what changes on it."""
    before = page.locator(changed).inner_text()
    page.get_by_role("button", name=button).click()
    answered = expect(page.locator(changed))
    answered.not_to_have_text(before, timeout=1000 * PATIENCE_SECONDS, use_inner_text=True)
    page.wait_for_load_state()


def test_from_a_new_plan_over_two_refusals_to_the_decision(page):
    make_plan(page)
    first = names_of_moves(page)
    assert 3 <= len(first) <= 6
    plan = page.url
    for name in first[:2]:
        page.get_by_role("checkbox", name=f"Tolak mutasi {name}").first.check()
    page.locator("#revise-because").select_option("person_declined")
    page.locator("#revise-words").fill("Keduanya menyatakan tidak bersedia.")
    page.get_by_role("button", name="Hitung ulang").click()
    page.wait_for_url("**/revisions/2")
    told = page.locator("main").inner_text()
    assert "Naskah yang perlu dicetak ulang" in told
    assert all(name in told for name in first[:2])

    page.goto(plan)
    second = names_of_moves(page)
    assert "Revisi 2" in page.locator("main").inner_text()
    assert set(first[2:]) <= set(second), "what was not refused stays"
    assert "Rencana belum dapat diputuskan" in page.locator("#decide").inner_text()

    taken = []
    while page.get_by_role("button", name="Putuskan").count() == 0:
        (offered, *_) = find_steps(page)
        assert offered not in taken, "a step that was taken is not offered again"
        taken.append(offered)
        page.locator("#steps textarea").fill("sudah dibahas")
        press(page, "Catat langkah", changed="#steps")
    page.locator("#decide").get_by_label("Alasan").fill("mendesak")
    press(page, "Putuskan", changed="main")
    assert "Rencana ini sudah diputuskan" in page.locator("main").inner_text()
    assert page.get_by_role("button", name="Hitung ulang").count() == 0
    assert "Dilantik" in " ".join(find_steps(page))


def test_a_move_tells_its_whole_reason_and_is_rejected_with_one(page):
    make_plan(page)
    name = names_of_moves(page)[0]
    page.get_by_role("link", name=name, exact=True).first.click()
    told = page.locator("main").inner_text()
    for part in ("Mengapa orang ini, di sini", "Kalau ditolak", "Akibat bagi unit", "Dukungan"):
        assert part in told
    form = page.locator("#steps form")
    form.locator("select[name=step]").select_option("rejected")
    form.locator("select[name=reason_code]").select_option("health_or_family")
    form.locator("textarea").fill("keberatan yang diterima")
    form.get_by_role("button", name="Catat langkah").click()
    assert "keberatan yang diterima" in page.locator("#steps").inner_text()
    page.get_by_role("link", name="Mengapa? Syarat").click()
    assert "Syarat satu per satu" in page.locator("main").inner_text()


def test_pages_of_a_plan_fit_a_narrow_screen(page):
    page.set_viewport_size(NARROW)
    make_plan(page)
    plan = page.url
    move = page.locator("#moves tbody th a").first.get_attribute("href")
    for address in ("/plans", "/plans/new", plan, move, f"{plan}/revisions/1"):
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROW["width"], address
