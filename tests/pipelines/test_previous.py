"""What a new form prints beside its cells: the month before, as its sender reported it."""

from __future__ import annotations

import pytest

from assets.forms.layout.layout import load_layouts
from assets.forms.writer.content import FormContent
from assets.warehouse.queries import load_queries
from assets.warehouse.runner import run_all, set_threads
from pipelines.previous import previous_from
from tests.shared import in_memory
from tests.warehouse.built import filled, warehouse_in
from tests.warehouse.small_edition import Row, SmallEdition, Value, cell_of

JULY, AUGUST = "2023-07", "2023-08"
ARR = ("ARR.TIP", "_T._T")


def before_august(small: SmallEdition) -> FormContent | None:
    with in_memory() as folder:
        warehouse = warehouse_in(folder)
        with warehouse.connection() as connection:
            filled(small, folder)
            set_threads(connection)
            run_all(connection, load_queries())
        warehouse.publish()
        return previous_from(warehouse, small.framework, load_layouts())("THA", AUGUST)


@pytest.mark.parametrize("value", [0, 7, "<5", "..", "n/a", None])
def test_a_cell_of_the_month_before_is_shown_as_it_was_typed(value: Value) -> None:
    small = SmallEdition(months=2)
    small.send("THA", JULY, {"ARR TIP": value, "CHG TIP": 3})
    shown = before_august(small)
    assert shown is not None and shown.grids["outcomes"].get(ARR) == value


def cumulative(value: int | None, to_date: str, status: str = "V", **bounds: int) -> list[Row]:
    """One cell of a sheet that counts to date: what the month alone is, and what stands in the cell."""
    alone = {**cell_of("ARR TIP", value), "obs_status": status, "raw_text": to_date, **bounds}
    return [
        {**alone, "cell": "C3"},
        {**cell_of("ARR TIP", int(to_date)), "cell": "C3", "reporting_mode": "CUM"},
    ]


@pytest.mark.parametrize(
    ("alone", "shown"),
    [
        (cumulative(4, "31"), 4),
        (cumulative(None, "31", "O"), None),
        (cumulative(None, "31", "Q", lower_bound=1, upper_bound=5), None),
    ],
)
def test_a_number_to_date_is_never_shown_as_the_month_before(alone: list[Row], shown: int | None) -> None:
    """Whoever fills in the form compares with it: a year so far beside a month would look like a fall."""
    small = SmallEdition(months=2)
    small.send("THA", JULY, {"CHG TIP": 3}, observations=alone)
    content = before_august(small)
    assert content is not None and content.grids["outcomes"].get(ARR) == shown


def test_before_the_first_month_and_without_a_return_there_is_nothing() -> None:
    small = SmallEdition(months=2)
    small.send("MYS", JULY, {"ARR TIP": 4})
    assert before_august(small) is None
