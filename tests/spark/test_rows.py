"""What counts as a difference between Spark's rows and DuckDB's, and what is written for Spark."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.spark.engine import JavaMissing, require_java, spark_sql
from tests.spark.rows import rows_that_differ


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ([("a", 1), ("b", 2)], [("b", 2), ("a", 1)]),
        ([(0.1 + 0.2,)], [(0.3,)]),
        ([(Decimal("1.50"),)], [(1.5,)]),
        ([(-0.0,), (float("nan"),)], [(0.0,), (float("nan"),)]),
    ],
)
def test_order_and_the_last_digits_of_a_sum_are_no_difference(
    left: list[tuple[object]], right: list[tuple[object]]
) -> None:
    assert rows_that_differ(left, right) == ([], [])


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (None, ""),
        (None, 0),
        (True, 1),
        (1, 1.0),
        (date(2024, 1, 1), "2024-01-01"),
        (1.0, 1.000001),
        (float("nan"), None),
    ],
)
def test_another_value_is_a_difference(left: object, right: object) -> None:
    in_left, in_right = rows_that_differ([("same", 1), ("row", left)], [("row", right), ("same", 1)])
    assert len(in_left) == len(in_right) == 1


def test_a_row_that_is_there_once_too_often_is_a_difference() -> None:
    assert rows_that_differ([("a",), ("a",)], [("a",)]) == ([("a",)], [])


def test_a_value_of_an_unknown_kind_is_not_compared_by_its_text() -> None:
    with pytest.raises(TypeError, match="list"):
        rows_that_differ([([1],)], [([1],)])


def test_a_quartile_lies_between_its_neighbours_in_spark_as_well() -> None:
    assert spark_sql("select quantile_cont(days, 0.25) as q from t") == "SELECT PERCENTILE(days, 0.25) AS q FROM t"


def test_without_java_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(JavaMissing, match="apt install openjdk-17-jre-headless"):
        require_java()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(JavaMissing, match="where there is no bin/java"):
        require_java()
