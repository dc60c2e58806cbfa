"""What one received file may cost: every limit of the gate and of the reading process, each one a setting.

Which settings are in force is decided in pipelines/settings.py; nothing here reads a file.
"""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits; a Problem F03 names the one that was passed by the name of its field.

    Not a compression-ratio rule: honest styled sheets reach 577:1. What is inflated is counted instead.
    """

    max_file_bytes: int = 20 * MIB
    # Larger than max_file_bytes: what is refused is kept too. Beyond it a file stays in the inbox.
    max_archive_bytes: int = 500 * MIB

    max_zip_parts: int = 2_000
    max_part_bytes: int = 64 * MIB
    max_inflated_bytes: int = 96 * MIB

    # The UNODC release of 2023, a file that has to pass, has 46,559 rows of 13 columns: 605,000 cells.
    max_cells: int = 1_000_000
    max_rows: int = 50_000
    max_columns: int = 256
    # The rectangle around the values of a sheet: the reader allocates all of it, 24 bytes a place.
    max_area: int = 4_000_000
    max_sheets: int = 60
    max_merged_ranges: int = 10_000

    # A reading process: address space (RLIMIT_AS) and seconds for one file.
    max_memory_bytes: int = 600 * MIB
    max_seconds: float = 20.0
