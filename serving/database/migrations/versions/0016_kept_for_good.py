"""Decisions, departures, wishes and letters are only added, and nothing kept so is replaced.

SQLite's INSERT OR REPLACE removes the row that is in its way without asking the refusals of
deletion, so a second refusal stands before every insertion of a key that is there.
"""

from alembic import op

revision = "0016"
down_revision = "0015"

ADDED = ("decisions", "plan_overrides", "entered_preferences", "entered_consents")
"""Tables whose rows are from now on neither changed nor deleted."""
KEYS = {
    "audit_events": ("number",),
    "reported_outcomes": ("number",),
    "plan_revisions": ("plan_id", "revision"),
    "plan_steps": ("number",),
    "plan_decisions": ("plan_id",),
    "decisions": ("shortlist_id",),
    "plan_overrides": ("number",),
    "entered_preferences": ("number",),
    "entered_consents": ("number",),
}
"""All tables whose rows are only added, with what tells one row from another."""
SQLITE_REFUSAL = """
CREATE TRIGGER {table}_refuse_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'what was decided or entered is only added to'); END
"""
SQLITE_REPLACEMENT = """
CREATE TRIGGER {table}_refuse_replacement BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, 'a row that is kept is not replaced'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_entry_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'what was decided or entered is only added to'; END $$
"""
POSTGRESQL_REFUSAL = """
CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_entry_change()
"""


def upgrade() -> None:
    """Let the database itself refuse."""
    if op.get_bind().dialect.name == "sqlite":
        for table in ADDED:
            for verb in ("UPDATE", "DELETE"):
                op.execute(SQLITE_REFUSAL.format(table=table, verb=verb))
        for table, key in KEYS.items():
            same = " AND ".join(f"{column} = NEW.{column}" for column in key)
            op.execute(SQLITE_REPLACEMENT.format(table=table, same=same))
    else:
        op.execute(POSTGRESQL_FUNCTION)
        for table in ADDED:
            op.execute(POSTGRESQL_REFUSAL.format(table=table))
