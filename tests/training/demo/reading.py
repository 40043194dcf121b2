"""Reads a made-up city's folder as plain texts."""

from pathlib import Path

import pandas as pd


def read_tables(directory: Path) -> dict[str, pd.DataFrame]:
    """Read every CSV of a folder as texts, empty cells as empty texts."""
    return {
        path.stem: pd.read_csv(path, dtype=str, keep_default_na=False)
        for path in sorted(directory.glob("*.csv"))
    }
