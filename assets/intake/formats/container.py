"""A zip container, inflated part by part with everything counted on the way.

The sizes that the zip's own directory states are believed by nobody: zipfile stops where the directory says,
other readers do not, so a part whose bytes differ from its entry is refused.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from assets.intake.limits import MIB, Limits
from assets.intake.problems import refuse, within

_LOCAL_HEADER = 30
_END_OF_DIRECTORY = b"PK\x05\x06"
# The end record is 22 bytes and a comment of at most 65,535.
_TAIL = 22 + 65_535
_ENCRYPTED_FLAG = 0x1
_MARKS_OF_A_WORKBOOK = frozenset({"[content_types].xml", "mimetype"})
_ZIPPED = (".xlsx", ".xlsm", ".xlsb", ".ods", ".zip")
# Bytes of a zip directory that one entry needs at the least, and with a name of 200 characters.
_DIRECTORY_ENTRY = 46
_DIRECTORY_SHARE = 256
_SLICE = 64 * 1024


@dataclass(slots=True)
class Container:
    """The parts of a zip file by name; ``inflated`` counts the bytes that came out so far.

    ``inflated_parts`` came out whole at least once, and are what their entries say.
    """

    data: bytes
    limits: Limits
    entries: dict[str, zipfile.ZipInfo]
    inflated: int = 0
    inflated_parts: set[str] = field(default_factory=set)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part in pieces of at most 1 MiB; raises Refused F01, F03 or F04."""
        info = self.entries[name]
        raw = self._raw(info)
        length = checksum = 0
        for piece in _inflate(raw, info):
            length += len(piece)
            within("max_part_bytes", length, self.limits.max_part_bytes)
            if name not in self.inflated_parts:
                self.inflated += len(piece)
                within("max_inflated_bytes", self.inflated, self.limits.max_inflated_bytes)
            checksum = zlib.crc32(piece, checksum)
            yield piece
        self.inflated_parts.add(name)
        if length != info.file_size or checksum != info.CRC:
            raise refuse(
                "F01",
                what="a part whose bytes differ from its entry in the zip directory",
                part=name,
            )

    def read(self, name: str) -> bytes:
        """All bytes of a part."""
        return b"".join(self.chunks(name))

    def _raw(self, info: zipfile.ZipInfo) -> memoryview:
        start = info.header_offset
        header = self.data[start : start + _LOCAL_HEADER]
        if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
            raise refuse("F01", what="a damaged zip directory", part=info.filename)
        name_length = int.from_bytes(header[26:28], "little")
        extra_length = int.from_bytes(header[28:30], "little")
        begin = start + _LOCAL_HEADER
        name = self.data[begin : begin + name_length]
        if name != info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437"):
            raise refuse("F08", what="a part with two names", part=info.filename)
        begin += name_length + extra_length
        return memoryview(self.data)[begin : begin + info.compress_size]


def open_container(data: bytes, limits: Limits) -> Container:
    """The directory of a zip file, checked; raises Refused F01, F03, F04 or F08. Nothing is inflated yet."""
    # A cheap bound before zipfile builds an object for each entry.
    end = data.rfind(_END_OF_DIRECTORY)
    if end >= 0:
        within(
            "max_zip_parts",
            int.from_bytes(data[end + 10 : end + 12], "little"),
            limits.max_zip_parts,
        )
        size = int.from_bytes(data[end + 12 : end + 16], "little")
        if size > limits.max_zip_parts * _DIRECTORY_SHARE:
            within("max_zip_parts", size // _DIRECTORY_ENTRY, limits.max_zip_parts)
    try:
        infos = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (
        zipfile.BadZipFile,
        ValueError,
        NotImplementedError,
        UnicodeDecodeError,
    ) as error:
        raise refuse("F01", kind="damaged_zip", what="a damaged zip archive", detail=str(error)[:120]) from error
    within("max_zip_parts", len(infos), limits.max_zip_parts)
    if data.count(_END_OF_DIRECTORY, max(0, len(data) - _TAIL)) > 1 and not _holds_files(infos):
        raise refuse("F08", what="two zip directories in one file")
    if infos and min(info.header_offset for info in infos) != 0:
        raise refuse("F08", what="bytes in front of the zip archive")
    return Container(data, limits, _entries(infos))


def _holds_files(infos: list[zipfile.ZipInfo]) -> bool:
    """Whether this is an archive of files, zipped ones among them: each of those has a directory of its own."""
    names = {info.filename.casefold() for info in infos}
    return not names & _MARKS_OF_A_WORKBOOK and any(name.endswith(_ZIPPED) for name in names)


def _entries(infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    entries: dict[str, zipfile.ZipInfo] = {}
    folded: set[str] = set()
    for info in infos:
        name = info.orig_filename
        if name.casefold() in folded:
            raise refuse("F08", what="two parts of the same name", part=name)
        if ".." in name.replace("\\", "/").split("/") or name.startswith(("/", "\\")) or "\0" in name or ":" in name:
            raise refuse("F08", what="a part whose path leads out of the file", part=name)
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise refuse("F04", what="a password on the zip archive", part=name)
        folded.add(name.casefold())
        if not name.endswith("/"):
            entries[name] = info
    return entries


def _inflate(raw: memoryview, info: zipfile.ZipInfo) -> Iterator[bytes]:
    if info.compress_type == zipfile.ZIP_STORED:
        for start in range(0, len(raw), MIB):
            yield bytes(raw[start : start + MIB])
        return
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise refuse("F01", what="a way of packing that workbooks do not use", part=info.filename)
    inflater = zlib.decompressobj(-15)
    try:
        for start in range(0, len(raw), _SLICE):
            pending: bytes | memoryview = raw[start : start + _SLICE]
            while pending and not inflater.eof:
                piece = inflater.decompress(pending, MIB)
                pending = inflater.unconsumed_tail
                if piece:
                    yield piece
        while not inflater.eof and (piece := inflater.decompress(b"", MIB)):
            yield piece
    except zlib.error as error:
        raise refuse("F01", what="a part that cannot be unpacked", part=info.filename) from error
    if not inflater.eof:
        raise refuse("F01", kind="cut_off", what="a part that is cut off", part=info.filename)
