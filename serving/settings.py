"""Where an installation keeps its things, read from the environment and `.env`."""

from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from wording import Language


class Settings(BaseSettings):
    """Settings of one installation; every one has a default that works on a laptop.

    `home` holds snapshots, the secret of the surrogate keys and, by default, both databases.
    """

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", frozen=True, validate_by_name=True, env_ignore_empty=True
    )

    home: Path = Field(default=Path("var"), validation_alias="PADAN_HOME")
    given_database_url: str | None = Field(default=None, validation_alias="PADAN_DATABASE_URL")
    given_tracking_uri: str | None = Field(default=None, validation_alias="MLFLOW_TRACKING_URI")
    language: Language = Field(default="id", validation_alias="PADAN_LANGUAGE")
    policy: Path | None = Field(default=None, validation_alias="PADAN_POLICY")

    @property
    def database_url(self) -> str:
        """SQLAlchemy URL of the application's database."""
        return self.given_database_url or f"sqlite:///{self.home.resolve() / 'padan.db'}"

    @property
    def tracking_uri(self) -> str:
        """MLflow store of runs and models."""
        return self.given_tracking_uri or f"sqlite:///{self.home.resolve() / 'mlflow.db'}"

    @property
    def snapshots(self) -> Path:
        """Folder of the imported records."""
        return self.home / "snapshots"

    @cached_property
    def software_version(self) -> str:
        """Version of this software, as every answer that ranks names it."""
        return version("padan")
