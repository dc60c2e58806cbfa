"""All kinds of mutation by what they change, and how often each is tried."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.robustness.judging import Mutant
from tests.robustness.mutate_codes import CODES
from tests.robustness.mutate_fields import FIELDS
from tests.robustness.mutate_files import FILES
from tests.robustness.mutate_merged import MERGED
from tests.robustness.mutate_places import PLACES
from tests.robustness.mutate_sheets import SHEETS
from tests.robustness.mutate_styles import STYLES
from tests.robustness.mutate_values import VALUES

Mutation = Callable[[Random], Mutant]
FAMILIES: dict[str, tuple[Mutation, ...]] = {
    "a value": VALUES,
    "a field of a list or the cover": FIELDS,
    "a machine code or a label": CODES,
    "rows, columns, cells": PLACES,
    "merged cells": MERGED,
    "a sheet": SHEETS,
    "a format of cells": STYLES,
    "the file: format, encoding, packing": FILES,
}
KINDS: dict[str, Mutation] = {kind.__name__: kind for kinds in FAMILIES.values() for kind in kinds}
# Kinds with many cases of their own are tried more often.
_MANY = {"text_that_is_no_count": 6, "number_that_is_no_count": 2, "format_that_shows_something_else": 3,
         "format_that_shows_the_number": 2, "pasted_over_a_drop_down": 2, "one_text_file": 2, "written_another_way": 2,
         "yes_no_or_error": 2, "one_bit_flipped": 2, "digits_of_a_script": 2}  # fmt: skip


def seeds_of(kind: str, times: int) -> range:
    """The seeds of a kind: the same mutations on every machine."""
    return range(times * _MANY.get(kind, 1))


def mutant_of(kind: str, seed: int) -> Mutant:
    """The mutant of a kind and a seed."""
    return KINDS[kind](Random(f"{kind} {seed}"))
