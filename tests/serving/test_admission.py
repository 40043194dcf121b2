"""Every route says which right it needs, and nobody without it gets through."""

import pytest
from fastapi.routing import iter_route_contexts

from serving.access.admission import find_need
from serving.access.keys import grant_key
from serving.access.rights import GRANTABLE, RIGHTS, Right, Role
from serving.app import create_app
from tests.serving.access_client import TERMINAL, database_of
from tests.serving.accounts import sign_in
from tests.serving.conftest import open_client
from tests.serving.office import settings_of

DESCRIBED = {"/openapi.json", "/static/{path}"}
"""What stands outside the routes: the document of the API, and files that tell of nobody."""


@pytest.fixture(scope="module")
def routes(tmp_path_factory):
    app = create_app(settings_of(tmp_path_factory.mktemp("walked")))
    found = [one for one in iter_route_contexts(app.routes) if one.path_format not in DESCRIBED]
    assert len(found) > 90
    return found


def right_of(route):
    need = find_need(route.endpoint)
    assert need is not None
    return need.right


def test_every_route_names_a_right(routes):
    silent = [one.path_format for one in routes if find_need(one.endpoint) is None]
    assert not silent


def test_who_is_not_signed_in_reaches_nothing_but_what_is_open(routes, home):
    with open_client(home, roles=()) as stranger:
        for one in routes:
            if right_of(one) is Right.OPEN:
                continue
            for method in one.methods - {"HEAD"}:
                answer = stranger.request(method, one.path_format, json={})
                assert answer.status_code in (401, 303), (method, one.path_format)


@pytest.mark.parametrize("role", Role)
def test_no_role_gets_through_where_it_lacks_the_right(routes, home, role):
    with open_client(home, roles=()) as client:
        agencies = ["D1"] if role is Role.AGENCY_OFFICER else None
        client.cookies.set(
            "padan_session", sign_in(settings_of(home).database_url, [role], agencies)
        )
        for one in routes:
            need = right_of(one)
            if need in RIGHTS[role] or need in (Right.OPEN, Right.ACCOUNT):
                continue
            method = min(one.methods - {"HEAD"})
            answer = client.request(method, one.path_format, json={})
            assert answer.status_code == 403, (method, one.path_format)


def test_a_key_with_every_scope_opens_no_page(routes, home):
    with open_client(home, roles=()) as portal:
        with database_of(portal).write() as session:
            key = grant_key(session, "portal", sorted(GRANTABLE), TERMINAL)
        portal.headers["Authorization"] = f"Bearer {key}"
        for one in routes:
            if right_of(one) is Right.OPEN:
                continue
            for method in one.methods - {"HEAD"}:
                answer = portal.request(method, one.path_format, json={})
                for_programs = one.path_format.startswith(("/v1/", "/metrics"))
                granted = for_programs and right_of(one) in GRANTABLE
                assert (answer.status_code == 403) is not granted, (method, one.path_format)
