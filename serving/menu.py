"""The menu of the pages: each entry is seen by those who may open its page."""

from dataclasses import dataclass

from serving.access.caller import Caller
from serving.access.rights import Right


@dataclass(frozen=True)
class Entry:
    """A page of the menu: its address, whose text is `pages.menu_…`, and the right it needs."""

    room: str
    right: Right


OFTEN = (
    Entry("positions", Right.POSITIONS),
    Entry("shortlists", Right.LISTS),
    Entry("plans", Right.PLANS),
    Entry("workload", Right.POSITIONS),
    Entry("scenarios", Right.PLANS),
    Entry("users", Right.ACCOUNTS),
    Entry("keys", Right.ACCOUNTS),
)
SELDOM = (
    Entry("drafts", Right.RANK),
    Entry("aftermath", Right.PLANS),
    Entry("model", Right.MODEL),
    Entry("monitor", Right.MODEL),
    Entry("data", Right.RECORDS),
    Entry("transparency", Right.OPEN),
)
FEW = 6
"""Entries that stand side by side on a small screen: with so few there is no second menu."""


@dataclass(frozen=True)
class Menu:
    """The rooms that a caller may open: those in sight, and those behind "more"."""

    often: tuple[str, ...]
    seldom: tuple[str, ...]


def find_menu(caller: Caller) -> Menu:
    """Return the menu of a caller; all in sight where there are few."""
    often = tuple(entry.room for entry in OFTEN if caller.may(entry.right))
    seldom = tuple(entry.room for entry in SELDOM if caller.may(entry.right))
    few = len(often) + len(seldom) <= FEW
    return Menu(often + seldom, ()) if few else Menu(often, seldom)
