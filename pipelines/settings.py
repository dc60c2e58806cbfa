"""Folders, limits and thresholds: one typed object, from ``jpa.toml`` in the state folder and the environment.

The environment wins over the file, the file over the defaults. Every key is described in docs/administrator.md.
"""

from __future__ import annotations

import os
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assets.framework.loader import Edition, Framework, load_framework
from assets.intake.limits import Limits

PROJECT = Path(__file__).parents[1]
ENVIRONMENT = {"JPA_HOME": "home", "JPA_EDITION": "edition", "JPA_WORKERS": "workers", "JPA_AS_OF": "as_of"}


class SettingsError(ValueError):
    """The settings file or a variable of the environment cannot be used."""


class Settings(BaseModel):
    """All that an administrator may set; folders follow from ``home``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = Field(default=PROJECT / "var", description="the state folder; everything written stands below it")
    edition: str = Field(default="", description="edition_id to work on; empty: the one that is running, or the last")
    as_of: date | None = Field(default=None, description="build the preview as of this day instead of today")
    workers: int = Field(default=0, ge=0, description="processes that read workbooks; 0: one for each processor")
    limits: Limits = Field(default_factory=Limits, description="what a received file may cost; see docs/promises.md")
    keep_inbox: bool = Field(default=False, description="leave files in the inbox once they are archived")
    settle_seconds: float = Field(default=2.0, ge=0, description="pause between the two looks at a file in the inbox")
    lock_seconds: float = Field(default=60.0, ge=0, description="how long a run waits for another one to end")
    inbox_seconds: int = Field(
        default=5, ge=1, description="how often the sensor looks into the inbox, at most every 5"
    )
    keep_runs_days: int = Field(
        default=90, ge=1, description="after how many days Dagster's history of a refresh is deleted"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = Field(
        default="INFO", description="of the run logs"
    )

    @property
    def inbox(self) -> Path:
        """Where data officers put files."""
        return self.home / "inbox"

    @property
    def archive(self) -> Path:
        """Every file ever received, by sha256, and the log of receipts."""
        return self.home / "archive"

    @property
    def decisions(self) -> Path:
        """What officers decided: waivers, corrections, withdrawals."""
        return self.home / "decisions"

    @property
    def answers(self) -> Path:
        """What every sender gets back: receipt, report, the marked workbook."""
        return self.home / "answers"

    @property
    def overlay(self) -> Path:
        """Framework tables that replace the ones shipped."""
        return self.home / "framework"

    @property
    def layouts(self) -> Path:
        """Layouts that are read beside the ones shipped; one of the same file name replaces it."""
        return self.home / "layouts"

    @property
    def working(self) -> Path:
        """What can be deleted and is worked out anew."""
        return self.home / "working"

    @property
    def warehouse(self) -> Path:
        """The DuckDB file of the one writer."""
        return self.working / "warehouse.duckdb"

    @property
    def published_warehouse(self) -> Path:
        """The copy that readers open."""
        return self.home / "warehouse" / "jpa.duckdb"

    @property
    def dashboards(self) -> Path:
        """The pointer to the pages built last."""
        return self.home / "dashboards"

    @property
    def sites(self) -> Path:
        """The builds of the pages that ``dashboards`` points at, a folder each."""
        return self.working / "sites"

    @property
    def releases(self) -> Path:
        """Frozen releases, one folder each."""
        return self.home / "releases"

    @property
    def dagster_home(self) -> Path:
        """Dagster's own state."""
        return self.home / "dagster"

    @property
    def worker_count(self) -> int:
        """Processes that read workbooks."""
        return self.workers or os.cpu_count() or 1

    def framework(self) -> Framework:
        """The framework tables with this state folder's replacements."""
        return load_framework(self.overlay)

    def current_edition(self, framework: Framework) -> Edition:
        """The edition that is set, else the last one that has begun, else the first."""
        if self.edition:
            return framework.edition(self.edition)
        begun = [e for e in framework.editions if e.first_day <= self.today(e)]
        return max(begun, key=lambda e: e.first_day) if begun else min(framework.editions, key=lambda e: e.first_day)

    def today(self, edition: Edition) -> date:
        """The day it is in the edition's time zone, or the day that is set."""
        return self.as_of or datetime.now(ZoneInfo(edition.time_zone)).date()


def version() -> str:
    """The product's version, as pyproject.toml says: the product always runs from its source tree."""
    return str(tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def state_folder() -> Path:
    """Where the state stands, as the environment says; no file is read."""
    return Path(os.environ.get("JPA_HOME") or PROJECT / "var").expanduser().absolute()


def load_settings(home: Path | None = None) -> Settings:
    """The settings in force in ``home``, else in the state folder that the environment names.

    Raises SettingsError naming the file or variable and the key that is wrong.
    """
    found: dict[str, Any] = {key: os.environ[name] for name, key in ENVIRONMENT.items() if os.environ.get(name)}
    home = home or state_folder()
    path = home / "jpa.toml"
    if path.is_file():
        try:
            found = {**tomllib.loads(path.read_text(encoding="utf-8")), **found}
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"{path} is not valid TOML: {error}") from error
    if path.is_file() and "home" in tomllib.loads(path.read_text(encoding="utf-8")):
        raise SettingsError(f"Setting home (in {path}): the file stands in the state folder; set JPA_HOME instead.")
    try:
        return Settings.model_validate({**found, "home": home})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        raise SettingsError(f"Setting {key} (in {path} or the environment): {first['msg']}") from error
