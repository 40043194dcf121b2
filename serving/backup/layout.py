"""What belongs to an installation's home, for who writes it into a backup and who reads it back."""

from pathlib import Path, PurePath

from snapshots.store import CURRENT

IN_USE = PurePath("snapshots", CURRENT)
"""The one file of those folders that changes: it names the records in use."""
POLICY = "policy.toml"
"""Where the rules of a policy file come to lie in a restored home."""
HIDDEN = "."
"""Files and folders whose names begin so are no part of an installation, or not yet."""


def artifacts_of(home: Path) -> str:
    """Return where the models of a home lie, as MLflow writes it."""
    return (home.resolve() / "mlartifacts").as_uri()
