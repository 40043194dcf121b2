"""What the routes of plans ask for."""

from typing import Annotated

from fastapi import Depends, Request

from serving.plans.service import Plans


def _plans(request: Request) -> Plans:
    plans: Plans = request.app.state.plans
    return plans


PlansNow = Annotated[Plans, Depends(_plans)]
"""The maker of plans of this application."""
