"""The framework's rows as frames for the warehouse, and the two tables that follow from them: months and vintage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

import pandas as pd
from pydantic import BaseModel

from assets.checking.rules.declared import ALL_RULES
from assets.framework.loader import Framework
from assets.framework.vintage import Vintage, month_end
from assets.warehouse.tables import column_names


def framework_frames(framework: Framework, vintage: Vintage) -> dict[str, pd.DataFrame]:
    """Every table of the schema framework, by name, with the declared columns."""
    rows: dict[str, list[dict[str, object]]] = {
        "framework.vintage": [asdict(vintage)],
        "framework.months": _months(framework),
        "framework.editions": _dumped(framework.editions),
        "framework.participants": _dumped(framework.participants),
        "framework.countries": _dumped(framework.countries),
        "framework.indicators": _dumped(framework.indicators),
        "framework.indicator_splits": [
            {"indicator": indicator.indicator, "split": split}
            for indicator in framework.indicators
            for split in indicator.splits
        ],
        "framework.counting_rules": _counting_rules(framework),
        "framework.cell_statuses": _in_order(framework.cell_statuses),
        "framework.value_states": _in_order(framework.value_states),
        "framework.codes": _codes(framework),
        "framework.targets": _dumped(framework.targets),
        "framework.rule_limits": [
            {"rule": rule.code, "name": name, "number": number}
            for rule in ALL_RULES
            for name, number in rule.limits.items()
        ],
        "framework.published_outcomes": _dumped(framework.published_outcomes),
    }
    return {table: pd.DataFrame(found, columns=column_names(table)) for table, found in rows.items()}


def _dumped(models: Iterable[BaseModel]) -> list[dict[str, object]]:
    return [model.model_dump() for model in models]


def _in_order(states: Iterable[BaseModel]) -> list[dict[str, object]]:
    return [{**state.model_dump(), "state_order": order} for order, state in enumerate(states, start=1)]


def _months(framework: Framework) -> list[dict[str, object]]:
    return [
        {
            "edition_id": edition.edition_id,
            "time_period": month,
            "month_order": order,
            "previous_month": edition.months[order - 2] if order > 1 else None,
            "ends_on": month_end(month),
            "due_on": edition.due_on(month),
            "cut_off_on": edition.cut_off_on(month),
        }
        for edition in framework.editions
        for order, month in enumerate(edition.months, start=1)
    ]


def _counting_rules(framework: Framework) -> list[dict[str, object]]:
    """The rules with the order of their stages; without a first or a last stage every one is in between."""
    stages = {code: order for order, code in enumerate(framework.codelist("stage"), start=1)}
    return [
        {
            **rule.model_dump(),
            "from_order": stages.get(rule.from_stage, 0),
            "until_order": stages.get(rule.until_stage, len(stages) + 1),
        }
        for rule in framework.counting_rules
    ]


def _codes(framework: Framework) -> list[dict[str, object]]:
    seen: dict[str, int] = {}
    rows: list[dict[str, object]] = []
    for code in framework.codes:
        seen[code.codelist] = seen.get(code.codelist, 0) + 1
        rows.append({**code.model_dump(), "code_order": seen[code.codelist]})
    return rows
