"""What the public routes ask for: the answer in the reader's language, records or none."""

from typing import Annotated

from fastapi import Depends, Request

from planning.publication.answers import Transparency
from serving.transparency.service import PublicAnswers
from serving.wiring import DatabaseNow, Reader, WarmNow


def _public(
    request: Request, database: DatabaseNow, warm: WarmNow, language: Reader
) -> Transparency:
    answers: PublicAnswers = request.app.state.public
    return answers.read(database, warm.describe().made_up, language)


PublicNow = Annotated[Transparency, Depends(_public)]
"""Everything public."""
