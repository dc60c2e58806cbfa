"""Published tables: a faulty row is a warning at its cell and is left out, the rest counts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from assets.checking.findings import CheckedFile
from assets.checking.judge import judge
from assets.forms.layout.layout import load_layout
from assets.forms.read import read_workbook
from assets.intake.opening import open_workbook
from tests.checking.returns import LIMITS, check
from tests.checking.wording import said
from tests.forms.forms import FRAMEWORK
from tests.forms.test_tables import HEAD, LAYOUT

REAL = Path(__file__).parents[3] / "shared" / "data" / "real"


def judged(tmp_path: Path, text: str) -> CheckedFile:
    declared, path = tmp_path / "harbour.toml", tmp_path / "table.csv"
    declared.write_text(LAYOUT, encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    layout = load_layout(declared)
    result = read_workbook(open_workbook(path, path.name, LIMITS), FRAMEWORK, [layout])
    return judge("", path.name, result, result.problems, FRAMEWORK, layout)


def test_a_faulty_row_is_a_warning_and_the_rest_counts(tmp_path: Path) -> None:
    file = judged(tmp_path, f"{HEAD}THA;2023;4;5\nXYZ;2023;1;1\nMYS;2023;many;1\n")
    assert file.file_status == "accepted_with_warnings"
    assert [(f.rule, f.severity, f.cell) for f in file.findings] == [("E02", "warning", "A5"), ("E03", "warning", "C6")]
    assert [(o.ref_area, o.obs_value) for o in file.result.observations] == [("THA", 4), ("THA", 5), ("MYS", 1)]
    assert file.what_it_is == "Harbour police, persons found"
    assert file.reason == "2 warnings; first: A5: A word or a place that the form does not know (E02)"


def test_a_clean_table_is_accepted(tmp_path: Path) -> None:
    assert judged(tmp_path, f"{HEAD}THA;2023;4;5\n").file_status == "accepted"


def test_a_table_without_its_headings_is_held(tmp_path: Path) -> None:
    file = judged(tmp_path, HEAD.replace("Men", "Boys") + "THA;2023;4;5\n")
    assert (file.file_status, [f.severity for f in file.findings]) == ("held", ["error"])


@pytest.mark.slow
def test_the_published_glotip_release_counts_with_its_faulty_rows_left_out() -> None:
    path = REAL / "unodc_glotip" / "data_glotip_2023-05-30.xlsx"
    if not path.is_file():
        pytest.skip("The published files stand beside the project only where it is developed.")
    file = check(path)
    assert (file.file_status, file.what_it_is) == ("accepted_with_warnings", "UNODC GLOTIP, national totals a year")
    assert {finding.severity for finding in file.findings} == {"warning"}
    findings = Counter(finding.rule for finding in file.findings)
    fates = Counter(row.fate for row in file.result.rows)
    # A row has one value: a finding for each row that is left out.
    assert sum(findings.values()) == fates["finding"]
    assert fates["value"] == len(file.result.observations)
    assert all("{" not in said(f) and f.cell for f in file.findings)
