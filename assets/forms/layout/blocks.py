"""The blocks a layout is made of: fields, grid, list and table, as declared in a layout file."""

from __future__ import annotations

from itertools import product
from typing import Annotated, Literal

from pydantic import Field, model_validator

from assets.forms.layout.part import Part
from assets.forms.layout.table_blocks import TableBlock

Dimension = Literal["indicator", "crime", "victim_status", "exploitation", "sex", "age", "counterpart_area"]
FieldKind = Literal["text", "code", "edition", "participant", "country", "area", "countries", "month", "date", "count"]


class FormField(Part):
    """One field of the cover or one column of a list.

    ``kind`` says how it is read; ``codelist`` names the code list of a field of kind code. A field that
    ``identifies`` says whose return this is: without it the file cannot be used (F07). A field that is ``asked``
    is counted among the answers the form waits for; the sender sees where it is blank, a return without it stands.
    """

    name: str
    label: str = ""
    help: str = ""
    kind: FieldKind = "text"
    codelist: str = ""
    section: str = ""
    required: bool = False
    asked: bool = False
    identifies: bool = False
    hidden: bool = False
    locked: bool = False
    width: int = 14

    @model_validator(mode="after")
    def _complete(self) -> FormField:
        if (self.kind == "code") != bool(self.codelist):
            raise ValueError("codelist goes with the kind code, and only with it")
        if not self.hidden and not self.label:
            raise ValueError("a field that is shown needs a label")
        return self


class FieldsBlock(Part):
    """Label, value and help, one below the other."""

    kind: Literal["fields"]
    name: str
    sheet: str
    fields: tuple[FormField, ...]


class RowLabel(Part):
    """A column beside the rows of a grid that tells a person what the row is.

    Those up to the first that ``scrolls`` stay in sight while a person moves to the right.
    """

    label: str
    show: Literal["code", "name", "unit", "counted_when"]
    dimension: Dimension
    width: int
    scrolls: bool = False


class GridColumn(Part):
    """A value column of a grid, its machine code and its fixed dimensions."""

    key: str
    label: str
    dimensions: dict[Dimension, str]

    @property
    def is_total(self) -> bool:
        """Whether it counts everybody; the columns that do not are its parts."""
        return all(code == "_T" for code in self.dimensions.values())


class GridBlock(Part):
    """Rows of codes by columns of codes; each cell is one count.

    ``rows`` declares groups: every combination of the codes of a group, in order. All groups use the same
    dimensions, and the machine key of a row is its codes joined by points.
    """

    kind: Literal["grid"]
    name: str
    sheet: str
    rows: tuple[dict[Dimension, tuple[str, ...]], ...]
    fixed: dict[Dimension, str] = {}
    row_labels: tuple[RowLabel, ...]
    columns: tuple[GridColumn, ...]
    column_width: int = 8

    @model_validator(mode="after")
    def _one_kind_of_row(self) -> GridBlock:
        if len({tuple(group) for group in self.rows}) != 1:
            raise ValueError("rows: every group must name the same dimensions in the same order")
        keys = [row_key(row) for row in self.expanded_rows()]
        if len(set(keys)) != len(keys):
            raise ValueError("rows: two rows have the same codes")
        if [column.is_total for column in self.columns] != [False] * (len(self.columns) - 1) + [True]:
            raise ValueError("columns: the total comes last, after its parts")
        return self

    @property
    def grouping(self) -> Dimension:
        """The first dimension of the rows: those with the same code of it stand together."""
        return next(iter(self.rows[0]))

    def expanded_rows(self) -> tuple[dict[Dimension, str], ...]:
        """The dimensions of every row, in the order of the form."""
        return tuple(dict(zip(group, codes, strict=True)) for group in self.rows for codes in product(*group.values()))


class ListedObservation(Part):
    """How the rows of a list become observations: a count field, and fields that give dimensions."""

    count: str
    fixed: dict[Dimension, str]
    dimensions: dict[str, Dimension]


class ListBlock(Part):
    """Records, one a row; ``ready_rows`` are laid out in a blank form, more may be added.

    ``stated_by`` names the field of the cover that says whether the list is whole, with the codes of ``listing``.
    ``once`` are the fields that together stand in one row alone: a second row would count the same thing again. A row
    without the first of them cannot be told from others.
    """

    kind: Literal["list"]
    name: str
    sheet: str
    title: str = ""
    intro: str = ""
    fields: tuple[FormField, ...]
    ready_rows: int
    first_column: int = 2
    stated_by: str = ""
    once: tuple[str, ...] = ()
    observation: ListedObservation | None = None

    @model_validator(mode="after")
    def _known_fields(self) -> ListBlock:
        names = {item.name for item in self.fields}
        if unknown := [name for name in self.once if name not in names]:
            raise ValueError(f"once: {unknown[0]} is no field of the list")
        return self


Block = Annotated[FieldsBlock | GridBlock | ListBlock | TableBlock, Field(discriminator="kind")]


def row_key(dimensions: dict[Dimension, str]) -> str:
    """The machine code of a grid row: its codes joined by points."""
    return ".".join(dimensions.values())
