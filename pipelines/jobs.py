"""What an officer can press: refresh, recheck, publish_release, verify_archive."""

from __future__ import annotations

import dagster as dg

from assets.checking.assets import DECISIONS, LAYOUTS
from assets.framework.assets import FILES, SETTINGS
from assets.intake.assets import INBOX, every_file_is_as_received

RELEASES = dg.AssetSelection.groups("releases")
_VERIFY = dg.AssetSelection.checks(every_file_is_as_received)
_SOURCES = dg.AssetSelection.assets(INBOX, DECISIONS, LAYOUTS, FILES, SETTINGS)
_EVERYTHING = (dg.AssetSelection.all() | _SOURCES) - RELEASES - _VERIFY

refresh = dg.define_asset_job(
    "refresh",
    selection=_EVERYTHING,
    description="Take in what is in the inbox, check it, add it up, build the dashboards. Files that were read "
    "before are not read again. Safe to press at any time.",
)
recheck = dg.define_asset_job(
    "recheck",
    selection=_EVERYTHING,
    config={"ops": {"checked": {"config": {"reread": True}}}},
    description="The same as refresh, but every file of the archive is read and checked again.",
)
publish_release = dg.define_asset_job(
    "publish_release",
    selection=RELEASES,
    description="Freeze one release: choose the month, say who approves it.",
)
verify_archive = dg.define_asset_job(
    "verify_archive",
    selection=_VERIFY,
    description="Prove that every file of the archive is, to the bit, what was received.",
)
