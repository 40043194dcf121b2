"""The menu of the pages: each entry is seen by those who may open its page."""

from dataclasses import dataclass

from serving.access.caller import Caller
from serving.access.rights import Right

HOME = "/"


@dataclass(frozen=True)
class Entry:
    """A page of the menu: its text is `pages.menu_NAME`, what it is for `home.room_NAME`."""

    name: str
    right: Right
    below: str = ""

    @property
    def address(self) -> str:
        """Return where the page is."""
        return HOME + (self.below or self.name)


OFTEN = (
    Entry("positions", Right.POSITIONS),
    Entry("shortlists", Right.LISTS),
    Entry("people", Right.PEOPLE),
    Entry("plans", Right.PLANS),
    Entry("workload", Right.POSITIONS),
    Entry("scenarios", Right.PLANS),
    Entry("users", Right.ACCOUNTS),
    Entry("keys", Right.ACCOUNTS),
)
SELDOM = (
    Entry("drafts", Right.RANK),
    Entry("agency_moves", Right.STEP, "agency-moves"),
    Entry("consents", Right.CONSENTS),
    Entry("aftermath", Right.PLANS),
    Entry("quality", Right.QUALITY, "data/quality"),
    Entry("data", Right.RECORDS),
    Entry("model", Right.MODEL),
    Entry("versions", Right.PROMOTE, "model/versions"),
    Entry("monitor", Right.MODEL),
    Entry("audit", Right.AUDIT),
    Entry("transparency", Right.OPEN),
)
FEW = 6
"""So many entries stand in sight on one line; the others stand behind "more"."""


@dataclass(frozen=True)
class Menu:
    """What a caller may open: what is in sight, and what stands behind "more"."""

    often: tuple[Entry, ...]
    seldom: tuple[Entry, ...]


def find_menu(caller: Caller) -> Menu:
    """Return the menu of a caller; all in sight where there is little."""
    often = tuple(entry for entry in OFTEN if caller.may(entry.right))
    seldom = tuple(entry for entry in SELDOM if caller.may(entry.right))
    if len(often) + len(seldom) <= FEW:
        return Menu(often + seldom, ())
    return Menu(often[:FEW], often[FEW:] + seldom)


def find_current(menu: Menu, path: str) -> Entry | None:
    """Return the entry whose page an address is, or stands below; the nearest one."""
    entries = (*menu.often, *menu.seldom)
    above = [one for one in entries if path == one.address or path.startswith(one.address + "/")]
    return max(above, key=lambda one: len(one.address), default=None)
