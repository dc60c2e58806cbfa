"""A form opened and saved by LibreOffice, in each format it writes, is read like the one that was sent out."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.forms.forms import read_file, write_form
from tests.forms.test_round_trip import facts_of, full_content

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine"),
]


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_a_form_saved_by_libreoffice_says_the_same(tmp_path: Path, ending: str) -> None:
    sent = write_form(tmp_path / "form.xlsx", full_content())
    saved = tmp_path / "saved"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [str(SOFFICE), profile, "--headless", "--convert-to", ending, "--outdir", str(saved), str(sent)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    result = read_file(saved / f"form.{ending}")
    assert result.problems == []
    assert facts_of(result) == facts_of(read_file(sent))
