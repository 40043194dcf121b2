"""Who acts on planned moves: in which roles, for which agencies, and which person that is.

The role comes from the rights of the account or key, never from the request alone. An officer
releases whoever leaves the own agencies and accepts whoever enters them. A planner also keeps what
the Tim Penilai Kinerja found, as its secretariat, and what an agency answered by letter that nobody
has an account for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from planning.answers import PlannedMove
from planning.work.steps import MoveProgress, NextStep, Role, check_name, check_step
from serving.access.caller import Caller
from serving.access.keys import is_live, list_keys
from serving.access.rights import Right
from serving.access.rights import Role as AccountRole
from serving.audit.service import Actor
from serving.database.access_tables import AccountRow
from serving.plans.errors import MissingLetterError, NotTheirRoleError

ROLES: Mapping[Right, frozenset[Role]] = {
    Right.PLAN: frozenset({"planner", "committee"}),
    Right.DECIDE: frozenset({"appointing_official"}),
}
"""The roles of steps that a right brings for every move."""
OF_AGENCIES: tuple[Role, ...] = ("releasing_agency", "receiving_agency")
"""The roles that an agency has for the moves that touch it."""


@dataclass(frozen=True)
class Acting:
    """Who acts: `roles` for every move, and those of an agency for the moves that touch it.

    `agencies` are an officer's, None for who sees the whole city: no other moves are there for an
    officer. `served` are the agencies that have an account or a key of their own; who stands in for
    the others has it, anybody else None. `drafts`: plans that were not sent are told too, as to
    whoever reads plans.
    """

    actor: Actor
    roles: frozenset[Role]
    agencies: frozenset[str] | None = None
    served: frozenset[str] | None = None
    drafts: bool = False

    def sees(self, move: PlannedMove) -> bool:
        """Tell whether a move is there at all for who acts."""
        touched = _read_agencies(move).values()
        return self.agencies is None or any(one in self.agencies for one in touched)

    def stands_in(self, move: PlannedMove, role: Role) -> bool:
        """Tell whether the role is taken for an agency that has no account, by its letter."""
        if self.served is None or role in self.roles or role not in OF_AGENCIES:
            return False
        return _read_agencies(move).get(role) not in self.served

    def roles_for(self, move: PlannedMove) -> frozenset[Role]:
        """Return the roles in which a move may be acted on."""
        own = self.agencies or frozenset()
        found = {role for role, agency in _read_agencies(move).items() if agency in own}
        return self.roles | found | {role for role in OF_AGENCIES if self.stands_in(move, role)}

    def fit(self, move: PlannedMove, step: NextStep, asked: Role | None = None) -> Role | None:
        """Return the role in which a step may be taken, one's own before another's; else None."""
        may = self.roles_for(move)
        fitting = [role for role in step.roles if role in may and asked in (None, role)]
        return min(fitting, key=lambda role: self.stands_in(move, role), default=None)

    def list_steps(self, move: PlannedMove, progress: MoveProgress) -> tuple[NextStep, ...]:
        """Return the steps that may be taken now, each with the one role in which.

        A step in another's place needs a reason: the agency's letter.
        """
        fitting = ((one, self.fit(move, one)) for one in progress.next)
        return tuple(
            NextStep(one.step, (role,), one.needs_reason or self.stands_in(move, role))
            for one, role in fitting
            if role is not None
        )


def act_for(session: Session, caller: Caller, actor: Actor) -> Acting:
    """Return how the caller of a request acts; `actor` also says for whom a portal speaks."""
    held = (roles for right, roles in ROLES.items() if caller.may(right))
    roles = frozenset[Role]().union(*held)
    served = list_served(session) if caller.may(Right.PLAN) else None
    agencies = caller.agencies
    if AccountRole.AGENCY_OFFICER in caller.roles:
        agencies = agencies or frozenset()
    return Acting(actor, roles, agencies, served, caller.may(Right.PLANS))


def act_on_terminal(actor: Actor) -> Acting:
    """Return how somebody at the installation's own terminal acts: in every role that is named."""
    return Acting(actor, frozenset(get_args(Role)), drafts=True)


def list_served(session: Session) -> frozenset[str]:
    """Return the agencies that an officer has an open account for, or a portal a live key."""
    found = session.scalars(select(AccountRow).where(AccountRow.disabled_at.is_(None)))
    officers = (one.agencies for one in found if AccountRole.AGENCY_OFFICER.value in one.roles)
    now = datetime.now(UTC)
    live = (one for one in list_keys(session) if is_live(one, now))
    keys = (one.agencies for one in live if Right.STEP in one.scopes)
    return frozenset().union(*(one or () for one in (*officers, *keys)))


def take_role(
    acting: Acting,
    move: PlannedMove,
    progress: MoveProgress,
    step: str,
    asked: Role | None,
    why: str,
) -> Role:
    """Return the role in which a step of a move is taken now; `asked` None: whichever fits.

    Raises what `check_step` raises, NotTheirRoleError where who acts lacks the role, and
    MissingLetterError where a step in the place of an agency does not name its letter.
    """
    check_name(step)
    found = next((one for one in progress.next if one.step == step), None)
    may = acting.roles_for(move)
    if asked is not None and asked not in may:
        raise NotTheirRoleError(step, asked, may)
    role = asked or (found and acting.fit(move, found))
    if found is not None and role is None:
        raise NotTheirRoleError(step, None, may)
    taken: Role = role or "planner"  # the step does not follow, whoever would take it
    check_step(progress, step, taken, why)
    if acting.stands_in(move, taken) and not why.strip():
        raise MissingLetterError(step)
    return taken


def may_take(
    acting: Acting, move: PlannedMove, progress: MoveProgress, step: str, asked: Role | None
) -> bool:
    """Tell whether a step may be taken now, in the role asked for or any that fits."""
    return any(one.step == step and acting.fit(move, one, asked) for one in progress.next)


def _read_agencies(move: PlannedMove) -> Mapping[Role, str]:
    """Return the agency left (where there is one) and the agency entered, by their roles."""
    entered: dict[Role, str] = {"receiving_agency": move.target.agency_id}
    if move.origin is None:
        return entered
    return {"releasing_agency": move.origin.agency_id, **entered}
