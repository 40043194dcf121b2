"""What there is to be allowed, which role brings which right, and which work within an agency."""

from collections.abc import Mapping
from enum import StrEnum


class Right(StrEnum):
    """Something that somebody may be allowed to do; every route names exactly one."""

    OPEN = "open"
    """Whatever anybody may see without signing in."""
    ACCOUNT = "account"
    """One's own account and the first page: whoever is signed in."""
    POSITIONS = "positions"
    """Posts with seats, staff and need."""
    PEOPLE = "people"
    """Look people up."""
    STANDING = "standing"
    """What a person may know of the own standing and of open posts."""
    PREFERENCES = "preferences"
    """Read and enter wishes and willingness."""
    JUDGE = "judge"
    """Why or why not, and comparisons."""
    RANK = "rank"
    """Make lists, score pairs, check drafts."""
    LISTS = "lists"
    """Read lists as they were made, and compute them again."""
    CHOOSE = "choose"
    """Decide on a list."""
    PLANS = "plans"
    """Read plans, scenarios, papers and what came of them."""
    PLAN = "plan"
    """Make and revise plans and scenarios."""
    STEP = "step"
    """Take steps of planned moves."""
    DECIDE = "decide"
    """Decide a plan, and inaugurate."""
    OUTCOMES = "outcomes"
    """Report how a move turned out."""
    EVENTS = "events"
    """Follow what was decided."""
    CONSENTS = "consents"
    """Read and enter letters that lift a rule."""
    MODEL = "model"
    """Read what the model learned and how it does."""
    PROMOTE = "promote"
    """Say which model serves."""
    RECORDS = "records"
    """List the imports, and compare them in numbers."""
    QUALITY = "quality"
    """Read what is missing, old or contradictory, down to the person."""
    UPLOAD = "upload"
    """Import records."""
    AUDIT = "audit"
    """Read the audit, check it, take its head away."""
    ACCOUNTS = "accounts"
    """Manage accounts and keys of portals."""
    METRICS = "metrics"
    """Read the counters."""


class Role(StrEnum):
    """What an account is for; it may have several."""

    PLANNER = "planner"
    AGENCY_OFFICER = "agency_officer"
    APPOINTING_OFFICIAL = "appointing_official"
    DATA_SCIENTIST = "data_scientist"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


LOOKING = frozenset({Right.POSITIONS, Right.PEOPLE, Right.STANDING, Right.PREFERENCES})
"""What whoever cares for the people of an agency looks up, and what these wish."""

RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.PLANNER: frozenset(
        {
            Right.POSITIONS,
            Right.PEOPLE,
            Right.STANDING,
            Right.PREFERENCES,
            Right.JUDGE,
            Right.RANK,
            Right.LISTS,
            Right.CHOOSE,
            Right.PLANS,
            Right.PLAN,
            Right.STEP,
            Right.OUTCOMES,
            Right.EVENTS,
            Right.CONSENTS,
            Right.MODEL,
            Right.RECORDS,
            Right.QUALITY,
        }
    ),
    Role.AGENCY_OFFICER: LOOKING | {Right.STEP},
    Role.APPOINTING_OFFICIAL: frozenset(
        {
            Right.POSITIONS,
            Right.PEOPLE,
            Right.STANDING,
            Right.JUDGE,
            Right.LISTS,
            Right.CHOOSE,
            Right.PLANS,
            Right.STEP,
            Right.DECIDE,
            Right.EVENTS,
            Right.MODEL,
        }
    ),
    Role.DATA_SCIENTIST: frozenset({Right.MODEL, Right.PROMOTE, Right.RECORDS}),
    Role.AUDITOR: frozenset(
        {
            Right.POSITIONS,
            Right.PEOPLE,
            Right.STANDING,
            Right.JUDGE,
            Right.LISTS,
            Right.PLANS,
            Right.EVENTS,
            Right.MODEL,
            Right.RECORDS,
            Right.QUALITY,
            Right.AUDIT,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {Right.RECORDS, Right.QUALITY, Right.UPLOAD, Right.ACCOUNTS, Right.METRICS}
    ),
}
"""What each role may do. The role that manages accounts neither ranks, decides nor reads the audit;
an account that has several roles may do whatever they bring: nothing keeps them apart."""

WITHIN_AGENCIES = LOOKING | {Right.OPEN, Right.ACCOUNT, Right.STEP}
"""Rights whose answers are cut to the agencies of who asks; all others need the whole city."""

GRANTABLE = LOOKING | {
    Right.JUDGE,
    Right.RANK,
    Right.LISTS,
    Right.CHOOSE,
    Right.PLANS,
    Right.PLAN,
    Right.STEP,
    Right.DECIDE,
    Right.OUTCOMES,
    Right.EVENTS,
    Right.CONSENTS,
    Right.MODEL,
    Right.RECORDS,
    Right.QUALITY,
    Right.METRICS,
}
"""What a portal's key may be granted, each by name.

Whose decision it hands on the audit keeps where X-On-Behalf-Of says so; without it the key stands
there alone, and nobody's own matter can be looked up. Accounts, records, the model that serves and
the audit itself are for people who sign in alone.
"""

OF_A_PORTAL = LOOKING - {Right.POSITIONS} | {Right.RANK, Right.OUTCOMES, Right.EVENTS}
"""What the eight calls of an HR portal need: a key's scopes where none are named."""
