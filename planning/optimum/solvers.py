"""Loads the two solvers, which each bring a HiGHS library of the same name, so that both work.

OR-tools 9.15 carries HiGHS 1.12 and highspy a later one, both as `libhighs.so.1`: whichever is
loaded first serves both, and the other's missing symbols stop the import. The later one goes first
and OR-tools is bound lazily: its flows never call HiGHS.
"""

import os
import sys
from functools import cache
from threading import Lock
from types import ModuleType

_LOADING = Lock()


def load_highs() -> ModuleType:
    """Return highspy."""
    return _load()[0]


def load_flows() -> ModuleType:
    """Return OR-tools' min-cost flow."""
    return _load()[1]


@cache
def _load() -> tuple[ModuleType, ModuleType]:
    with _LOADING:
        import highspy

        flags = sys.getdlopenflags()
        sys.setdlopenflags(flags & ~os.RTLD_NOW | os.RTLD_LAZY)
        try:
            from ortools.graph.python import min_cost_flow  # type: ignore[import-untyped]
        finally:
            sys.setdlopenflags(flags)
        return highspy, min_cost_flow
