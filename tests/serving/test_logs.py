"""Log lines are JSON where they are kept, from libraries too, and quote no records."""

import json
import logging
import socket
import threading
import warnings

import pytest
import structlog

from serving.logs import log_to_stderr
from serving.workers import COUNTERS, work
from tests.serving.conftest import open_client
from tests.serving.office import settings_of

NIP = "198001012005011001"


@pytest.fixture(autouse=True)
def as_before():
    """Leave logging as it was before."""
    root, hook = logging.getLogger(), threading.excepthook
    before, level = list(root.handlers), root.level
    yield
    logging.captureWarnings(False)
    root.handlers[:] = before
    root.setLevel(level)
    threading.excepthook = hook
    structlog.reset_defaults()


def read_lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def fail():
    raise ValueError(NIP)


def test_a_failure_within_a_library_tells_its_kind_and_place_and_not_its_message(capsys):
    log_to_stderr()
    try:
        fail()
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n")
    (line,) = read_lines(capsys)
    assert (line["level"], line["error"]) == ("error", "ValueError")
    assert line["places"][-1].endswith("fail")
    assert NIP not in json.dumps(line)


def test_a_thread_that_dies_is_told_in_the_same_way(capsys):
    log_to_stderr()
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    (line,) = read_lines(capsys)
    assert (line["event"], line["error"]) == ("thread failed", "ValueError")
    assert NIP not in json.dumps(line)


def test_a_nip_that_a_library_writes_into_its_line_is_hidden(capsys):
    library = logging.getLogger("mlflow")
    library.handlers, library.propagate = [logging.StreamHandler()], False
    log_to_stderr()
    library.error("cannot read %s", NIP)
    (line,) = read_lines(capsys)
    assert line["event"] == "cannot read …"


def test_a_worker_that_cannot_begin_says_so_in_one_line(capsys, monkeypatch, tmp_path):
    log_to_stderr()
    monkeypatch.setattr("serving.workers.answer", lambda *_: fail())
    monkeypatch.setattr("serving.workers._follow_watcher", lambda: None)
    monkeypatch.setenv(COUNTERS, "before")
    with socket.socket() as listener, pytest.raises(SystemExit):
        work(settings_of(tmp_path), listener, "counters")
    (line,) = read_lines(capsys)
    assert (line["event"], line["error"]) == ("worker failed", "ValueError")
    assert NIP not in json.dumps(line)


def test_a_warning_is_a_line_too(capsys):
    log_to_stderr()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn("old", stacklevel=1)
    assert [line["level"] for line in read_lines(capsys)] == ["warning"]


def test_an_answer_tells_the_kind_of_caller_and_never_which(home, capsys):
    log_to_stderr()
    with open_client(home) as client:
        client.get("/v1/positions")
        client.cookies.clear()
        client.get("/v1/positions")
    told = read_lines(capsys)
    answered = [line for line in told if line["event"] == "answered"]
    assert [(line["caller"], line["status"]) for line in answered] == [
        ("account", 200),
        ("stranger", 401),
    ]
    assert {"route", "milliseconds", "request_id"} <= set(answered[0])
    assert {"started", "stopped"} <= {line["event"] for line in told}
    assert "uji-" not in json.dumps(told)
