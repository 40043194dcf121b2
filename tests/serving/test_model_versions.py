"""The data scientist's page of versions: put one to use, go back, each with a reason, each told."""

import re

import pytest

from models.registry import CHECKS, DIGEST, NAME, ModelRegistry, RunRecord
from serving.access.rights import Role
from serving.warm import RECHECK_SECONDS
from tests.models.made_cards import make_told_bundle
from tests.serving.access_client import PAGE, database_of, read_events, send
from tests.serving.conftest import open_client
from tests.serving.office import EMPTY_RECORD, NAMES, settings_of
from wording import say

VERSIONS = "/model/versions"


@pytest.fixture
def registry(home):
    """Return the registry of the office; its second version does not serve yet."""
    opened = ModelRegistry(settings_of(home).tracking_uri, home)
    opened.register(make_told_bundle(), EMPTY_RECORD)
    return opened


@pytest.fixture
def scientist(home, registry):
    """Return a data scientist's client."""
    with open_client(home, [Role.DATA_SCIENTIST]) as client:
        yield client


def told(client):
    """Return what the audit tells of models, without who did it."""
    events = read_events(database_of(client))
    return [(name, subject, facts) for name, subject, _, facts in events if "model" in name]


def serving(client):
    """Return the version that the page marks as the one in use."""
    html = client.get(VERSIONS, headers=PAGE).text
    (row,) = re.findall(r'<tr class="serves">\s*<th scope="row">(\d+)', html)
    return row


def test_a_version_is_put_to_use_and_left_again_with_a_reason(scientist):
    assert serving(scientist) == "1"
    answer = send(scientist, VERSIONS, version="2", reason=" belajar dari mutasi tahun ini ")
    assert (answer.status_code, answer.headers["location"]) == (303, VERSIONS)
    assert serving(scientist) == "2"
    assert send(scientist, f"{VERSIONS}/earlier", reason="angkanya ganjil").status_code == 303
    assert serving(scientist) == "1"
    assert told(scientist) == [
        ("model_promoted", "2", {"reason": "belajar dari mutasi tahun ini"}),
        ("model_rolled_back", "1", {"reason": "angkanya ganjil"}),
    ]


def test_what_serves_follows_without_a_restart(scientist):
    warm = scientist.app.state.warm
    now = warm._clock()
    warm._clock = lambda: now
    assert warm.describe().model_version == "1"
    send(scientist, VERSIONS, version="2", reason="lebih baik")
    now += RECHECK_SECONDS + 1
    assert warm.get().bundle.model_version == "2"


def test_to_put_to_use_what_serves_changes_nothing_and_is_not_told(scientist):
    assert send(scientist, VERSIONS, version="1", reason="sekali lagi").status_code == 303
    assert told(scientist) == []


@pytest.mark.parametrize(
    ("address", "sent", "why"),
    [
        (VERSIONS, {"version": "99"}, "tidak ada atau tidak dapat dibaca"),
        (f"{VERSIONS}/earlier", {}, "Tidak ada versi sebelumnya"),
    ],
)
def test_what_cannot_serve_is_refused_in_words_and_changes_nothing(scientist, address, sent, why):
    answer = send(scientist, address, reason="coba", **sent)
    assert answer.status_code == 422
    assert why in answer.text
    assert serving(scientist) == "1"
    assert told(scientist) == []


def test_a_version_whose_files_are_not_what_was_stored_does_not_serve(scientist, registry):
    registry._client.set_model_version_tag(NAME, "2", DIGEST, "0" * 64)
    answer = send(scientist, VERSIONS, version="2", reason="coba")
    assert answer.status_code == 422
    assert serving(scientist) == "1"
    assert told(scientist) == []


@pytest.mark.parametrize("reason", ["", "   ", f"kata {next(iter(NAMES))}", "a" * 501])
def test_a_reason_is_asked_for_and_holds_no_nip(scientist, reason):
    assert send(scientist, VERSIONS, version="2", reason=reason).status_code == 422
    assert send(scientist, f"{VERSIONS}/earlier", reason=reason).status_code == 422
    assert serving(scientist) == "1"
    assert told(scientist) == []


def test_a_reason_with_a_nip_is_refused_in_words(scientist):
    answer = send(scientist, VERSIONS, version="2", reason=f"kata {next(iter(NAMES))}")
    assert say("versions.refused_unfit_reason", "id") in answer.text


def test_a_form_of_elsewhere_changes_nothing(scientist):
    scientist.get(VERSIONS, headers=PAGE)
    sent = {"form_token": "another", "version": "2", "reason": "coba"}
    assert scientist.post(VERSIONS, data=sent, headers=PAGE).status_code == 403
    assert serving(scientist) == "1"


def test_checks_that_a_version_failed_are_named(home, registry):
    checks = (
        '[{"name": "calibrated", "gates": true, "passed": false},'
        ' {"name": "fair", "gates": false, "passed": false}]'
    )
    record = RunRecord(EMPTY_RECORD.dataset, {}, {}, {}, {CHECKS: checks})
    registry.register(make_told_bundle(), record)
    newest, *others = registry.list_versions(5)
    assert (newest.version, newest.refusals) == ("3", ("calibrated",))
    assert [one.refusals for one in others] == [(), ()]
    assert [one.serves for one in (newest, *others)] == [False, False, True]
    assert len(registry.list_versions(2)) == 2
    with open_client(home, [Role.DATA_SCIENTIST]) as client:
        page = client.get(f"{VERSIONS}?lang=en", headers=PAGE).text
    assert f"<li>{say('training.check_calibrated', 'en')}</li>" in page
    assert say("training.check_fair", "en") not in page


@pytest.mark.parametrize("language", ["id", "en"])
def test_before_the_first_training_the_page_says_so(bare_home, language):
    with open_client(bare_home, [Role.DATA_SCIENTIST]) as client:
        page = client.get(f"{VERSIONS}?lang={language}", headers=PAGE)
    assert page.status_code == 200
    assert "<form" not in page.text.split("<main")[1]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DATA_SCIENTIST])
def test_nobody_else_may_choose(home, role):
    with open_client(home, [role]) as client:
        assert client.get(VERSIONS, headers=PAGE).status_code == 403
        assert send(client, VERSIONS, version="1", reason="coba").status_code == 403
