"""Whether the application can answer, and how it follows new records and models."""

from models.errors import IncompatibleModelError
from models.registry import ModelRegistry
from serving.warm import RECHECK_SECONDS, RETRY_SECONDS, WarmMatcher
from snapshots.store import CURRENT, SnapshotStore
from tests.records import make_snapshot
from tests.serving.conftest import open_client
from tests.serving.office import BEST, ELIGIBLE, POSITION, office, promote, settings_of, settle


def test_it_lives_and_is_ready_with_records_and_a_rule(shared):
    assert shared.get("/health/live").json() == {"status": "live"}
    ready = shared.get("/health/ready")
    assert ready.status_code == 200
    assert ready.json()["snapshot_id"]
    assert ready.json()["model_version"] == "1"


def test_it_lives_but_is_not_ready_with_nothing(bare_home):
    with open_client(bare_home) as client:
        assert client.get("/health/live").status_code == 200
        refused = client.get("/health/ready")
    assert refused.status_code == 503
    assert refused.json()["missing"] == ["snapshot", "champion"]


def test_without_a_model_requirements_are_still_judged(bare_home):
    settle(bare_home)
    with open_client(bare_home) as client:
        assert client.get("/health/ready").json()["missing"] == ["champion"]
        assert client.post("/v1/shortlists", json={"position_id": POSITION}).status_code == 503
        person = client.post("/v1/people/search", json={}).json()["items"][0]["person_id"]
        answer = client.get(f"/v1/positions/{POSITION}/candidates/{person}").json()
    assert (answer["verdict"], answer["score"]) == ("eligible", None)


def test_a_model_that_does_not_fit_is_told_as_none_that_serves(home, ids, monkeypatch):
    def refuse(*_):
        raise IncompatibleModelError(("tenure_years",))

    monkeypatch.setattr(ModelRegistry, "load", refuse)
    pair, place = f"a={ids[BEST]}&b={ids[ELIGIBLE]}", "/positions/KASI%2F1"
    with open_client(home) as client:
        unready = client.get("/health/ready", headers={"Accept-Language": "en"})
        pages = {
            address: client.get(address, headers={"Accept": "text/html"})
            for address in ("/", place, f"{place}/candidates/{ids[BEST]}", "/model")
        }
        compared = client.get(f"{place}/compare?{pair}", headers={"Accept": "text/html"})
    assert (unready.status_code, unready.json()["missing"]) == (503, ["champion"])
    assert "missing: a model that serves." in unready.json()["detail"]
    assert [page.status_code for page in pages.values()] == [200, 200, 200, 503]
    assert compared.status_code == 503
    for refused in (compared, pages["/model"]):
        assert "Tidak ada model yang dipakai" in refused.text


def test_new_records_answer_as_soon_as_they_are_imported(home, client):
    earlier = client.get("/health/ready").json()["snapshot_id"]
    later = settle(home, "2025-07-01")
    assert client.get("/health/ready").json()["snapshot_id"] == later != earlier
    assert client.get("/v1/snapshots").json()["items"][0]["current"] is True


def test_a_list_of_earlier_records_stays_as_it_was_made(home, client):
    made = client.post("/v1/shortlists", json={"position_id": POSITION})
    settle(home, "2025-07-01")
    client.get("/health/ready")
    assert client.get(made.headers["location"]).content == made.content


def test_a_promoted_model_answers_after_a_moment(home):
    now = 0.0
    warm = WarmMatcher(settings_of(home), clock=lambda: now)
    assert warm.get().bundle.name == "competency_match"
    promote(warm.registry, "seniority")
    now += RECHECK_SECONDS
    assert warm.get().bundle.name == "seniority"


def test_what_does_not_load_leaves_the_old_in_place(home):
    warm = WarmMatcher(settings_of(home))
    serving = warm.get()
    damaged = SnapshotStore(home / "snapshots").save(
        make_snapshot(office(), "2025-08-01").tables, make_snapshot({}, "2025-08-01").as_of
    )
    (home / "snapshots" / damaged.snapshot_id / "positions.parquet").write_bytes(b"damaged")
    assert (home / "snapshots" / CURRENT).read_text() == damaged.snapshot_id
    assert warm.get() is serving


def test_what_did_not_load_is_tried_again_later(home, monkeypatch):
    now = 0.0
    warm = WarmMatcher(settings_of(home), clock=lambda: now)
    with monkeypatch.context() as broken:
        broken.setattr(warm.store, "load", lambda _: 1 / 0)
        assert warm.describe().missing == ("snapshot",)
    assert warm.describe().missing == ("snapshot",)
    now += RETRY_SECONDS
    assert warm.describe().ready


def test_a_model_that_did_not_load_when_all_began_is_tried_again_later(home, monkeypatch):
    now = 0.0
    warm = WarmMatcher(settings_of(home), clock=lambda: now)
    with monkeypatch.context() as broken:
        broken.setattr(warm.registry, "load", lambda _: 1 / 0)
        assert warm.describe().missing == ("champion",)
    assert warm.describe().missing == ("champion",)
    now += RETRY_SECONDS
    assert warm.describe().ready


def test_a_registry_that_does_not_answer_is_not_asked_at_every_question(home, monkeypatch):
    now, asked = 0.0, []
    warm = WarmMatcher(settings_of(home), clock=lambda: now)
    warm.get()

    def refuse():
        asked.append(now)
        raise TimeoutError

    monkeypatch.setattr(warm.registry, "champion_version", refuse)
    for seconds in (RECHECK_SECONDS, 2 * RECHECK_SECONDS, RECHECK_SECONDS + RETRY_SECONDS):
        now = seconds
        warm.get()
    assert asked == [RECHECK_SECONDS, RECHECK_SECONDS + RETRY_SECONDS]


def test_a_policy_that_is_gone_leaves_its_rules_in_place(home, tmp_path):
    policy = tmp_path / "policy.toml"
    policy.write_text("[rules.lock_window]\nenabled = false\n")
    warm = WarmMatcher(settings_of(home, policy=policy))
    serving = warm.get()
    policy.unlink()
    assert warm.get() is serving


def test_a_registry_that_does_not_answer_leaves_the_model_in_place(home, monkeypatch):
    now = 0.0
    warm = WarmMatcher(settings_of(home), clock=lambda: now)
    serving = warm.get()
    monkeypatch.setattr(warm.registry, "champion_version", lambda: 1 / 0)
    now += RECHECK_SECONDS
    assert warm.get() is serving


def test_requests_are_counted_by_the_pattern_of_their_address(client):
    client.get("/v1/positions/STAF-1")
    client.post("/v1/shortlists", json={"position_id": POSITION})
    told = client.get("/metrics").text
    assert 'method="GET",route="/v1/positions/{position_id}",status="200"' in told
    assert "padan_shortlists_total 1.0" in told
    assert "STAF-1" not in told
