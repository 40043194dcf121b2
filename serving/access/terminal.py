"""Who speaks on a terminal: whoever is logged in to the machine, under the name it knows."""

import os
import pwd

from serving.audit.service import Actor


def find_terminal_actor() -> Actor:
    """Return who the audit names for a command: the login name, its number where it has none.

    The machine's own list is asked, not the environment, which anybody may set.
    """
    number = os.getuid()
    try:
        name = pwd.getpwuid(number).pw_name
    except KeyError:  # a container may run under a number that no list knows
        name = f"uid {number}"
    return Actor("terminal", name=name)
