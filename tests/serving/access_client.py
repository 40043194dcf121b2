"""How tests of accounts speak with an application: like a browser, form by form."""

import re

from sqlalchemy import select

from serving.access.accounts import Grant, make_account
from serving.access.passwords import hash_password
from serving.access.rights import Role
from serving.access.sessions import COOKIE
from serving.audit.service import Actor
from serving.database.access_tables import AccountRow
from serving.database.tables import AuditRow

PASSWORD = "gerimis di atas genting"
WRONG = "hujan di atas genting"
TERMINAL = Actor("terminal", name="uji")
PAGE = {"Accept": "text/html"}


def make(database, name="Ani Contoh", roles=(Role.PLANNER,), agencies=None):
    """Make an account whose password is PASSWORD, and return its number."""
    make_account(database, name, Grant(frozenset(roles), agencies), TERMINAL)
    with database.write() as session:
        row = session.scalars(select(AccountRow).where(AccountRow.name == name)).one()
        row.password_hash, row.must_change_password = hash_password(PASSWORD), False
        return row.id


def send(client, address, /, **fields):
    """Send a form as the page that holds it would."""
    if "padan_form" not in client.cookies:
        client.get("/sign-in", headers=PAGE)
    sent = {"form_token": client.cookies["padan_form"], **fields}
    return client.post(address, data=sent, headers=PAGE)


def enter(client, name="Ani Contoh", password=PASSWORD, **others):
    """Sign in through the form."""
    return send(client, "/sign-in", name=name, password=password, **others)


def bring(client, token):
    """Bring this session's token from now on, and no other."""
    for cookie in list(client.cookies.jar):
        if cookie.name == COOKIE:
            client.cookies.jar.clear(cookie.domain, cookie.path, cookie.name)
    client.cookies.set(COOKIE, token)


def read_token(answer):
    """Return the session's token that an answer hands out."""
    (given,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith(COOKIE)]
    return given.split("=", 1)[1].split(";")[0]


def read_secret(html):
    """Return the password or key that a page shows this once."""
    (shown,) = re.findall(r'class="secret"><code>([^<]+)', html)
    return shown


def database_of(client):
    """Return the database of a client's application."""
    return client.app.state.database


def read_events(database):
    """Return (event, subject, actor's name, facts) of the audit, the oldest first."""
    with database.read() as session:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.number)).all()
    return [(row.event, row.subject, row.actor_name, row.facts) for row in rows]
