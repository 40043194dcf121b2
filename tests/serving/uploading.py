"""Sends records through the API, waits for what becomes of them, and reads what the audit tells."""

import io
import time
import zipfile

from sqlalchemy import select

from serving.database.tables import AuditRow
from tests.snapshots.small_source import SOUND


def list_told(client):
    """Return what the audit tells of imports, as (event, actor's name, facts)."""
    with client.app.state.database.read() as session:
        told = select(AuditRow).where(AuditRow.event.like("records_%")).order_by(AuditRow.number)
        return [(row.event, row.actor_name, row.facts) for row in session.scalars(told)]


def packed(tables=SOUND, *others):
    """Return an archive of CSV files, with other parts (name, content) in it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            archive.writestr(f"kota/{name}.csv", to_csv(rows))
        for name, text in others:
            archive.writestr(name, text)
    return content.getvalue()


def to_csv(rows):
    headings = list(dict.fromkeys(column for row in rows for column in row))
    lines = [",".join(row.get(column, "") for column in headings) for row in rows]
    return "\n".join([",".join(headings), *lines, ""])


def send(client, content, name="data.zip", **fields):
    """Upload through the API and return the answer."""
    return client.post("/v1/imports", data=fields, files={"file": (name, content)})


def let_go(home, sent):
    """Let go of an upload's lock, as the system does when a process dies."""
    lock = home / "uploads" / sent["id"] / "lock"
    lock.rename(lock.with_name("held"))
    lock.write_bytes(b"")


def finish(client, answer):
    """Wait for an upload and return how it ended."""
    assert answer.status_code == 202, answer.text
    deadline = time.monotonic() + 20
    while True:
        found = client.get(answer.headers["location"]).json()
        if found["status"] not in ("waiting", "running"):
            return found
        assert time.monotonic() < deadline
        time.sleep(0.02)
