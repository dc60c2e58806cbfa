"""The old Microsoft container (OLE2, also called a compound file): which streams are in it, and the bytes of one.

Layout: Microsoft, [MS-CFB] Compound File Binary File Format, sections 2.2 to 2.6.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assets.intake.problems import refuse

_LAST_REGULAR = 0xFFFFFFFA
_ENTRY = 128
STREAM, _ROOT = 2, 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One storage or stream of the directory."""

    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """The directory of an OLE2 file. Raises Refused F01 where it is damaged, also where it runs in circles."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512:
            raise refuse("F01", kind="cut_off", what="a file that is cut off")
        self._data = data
        major, shift, mini_shift = struct.unpack_from("<H2xHH", data, 26)
        if (major, shift, mini_shift) not in ((3, 9, 6), (4, 12, 6)):
            raise refuse("F01", what="a damaged old Office file")
        self._size: int = 1 << shift
        self._mini_size: int = 1 << mini_shift
        self._fat = self._sector_table()
        directory = b"".join(self._chain(struct.unpack_from("<I", data, 48)[0]))
        self.entries = [
            entry
            for start in range(0, len(directory) - _ENTRY + 1, _ENTRY)
            if (entry := _entry(directory[start : start + _ENTRY], major)) is not None
        ]

    def read(self, entry: Entry) -> bytes:
        """The bytes of a stream."""
        cutoff = struct.unpack_from("<I", self._data, 56)[0]
        found = b"".join(self._chain(entry.start)) if entry.size >= cutoff else self._read_small(entry)
        if len(found) < entry.size:
            raise refuse("F01", kind="cut_off", what="a file that is cut off", part=entry.name)
        return found[: entry.size]

    def patched(self, entry: Entry, changes: Mapping[int, int]) -> bytes:
        """The whole file with some bytes of a stream changed; ``changes`` is position in the stream to byte."""
        small = entry.size < struct.unpack_from("<I", self._data, 56)[0]
        size = self._mini_size if small else self._size
        chain = list(_follow(entry.start, self._mini_links() if small else self._fat))
        store = list(_follow(self._root().start, self._fat)) if small else []
        data = bytearray(self._data)
        for position, byte in changes.items():
            at = chain[position // size] * size + position % size
            # A small stream lies in the sectors of the root's own stream.
            data[self._file_position(store[at // self._size], at % self._size) if small else at + self._size] = byte
        return bytes(data)

    def _file_position(self, sector: int, offset: int) -> int:
        return (sector + 1) * self._size + offset

    def _root(self) -> Entry:
        root = next((e for e in self.entries if e.kind == _ROOT), None)
        if root is None:
            raise refuse("F01", what="a damaged old Office file")
        return root

    def _mini_links(self) -> tuple[int, ...]:
        table = b"".join(self._chain(struct.unpack_from("<I", self._data, 60)[0]))
        return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    def _read_small(self, entry: Entry) -> bytes:
        store = b"".join(self._chain(self._root().start))
        size = self._mini_size
        return b"".join(store[n * size : (n + 1) * size] for n in _follow(entry.start, self._mini_links()))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._data):
            raise refuse("F01", kind="cut_off", what="a file that is cut off")
        return self._data[start : start + self._size]

    def _sector_table(self) -> tuple[int, ...]:
        numbers = list(struct.unpack_from("<109I", self._data, 76))
        more = struct.unpack_from("<I", self._data, 68)[0]
        seen: set[int] = set()
        while more < _LAST_REGULAR:
            if more in seen:
                raise refuse("F01", what="a damaged old Office file")
            seen.add(more)
            sector = self._sector(more)
            *found, more = struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])
            numbers += found
        used = [n for n in numbers if n < _LAST_REGULAR]
        if len(set(used)) != len(used):
            raise refuse("F01", what="a damaged old Office file")
        table = b"".join(self._sector(n) for n in used)
        return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    def _chain(self, start: int) -> Iterator[bytes]:
        for number in _follow(start, self._fat):
            yield self._sector(number)


def _follow(start: int, links: tuple[int, ...]) -> Iterator[int]:
    number, steps = start, 0
    while number < _LAST_REGULAR:
        steps += 1
        if number >= len(links) or steps > len(links):
            raise refuse("F01", what="a damaged old Office file")
        yield number
        number = links[number]


def _entry(raw: bytes, major: int) -> Entry | None:
    length, kind = struct.unpack_from("<HB", raw, 64)
    if kind == 0:
        return None
    start, size = struct.unpack_from("<IQ", raw, 116)
    name = raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    return Entry(name, kind, start, size & 0xFFFFFFFF if major == 3 else size)
