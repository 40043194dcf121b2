"""Where an installation keeps its things, read from the environment and `.env`."""

from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from wording import Language


def _in_home(file: str, variable: str | None = None) -> Any:
    def make(earlier: dict[str, Any]) -> str:
        return f"sqlite:///{earlier['home'].resolve() / file}"

    return Field(default_factory=make, validation_alias=variable)


class Settings(BaseSettings):
    """Settings of one installation; every one has a default that works on a laptop.

    `home` (PADAN_HOME) holds snapshots, the secret of the surrogate keys and, by default, both
    databases: the application's own (PADAN_DATABASE_URL) and MLflow's (MLFLOW_TRACKING_URI).
    """

    model_config = SettingsConfigDict(
        env_prefix="PADAN_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        validate_by_name=True,
    )

    home: Path = Path("var")
    database_url: str = _in_home("padan.db")
    tracking_uri: str = _in_home("mlflow.db", "MLFLOW_TRACKING_URI")
    language: Language = "id"
    policy: Path | None = None

    @property
    def snapshots(self) -> Path:
        """Folder of the imported records."""
        return self.home / "snapshots"

    @cached_property
    def software_version(self) -> str:
        """Version of this software, as every answer that ranks names it."""
        return version("padan")
