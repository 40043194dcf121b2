"""The command line `padan`: everything it does stands in `commands`, one file a group."""

import os
import sys

QUIET = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
    "MLFLOW_ALLOW_PICKLE_DESERIALIZATION": "false",
    "OMP_WAIT_POLICY": "PASSIVE",
}
"""Said to libraries before they are imported: report nothing, load no pickles, do not spin."""


def main() -> None:
    """Run the command line of this process and exit with its code."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    from commands.application import run

    sys.exit(run())


if __name__ == "__main__":
    main()
