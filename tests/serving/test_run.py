"""The server listens where passwords stay hidden, and says in one line why it does not start."""

import socket

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from rules.policy import PolicyError
from serving.errors import CannotListenError, NotLoopbackError, PortTakenError
from serving.run import serve
from serving.workers import configure
from tests.serving.office import settings_of


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "padan.example", ""])
def test_a_host_that_others_could_reach_is_refused(tmp_path, host):
    with pytest.raises(NotLoopbackError):
        serve(settings_of(tmp_path), host, 8000)


def test_behind_a_public_address_it_listens_for_the_proxy(tmp_path, monkeypatch):
    listening = []
    monkeypatch.setattr("serving.run._run", lambda _, listener, __: listening.append(listener))
    monkeypatch.setattr("serving.run._listen", lambda host, port: socket.create_server(("", 0)))
    serve(settings_of(tmp_path, url="https://padan.example"), "0.0.0.0")
    assert len(listening) == 1


def test_a_port_that_is_taken_is_refused_before_anything_is_opened(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTakenError) as refused:
            serve(settings_of(tmp_path / "home"), "127.0.0.1", port)
    assert refused.value.port == port
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("host", ["no-such-host.invalid", "192.0.2.1"])
def test_a_place_that_is_not_this_machines_is_not_called_a_port_that_is_taken(tmp_path, host):
    with pytest.raises(CannotListenError) as refused:
        serve(settings_of(tmp_path / "home", url="https://padan.example"), host, free_port())
    assert refused.value.why
    assert not (tmp_path / "home").exists()


def test_what_would_refuse_every_question_refuses_to_start(tmp_path):
    port = free_port()
    with pytest.raises(PolicyError):
        serve(settings_of(tmp_path, policy=str(tmp_path / "none.toml")), "127.0.0.1", port)
    with pytest.raises(OperationalError):
        serve(settings_of(tmp_path, database_url=f"sqlite:///{tmp_path}"), port=port)


async def tell_address(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": scope["client"][0].encode()})


@pytest.mark.parametrize(
    ("others", "sender", "seen"),
    [
        ({}, "127.0.0.1", "127.0.0.1"),
        ({"url": "https://padan.example"}, "127.0.0.1", "198.51.100.7"),
        ({"url": "https://padan.example"}, "10.0.0.7", "10.0.0.7"),
        ({"url": "https://padan.example", "proxy": "10.0.0.7"}, "10.0.0.7", "198.51.100.7"),
        ({"url": "https://padan.example", "proxy": "10.0.0.7"}, "127.0.0.1", "127.0.0.1"),
    ],
)
def test_the_proxy_alone_says_where_a_request_comes_from(
    tmp_path, monkeypatch, others, sender, seen
):
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    config = configure(settings_of(tmp_path, **others), tell_address)
    config.load()
    client = TestClient(config.loaded_app, client=(sender, 40000))
    assert client.get("/", headers={"X-Forwarded-For": "198.51.100.7"}).text == seen


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]
