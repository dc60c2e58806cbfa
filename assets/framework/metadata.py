"""What the Dagster UI shows under an asset: tables, the columns of a table, and where its code is."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import dagster as dg

from assets.framework.contract import ContractViolation

SHOWN_ROWS = 50  # The UI shows no more rows of a table.


def table(rows: Sequence[Mapping[str, str | int]]) -> dg.TableMetadataValue:
    """Rows of like columns as a metadata table, cut to what the UI shows; one row of "none" where there is none."""
    shown = list(rows[:SHOWN_ROWS]) or [{"": "none"}]
    schema = dg.TableSchema(columns=[dg.TableColumn(column) for column in shown[0]])
    return dg.MetadataValue.table(records=[dg.TableRecord(dict(row)) for row in shown], schema=schema)


def code_reference(path: Path) -> dict[str, dg.CodeReferencesMetadataValue]:
    """Metadata that says which file an asset is made by."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)
        reference = dg.LocalFileCodeReference(file_path=str(path), line_number=1, label=path.name)
        return {"dagster/code_references": dg.CodeReferencesMetadataValue(code_references=[reference])}


def contract_check(asset: dg.AssetKey, tables: str) -> dg.AssetCheckSpec:
    """The check that rows are as declared before they are written; ``tables`` says in words which rows."""
    return dg.AssetCheckSpec(
        "rows_are_as_declared",
        asset=asset,
        description=f"Every row of {tables} has the declared columns, types and codes; else nothing is written.",
        blocking=True,
    )


def contract_kept(asset: dg.AssetKey) -> dg.AssetCheckResult:
    """The result of ``contract_check`` once the rows are written."""
    return dg.AssetCheckResult(asset_key=asset, check_name="rows_are_as_declared", passed=True)


def contract_broken(asset: dg.AssetKey, violation: ContractViolation) -> dg.AssetCheckResult:
    """The result of ``contract_check`` where nothing was written: which table, column, check, and where."""
    return dg.AssetCheckResult(
        asset_key=asset,
        check_name="rows_are_as_declared",
        passed=False,
        metadata={"what is not as declared": str(violation)},
    )
