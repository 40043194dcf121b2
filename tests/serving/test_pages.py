"""The planner's pages: what they say, in which words, and that everybody can read them."""

import re
from html.parser import HTMLParser

import pytest

from serving.rendering import STATIC
from snapshots.store import SnapshotStore
from tests.records import make_snapshot
from tests.serving.conftest import HERE, open_client
from tests.serving.office import BEST, ELIGIBLE, NAMES, POSITION, SANCTIONED, office

INSIDE_WORDS = re.compile(r"\b(snapshot|champion|gate|margin|NDKL)\b", re.IGNORECASE)
PLAIN = {"lateral", "demotion", "not_checked"}
"""Kinds of moves and results that look like any other mark."""
VOID = {"img", "input", "link", "meta", "br"}


class Page(HTMLParser):
    """The elements of a page with their attributes, and its visible text."""

    def __init__(self, html):
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.parts: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.parts.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.parts).split())

    def find(self, *tags):
        return [attrs for tag, attrs in self.elements if tag in tags]


@pytest.fixture(scope="module")
def token(shared):
    shared.get("/")
    return shared.cookies["padan_form"]


@pytest.fixture(scope="module")
def made(shared, token):
    data = {"form_token": token, "size": "5", "effective_on": "2025-07-01", "as_of": ""}
    return shared.post("/positions/KASI%2F1/shortlists", data=data).headers["location"]


@pytest.fixture(scope="module")
def addresses(made, ids):
    place = "/positions/KASI%2F1"
    return [
        "/",
        "/positions?vacant=true&q=kepala&agency_id=D1",
        "/positions?q=nothing",
        place,
        made,
        "/shortlists",
        f"{place}/candidates/{ids[BEST]}",
        f"{place}/candidates/{ids[SANCTIONED]}",
        "/people",
        f"/people/{ids[BEST]}",
        f"/people/{ids[BEST]}/standing?position_id=KASI/1",
        "/consents",
        f"{place}/compare?a={ids[BEST]}&b={ids[ELIGIBLE]}",
        f"{place}/compare?a={ids[BEST]}&b={ids[SANCTIONED]}",
        "/drafts",
        "/model",
        "/data",
        "/nothing",
    ]


def read(client, address, language="id"):
    headers = {"Accept": "text/html", "Accept-Language": language}
    answer = client.get(address, headers=headers)
    assert answer.headers["content-type"].startswith("text/html"), answer.text
    return Page(answer.text)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_is_sound_and_speaks_the_planners_words(shared, addresses, language):
    for address in addresses:
        page = read(shared, address, language)
        assert page.find("html") == [{"lang": language}]
        assert len(page.find("h1")) == 1, address
        assert not INSIDE_WORDS.search(page.text), (address, INSIDE_WORDS.search(page.text))


def test_every_page_of_made_up_records_says_so(shared, addresses):
    for address in addresses:
        assert "DATA BUATAN" in read(shared, address).text


def test_every_page_says_up_to_which_day_the_records_speak(shared, addresses):
    for address in addresses:
        assert "Data per tanggal 1 Juni 2025" in read(shared, address).text


def test_no_page_needs_scripts_or_styles_of_its_own(shared, addresses):
    for address in addresses:
        page = read(shared, address)
        assert not page.find("script", "style")
        assert not [attrs for _, attrs in page.elements if "style" in attrs]
        assert not [name for _, attrs in page.elements for name in attrs if name.startswith("on")]


def test_every_class_on_a_page_has_a_rule(shared, addresses):
    ruled = set(re.findall(r"\.([a-z][\w-]*)", (STATIC / "padan.css").read_text("utf-8")))
    for address in addresses:
        elements = read(shared, address).elements
        named = " ".join(attrs.get("class") or "" for _, attrs in elements).split()
        assert set(named) <= ruled | PLAIN, address


def test_who_hears_a_page_misses_nothing(shared, addresses):
    for address in addresses:
        page = read(shared, address)
        fields = [a for a in page.find("input", "select", "textarea") if a.get("type") != "hidden"]
        labelled = {attrs["for"] for attrs in page.find("label")}
        assert {field["id"] for field in fields} <= labelled, address
        assert len(page.find("table")) == len(page.find("caption")), address
        assert all(attrs.get("scope") for attrs in page.find("th")), address
        assert all("alt" in attrs for attrs in page.find("img"))
        assert all(attrs["aria-hidden"] == "true" for attrs in page.find("svg"))
        named = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
        assert len(named) == len(set(named)), address
        assert page.elements[[tag for tag, _ in page.elements].index("body") + 1][1] == {
            "class": "skip",
            "href": "#content",
        }


def test_every_link_within_the_pages_leads_somewhere(shared, addresses):
    links = {
        attrs["href"]
        for address in addresses
        for attrs in read(shared, address).find("a")
        if attrs["href"].startswith("/") and "lang=" not in attrs["href"]
    }
    assert len(links) > 12
    assert [link for link in links if shared.get(link).status_code != 200] == []


def test_a_list_shows_fit_reasons_pool_and_the_way_to_decide(shared, made):
    text = read(shared, made).text
    for words in ("Calon untuk Kepala Seksi Contoh", "Alasan", "Perlu diperhatikan"):
        assert words in text
    assert "Mengapa yang lain tidak masuk" in text
    assert "Dasar hukum" in text
    assert "1 Juli 2025" in text
    assert text.index(NAMES[BEST]) < text.index(NAMES[ELIGIBLE])


def test_why_not_shows_what_was_found_needed_and_the_cure(shared, ids):
    text = read(shared, f"/positions/KASI%2F1/candidates/{ids[SANCTIONED]}").text
    for words in ("Tidak memenuhi", "Ditemukan", "Disyaratkan", "Cara memenuhi", "Dasar hukum"):
        assert words in text
    assert "Bebas hukuman disiplin" in text
    assert "PP 94/2021" in text


@pytest.mark.parametrize("q", ["bunga", BEST, f" {BEST[:8]} {BEST[8:]} "])
def test_a_person_is_found_by_name_or_nip(shared, token, ids, q):
    data = {"form_token": token, "q": q}
    page = Page(shared.post("/positions/KASI%2F1/candidates", data=data).text)
    links = [attrs["href"] for attrs in page.find("a") if "/candidates/" in attrs["href"]]
    assert links == [f"/positions/KASI/1/candidates/{ids[BEST]}"]


def test_nobody_found_is_said(shared, token):
    data = {"form_token": token, "q": "siapa"}
    answer = shared.post("/positions/KASI%2F1/candidates", data=data)
    assert "Tidak ada pegawai dengan nama atau NIP itu." in answer.text


def test_a_choice_is_kept_and_shown_instead_of_the_form(client):
    client.get("/")
    token = {"form_token": client.cookies["padan_form"]}
    list_page = client.post("/positions/KASI%2F1/shortlists", data=token).headers["location"]
    person = client.get(f"/v1{list_page}").json()["candidates"][0]["person_id"]
    choice = token | {"choice": person, "reason_code": "need", "reason": "mendesak"}
    blank = client.post(f"{list_page}/decision", data=choice | {"reason": "  "})
    assert blank.status_code == 422
    assert client.post(f"{list_page}/decision", data=choice).status_code == 303
    text = read(client, list_page).text
    assert f"Dipilih: {NAMES[BEST]}" in text
    assert "Kebutuhan organisasi: mendesak" in text
    assert "Simpan keputusan" not in text


def test_the_language_is_switched_by_a_link_and_kept(client):
    page = read(client, "/positions?q=kepala")
    (switch,) = (attrs for attrs in page.find("a") if attrs.get("class") == "switch")
    assert switch["href"] == "?q=kepala&lang=en"
    assert "Positions" in Page(client.get(f"/positions{switch['href']}").text).text
    assert "Positions" in read(client, "/positions").text


def test_no_address_makes_a_link_to_another_site(shared):
    page = read(shared, f"{HERE}//padan.example/")
    assert [attrs["href"] for attrs in page.find("a") if attrs["href"].startswith("//")] == []


def test_a_list_made_in_the_other_language_says_so(shared, made):
    assert "sentences of this list are kept in Indonesian" in read(shared, made, "en").text
    assert "tersimpan dalam bahasa" not in read(shared, made, "id").text


def test_a_list_is_drawn_up_anew_in_the_readers_language_by_the_same_request(client):
    client.get("/")
    token = {"form_token": client.cookies["padan_form"]}
    asked = token | {"size": "2", "effective_on": "2025-07-01"}
    first = client.post("/positions/KASI%2F1/shortlists", data=asked).headers["location"]
    page = read(client, first, "en")
    assert f"{first}/again" in {attrs.get("action") for attrs in page.find("form")}
    assert client.post(f"{first}/again").status_code in (403, 422)
    english = {"Accept-Language": "en"}
    made = client.post(f"{first}/again", data=token, headers=english)
    assert made.status_code == 303
    second = made.headers["location"]
    assert second != first
    assert "/again" not in {
        attrs.get("action", "")[-6:] for attrs in read(client, second, "en").find("form")
    }
    one, two = (client.get(f"/v1{address}").json() for address in (first, second))
    same = ("effective_on", "as_of", "state_id", "snapshot_id")
    assert [one[name] for name in same] == [two[name] for name in same]
    assert [each["nip"] for each in one["candidates"]] == [
        each["nip"] for each in two["candidates"]
    ]


def test_markup_in_the_records_stays_text(home):
    tables = office()
    first, *others = tables["positions"]
    title = '<b>Kepala</b> & "Seksi" {{ 7 * 7 }}'
    tables |= {"positions": [first | {"title": title}, *others]}
    records = make_snapshot(tables, "2025-06-02")
    SnapshotStore(home / "snapshots").save(records.tables, records.as_of)
    with open_client(home) as client:
        html = client.get("/positions/KASI%2F1").text
    assert "&lt;b&gt;Kepala&lt;/b&gt; &amp; &#34;Seksi&#34; {{ 7 * 7 }}" in html
    assert "DATA BUATAN" not in html


def test_without_records_the_first_page_says_what_to_do(bare_home):
    with open_client(bare_home) as client:
        assert "padan import" in read(client, "/").text
        assert "Belum ada data" in read(client, "/positions").text
        assert "Belum ada data" in read(client, "/data").text


def test_an_invalid_field_is_named_on_the_page(shared, token):
    data = {"form_token": token, "size": "0"}
    headers = {"Accept": "text/html"}
    answer = shared.post("/positions/KASI%2F1/shortlists", data=data, headers=headers)
    assert answer.status_code == 422
    assert "size" in Page(answer.text).text
    assert POSITION not in Page(answer.text).text


def test_nothing_is_supposed_of_who_was_not_yet_appointed(shared, ids):
    page = read(shared, f"/positions/KASI%2F1/candidates/{ids[BEST]}?as_of=1960-01-01").text
    assert "Pada 1 Januari 1960 belum ada pengangkatan" in page
    assert "Seandainya memenuhi syarat" not in page


def test_the_menu_holds_what_is_often_wanted_and_the_rest_behind_one_word(shared):
    page = Page(shared.get("/monitor").text)
    rooms = [a["href"] for a in page.find("a")]
    begun = rooms.index("/positions")
    often = ["/positions", "/shortlists", "/people", "/plans", "/workload", "/scenarios"]
    assert rooms[begun : begun + 9] == [*often, "/users", "/keys", "/drafts"]
    assert [one["href"] for one in page.find("a") if "aria-current" in one] == ["/monitor"]
    (summary, *_) = page.find("summary")
    assert summary == {"class": "here"}
    assert Page(shared.get("/plans").text).find("summary")[0] == {}


def test_vacant_posts_lead_to_a_plan_for_them(shared):
    page = Page(shared.get("/positions", params={"vacant": "true"}).text)
    ticked = [one["value"] for one in page.find("input") if one.get("name") == "position"]
    assert POSITION in ticked
    one = Page(shared.get(f"/positions/{POSITION}").text)
    (link,) = [a["href"] for a in one.find("a") if "/plans/new" in (a["href"] or "")]
    chosen = Page(shared.get(link).text).find("option")
    assert [option["value"] for option in chosen if "selected" in option] == [POSITION]
