"""Where an installation keeps its things, read from the environment and `.env`."""

from functools import cached_property
from importlib.metadata import version
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from wording import Language


def _in_home(file: str, variable: str | None = None) -> Any:
    def make(earlier: dict[str, Any]) -> str:
        return f"sqlite:///{earlier['home'].resolve() / file}"

    return Field(default_factory=make, validation_alias=variable)


def _check_public(url: str) -> str:
    """Let an address pass that hides passwords on their way: https, a host, and nothing else."""
    parts = urlsplit(url.rstrip("/"))
    port_or_host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    if parts.scheme != "https" or not parts.hostname or parts.netloc.lower() != port_or_host:
        raise ValueError("not https://HOST")
    if parts.path or parts.query or parts.fragment:
        raise ValueError("more than https://HOST")
    return url.rstrip("/")


def _check_proxy(address: str) -> str:
    """Let one address or network pass: whoever is in it may say where a request comes from."""
    ip_network(address)
    return address


class Settings(BaseSettings):
    """Settings of one installation; every one has a default that works on a laptop.

    `home` (PADAN_HOME) holds snapshots, the secret of the surrogate keys and, by default, both
    databases: the application's own (PADAN_DATABASE_URL) and MLflow's (MLFLOW_TRACKING_URI).
    `rate` (PADAN_RATE) is how many requests a minute one caller may send to one worker process.
    `url` (PADAN_URL) is the address by which others reach it through a proxy that speaks TLS,
    `https://padan.kota.go.id`; None: nobody but this machine does.
    `proxy` (PADAN_PROXY) is that proxy's address or network: where `url` is set, what it says of
    where a request comes from is believed, and what anybody else says is not.
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
    url: Annotated[str, AfterValidator(_check_public)] | None = None
    proxy: Annotated[str, AfterValidator(_check_proxy)] = "127.0.0.1"
    rate: int = Field(default=600, ge=1)

    @property
    def public_host(self) -> str | None:
        """Name of the host by which others reach the installation, None where nobody does."""
        return None if self.url is None else urlsplit(self.url).hostname

    def name_cookie(self, name: str) -> str:
        """Return a cookie's name here: behind TLS one that no neighbouring host can set."""
        return name if self.url is None else f"__Host-{name}"

    @property
    def snapshots(self) -> Path:
        """Folder of the imported records."""
        return self.home / "snapshots"

    @cached_property
    def software_version(self) -> str:
        """Version of this software, as every answer that ranks names it."""
        return version("padan")
