"""What is asked for a person's own view: the position, and as of which days as for a candidate."""

from typing import Annotated

from fastapi import Query

PositionId = Annotated[str, Query(max_length=255, description="the position that is spoken of")]
