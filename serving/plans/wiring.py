"""What the routes of plans ask for."""

from typing import Annotated

from fastapi import Depends, Request

from serving.access.admission import CallerNow
from serving.plans.acting import Acting, act_for
from serving.plans.service import Plans
from serving.wiring import DatabaseNow, Portal


def _plans(request: Request) -> Plans:
    plans: Plans = request.app.state.plans
    return plans


def _acting(caller: CallerNow, actor: Portal, database: DatabaseNow) -> Acting:
    with database.read() as session:
        return act_for(session, caller, actor)


ActingNow = Annotated[Acting, Depends(_acting)]
"""How the caller of this request acts on planned moves."""
PlansNow = Annotated[Plans, Depends(_plans)]
"""The maker of plans of this application."""
