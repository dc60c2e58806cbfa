"""What the steps of a run are given to work with; a test puts others in their place.

Nothing of it is looked up when the definitions are imported: the environment and the files of the state folder are read
when a run begins, so that a wrong setting fails that run with its sentence and not the whole code location.
"""

# Dagster reads the annotations of a resource as they are: no `from __future__ import annotations` here.

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
from pydantic import Field, PrivateAttr

from assets.framework.loader import Framework, FrameworkError
from assets.intake.archive import Archive
from assets.warehouse.store import Warehouse
from pipelines.last_run import forget
from pipelines.settings import Settings, SettingsError, load_settings
from pipelines.state_folder import hold_state_folder


class SettingsResource(dg.ConfigurableResource["SettingsResource"]):
    """The settings and the framework tables of one state folder, read once a run."""

    home: str = Field(default="", description="the state folder; empty: as JPA_HOME says, else var/ in the project")
    _settings: Settings | None = PrivateAttr(default=None)
    _framework: Framework | None = PrivateAttr(default=None)

    @property
    def settings(self) -> Settings:
        """The settings in force; raises dagster.Failure with what is wrong in them."""
        if self._settings is None:
            with _said_in_one_sentence():
                self._settings = load_settings(Path(self.home) if self.home else None)
        return self._settings

    @property
    def framework(self) -> Framework:
        """The framework tables in force; raises dagster.Failure with what is wrong in them."""
        if self._framework is None:
            settings = self.settings
            with _said_in_one_sentence():
                self._framework = settings.framework()
        return self._framework


class ArchiveResource(dg.ConfigurableResource["ArchiveResource"]):
    """Every file ever received."""

    settings: dg.ResourceDependency[SettingsResource]

    @property
    def archive(self) -> Archive:
        """The archive of the state folder."""
        return Archive(self.settings.settings.archive)


class WarehouseResource(dg.ConfigurableResource["WarehouseResource"]):
    """The tables; the connection that one step opens is that of all steps of the run."""

    settings: dg.ResourceDependency[SettingsResource]

    @property
    def warehouse(self) -> Warehouse:
        """The warehouse of the state folder; whoever opens it holds the folder and forgets the last run first."""
        settings = self.settings.settings

        def before_writing() -> None:
            hold_state_folder(settings.home, settings.lock_seconds)
            forget(settings)

        return Warehouse(settings.warehouse, settings.published_warehouse, settings.lock_seconds, before_writing)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> "Iterator[WarehouseResource]":
        """Keep the connection until the run ends."""
        try:
            kept_open = self.warehouse.kept_open()
        except dg.Failure:
            # A wrong setting is the failure of the step that needs it: a run that fails before its steps says it badly.
            yield self
            return
        with kept_open:
            yield self


@contextmanager
def _said_in_one_sentence() -> Iterator[None]:
    """Fail with the sentence that names file, line or key: an administrator can mend it."""
    try:
        yield
    except (SettingsError, FrameworkError) as error:
        raise dg.Failure(description=str(error), allow_retries=False) from None
