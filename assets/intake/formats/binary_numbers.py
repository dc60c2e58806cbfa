"""Numbers and number formats in the records of .xls and .xlsb.

Layout: Microsoft, [MS-XLS] sections 2.4.126 (Format), 2.4.353 (XF), 2.5.217 (RkNumber); [MS-XLSB] sections 2.4.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from assets.intake.addresses import Place
from assets.intake.formats.number_formats import hides, misleading_styles
from assets.intake.sheet_facts import SheetFacts

_BIFF8 = 0x0600


@dataclass(slots=True)
class Formats:
    """The formats a workbook declares by number, and the number of the format of each of its styles, in order."""

    codes: dict[int, str] = field(default_factory=dict)
    used: list[int] = field(default_factory=list)

    def add_format(self, body: bytes, version: int) -> None:
        """A FORMAT record of .xls."""
        number, length = struct.unpack_from("<HH" if version == _BIFF8 else "<HB", body)
        if version == _BIFF8:
            wide = body[4] & 1
            text = body[5 : 5 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")
        else:
            text = body[3 : 3 + length].decode("latin-1")
        self.codes[number] = text

    def add_style(self, body: bytes) -> None:
        """An XF record, of .xls or .xlsb: both begin alike."""
        self.used.append(struct.unpack_from("<H", body, 2)[0])

    def misleading_styles(self) -> dict[int, str]:
        """The styles under which a whole number may be seen as something else, with the code of their formats."""
        return misleading_styles(self.codes, self.used)


def note_number(facts: SheetFacts, place: Place, style: int, number: float) -> None:
    """Note a cell whose format shows something else than the number in it."""
    if hides(facts.misleading_styles.get(style), number):
        facts.misleading.add(place)


def real(body: bytes, at: int) -> float:
    """A number of eight bytes."""
    found: float = struct.unpack_from("<d", body, at)[0]
    return found


def rk(body: bytes, at: int) -> float:
    """A number packed into four bytes: 30 bits of a whole number or of a real one, and perhaps a hundredth of it."""
    raw = struct.unpack_from("<I", body, at)[0]
    if raw & 2:
        number = float(struct.unpack_from("<i", body, at)[0] >> 2)
    else:
        number = struct.unpack("<d", struct.pack("<Q", (raw & 0xFFFFFFFC) << 32))[0]
    return number / 100 if raw & 1 else number
