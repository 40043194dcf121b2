"""What a policy file may say of how long answers about people are kept."""

from typing import Annotated

from rules.policy_values import Section, whole

MOST_MONTHS = 1200


class Retention(Section):
    """Calendar months after which a thing is removed; its age counts from its last use.

    A list is used last when it is decided, else when it was made; a plan when it was made, sent,
    revised or decided, or one of its moves took a step. Records are removed where no list or plan
    that is kept was made from them, and never the current ones.
    """

    undecided_months: Annotated[int, whole(1, MOST_MONTHS)]
    decided_months: Annotated[int, whole(1, MOST_MONTHS)]
    records_months: Annotated[int, whole(1, MOST_MONTHS)]
