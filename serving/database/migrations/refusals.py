"""What makes the database itself refuse to change its audit, lifted by migrations alone."""

from alembic import op

SQLITE = """
CREATE TRIGGER audit_events_refuse_{verb} BEFORE {verb} ON audit_events
BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END
"""
POSTGRESQL = """
CREATE TRIGGER audit_events_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()
"""
VERBS = ("UPDATE", "DELETE")


def let_audit_change() -> None:
    """Lift the refusal, inside the migration's own transaction."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in VERBS:
            op.execute(f"DROP TRIGGER audit_events_refuse_{verb}")
    else:
        op.execute("DROP TRIGGER audit_events_refuse_change ON audit_events")


def refuse_audit_change() -> None:
    """Refuse every change and removal from now on; rows may only be added."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in VERBS:
            op.execute(SQLITE.format(verb=verb))
    else:
        op.execute(POSTGRESQL)
