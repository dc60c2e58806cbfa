"""Layout files: one declaration that builds our form, reads it, and reads other people's sheets.

A layout is a TOML file in ``layouts/``. Adding one is a new file and a test, no code. An administrator adds one without
touching the source tree by putting it into the overlay folder (``JPA_HOME/layouts``).
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from assets.forms.layout.blocks import (
    Block,
    FieldsBlock,
    FormField,
    GridBlock,
    ListBlock,
)
from assets.forms.layout.fits import Fits, Identity, Source
from assets.forms.layout.part import Part
from assets.forms.layout.table_blocks import TableBlock, known_codes, unknown_code
from assets.forms.layout.table_columns import Attribute
from assets.forms.values import Convention, Mark
from assets.framework.loader import Framework, FrameworkError
from assets.framework.texts import translate

_NEEDED: tuple[Attribute, ...] = ("indicator", "ref_area", "time_period")
_NOT_IN_A_RETURN: tuple[Attribute, ...] = ("ref_area", "topic", "category")
LAYOUTS = Path(__file__).parents[1] / "layouts"


class LayoutError(ValueError):
    """A layout file cannot be used; the message names the file and the key."""


class Section(Part):
    """A heading and the lines below it."""

    title: str
    lines: tuple[str, ...]


class SheetText(Part):
    """What a sheet of the form says about itself: heading, guidance above the rows, and sections below them.

    A text may name the places {due_on} (the day) and those of the sheets, such as {Notes}. ``tab`` is the colour
    of the sheet's tab.
    """

    name: str
    title: str
    about: str
    guidance: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    tab: str = Field(default="#9AA5B1", pattern=r"^#[0-9A-F]{6}$")


class MarkText(Part):
    """One line of the legend of marks; ``short`` is said above the rows, on those ``on_sheets``."""

    mark: str
    means: str
    short: str = ""
    on_sheets: bool = True


class Layout(Part):
    """One layout: what it fits and its blocks. ``digest`` is the sha256 of the file."""

    id: str = Field(
        pattern=r"^[a-z0-9_]+$", description="A name of small letters, digits and `_`, the same in all versions."
    )
    version: str = Field(min_length=1, description="The release or version of what it reads; one file a version.")
    kind: Literal["return", "national", "context"] = Field(
        description="`national`: a country's own sheet, read as its return. `context`: figures that somebody "
        "published, shown beside those of the period and never added to them. (`return` is our own form.)"
    )
    title: str = Field(description="What such a file is, for people.")
    file: str
    digest: str
    fits: tuple[Fits, ...] = Field(min_length=1, description="What such a file is told by: see below.")
    source: Source | None = Field(default=None, description="Whose figures they are; must be there: see below.")
    identity: Identity | None = Field(
        default=None, description="Of a country's own sheet: whose return it is, and of which month: see below."
    )
    conventions: dict[str, Convention] = {}
    fonts: dict[str, str] = {}
    legend: tuple[MarkText, ...] = ()
    sheets: tuple[SheetText, ...] = ()
    blocks: tuple[Block, ...] = Field(min_length=1, description="The tables: see below.")

    @model_validator(mode="after")
    def _whole(self) -> Layout:
        names = [block.name for block in self.blocks]
        if len(set(names)) != len(names):
            raise ValueError("blocks: two blocks have the same name")
        if self.kind == "return":
            described = {sheet.name for sheet in self.sheets}
            missing = {block.sheet for block in self.form_blocks} - described
            if missing:
                raise ValueError(f"sheets: {', '.join(sorted(missing))} is not described")
            if "en" not in self.conventions:
                raise ValueError("conventions: en is missing")
        elif self.form_blocks or self.source is None:
            raise ValueError("source: a layout of tables names its source, and has nothing but tables")
        return self

    @model_validator(mode="after")
    def _says_of_what(self) -> Layout:
        if (self.kind == "national") != (self.identity is not None):
            raise ValueError("identity: goes with the kind national, and only with it")
        for block in self.tables:
            given = {"ref_area", "time_period"} if self.identity and self.identity.says_month else set()
            given |= {"ref_area"} if self.identity else set()
            if lacking := [name for name in _NEEDED if name not in given and not block.says(name)]:
                raise ValueError(f"blocks: {block.name}: {lacking[0]} is neither fixed nor read from a column")
            # They are no part of what a return counts: two counts would stand under one key.
            if self.identity and (foreign := [name for name in _NOT_IN_A_RETURN if block.says(name)]):
                raise ValueError(f"blocks: {block.name}: {foreign[0]} has no place in a return")
        return self

    @cached_property
    def form_blocks(self) -> tuple[FieldsBlock | GridBlock | ListBlock, ...]:
        """The blocks of our own form, in order."""
        return tuple(block for block in self.blocks if not isinstance(block, TableBlock))

    @cached_property
    def tables(self) -> tuple[TableBlock, ...]:
        """The blocks that are somebody else's tables."""
        return tuple(block for block in self.blocks if isinstance(block, TableBlock))

    @cached_property
    def cover(self) -> FieldsBlock:
        """The block that says whose return it is."""
        return next(block for block in self.blocks if isinstance(block, FieldsBlock))

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """The marks a value cell of the form may hold."""
        return self.conventions["en"].marks

    @cached_property
    def template_words(self) -> frozenset[str]:
        """Headers and codes of the form in all its languages, case-folded: none of them is a value (E05)."""
        words: set[str] = set()
        for block in self.form_blocks:
            if isinstance(block, GridBlock):
                words |= {text for column in block.columns for text in (column.key, column.label)}
                words |= {label.label for label in block.row_labels}
                words |= {code for row in block.expanded_rows() for code in row.values()}
            else:
                words |= {text for item in block.fields for text in (item.name, item.label)}
        said = {translate(word, language) for word in words for language in self.conventions}
        return frozenset(word.casefold() for word in words | said if word)

    def convention(self, language: str) -> Convention:
        """How numbers are typed in a form of this language; English where none is declared."""
        return self.conventions.get(language, self.conventions["en"])


def layout_files(overlay: Path | None = None) -> tuple[Path, ...]:
    """The files of the layouts, by their names; one in ``overlay`` replaces the shipped one of its name."""
    files = {path.name: path for folder in (LAYOUTS, overlay) if folder for path in folder.glob("*.toml")}
    return tuple(files[name] for name in sorted(files))


def load_layouts(overlay: Path | None = None) -> tuple[Layout, ...]:
    """Every layout that is shipped, and those of the folder ``overlay`` (``JPA_HOME/layouts``), by their file names.

    Raises LayoutError naming the file and the key of the first thing that is wrong.
    """
    layouts = tuple(load_layout(path) for path in layout_files(overlay))
    seen: dict[tuple[str, str], str] = {}
    for layout in layouts:
        first = seen.setdefault((layout.id, layout.version), layout.file)
        if first != layout.file:
            raise LayoutError(f"{layout.file}, key id: {layout.id} {layout.version} is declared in {first} already.")
    return layouts


def load_layout(path: Path) -> Layout:
    """One layout file; raises LayoutError naming the file and the key."""
    data = path.read_bytes()
    try:
        declared: dict[str, Any] = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LayoutError(f"{path.name}: this is not TOML in UTF-8: {error}.") from error
    try:
        return Layout.model_validate(declared | {"file": path.name, "digest": hashlib.sha256(data).hexdigest()})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "the whole file"
        raise LayoutError(f"{path.name}, key {key}: {first['msg']}.") from error


def check_codes(layout: Layout, framework: Framework) -> None:
    """Raise LayoutError where the layout names a code or a code list that the framework does not have."""
    known = {"indicator": {i.indicator for i in framework.indicators}}
    for key, dimension, code in _codes(layout):
        if dimension not in known:
            known[dimension] = set(framework.codelist(dimension))
        if code not in known[dimension]:
            raise LayoutError(f"{layout.file}, key {key}: {code} is not a code of {dimension}.")
    for table in layout.tables:
        if found := unknown_code(table, known_codes(framework, "national" if layout.identity else "context")):
            raise LayoutError(f"{layout.file}, key {found[0]}: {found[2]} is not a code of {found[1]}.")
    for block, item in _fields(layout):
        if item.codelist:
            try:
                framework.codelist(item.codelist)
            except FrameworkError as error:
                raise LayoutError(f"{layout.file}, key {block}.{item.name}.codelist: {error}") from error


def _codes(layout: Layout) -> Iterator[tuple[str, str, str]]:
    for block in layout.form_blocks:
        if isinstance(block, GridBlock):
            yield from ((f"{block.name}.fixed", dimension, code) for dimension, code in block.fixed.items())
            for row in block.expanded_rows():
                yield from ((f"{block.name}.rows", dimension, code) for dimension, code in row.items())
            for column in block.columns:
                pairs = column.dimensions.items()
                yield from ((f"{block.name}.columns.{column.key}", dimension, code) for dimension, code in pairs)


def _fields(layout: Layout) -> Iterator[tuple[str, FormField]]:
    for block in layout.form_blocks:
        if not isinstance(block, GridBlock):
            yield from ((block.name, item) for item in block.fields)
