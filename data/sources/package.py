"""An .xlsx file as a package of parts, opened within bounds and refused in plain words."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from posixpath import join, normpath
from typing import NamedTuple
from xml.etree import ElementTree

from data.sources import FailureKind, SourceError

FILE_BYTES_MAX = 64 * 2**20
PARTS_MAX = 5_000
SMALL_PART_BYTES_MAX = 8 * 2**20
CHUNK_BYTES = 2**20

OLE_CONTAINER = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_UNPACKING_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, struct.error, ValueError)


@dataclass(frozen=True)
class Bounds:
    """How much one workbook may hold: bytes unpacked, cells of one worksheet, bytes of text written out."""

    unpacked_bytes: int = 400 * 2**20
    cells: int = 5_000_000
    text_bytes: int = 512 * 2**20


USUAL = Bounds()
"""For the sheet itself."""


class SheetPart(NamedTuple):
    """One worksheet of the package: its tab's title, its part, whether the tab is hidden."""

    title: str
    part: str
    hidden: bool


def file_bytes(path: Path) -> bytes:
    """The whole file at once, so that a save half way through the reading cannot mix two versions."""
    name = path.name
    try:
        if path.is_dir():
            raise SourceError(FailureKind.NOT_A_WORKBOOK, f"{name} is a folder, not an .xlsx workbook")
        if not path.exists():
            raise SourceError(FailureKind.MISSING_FILE, f"there is no file {name} at the configured path")
        if not path.is_file():
            raise SourceError(FailureKind.NOT_A_WORKBOOK, f"{name} is not a regular file")
        if path.stat().st_size > FILE_BYTES_MAX:
            raise SourceError(FailureKind.TOO_LARGE, f"{name} is larger than {FILE_BYTES_MAX // 2**20} MB")
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(FailureKind.UNREADABLE_FILE, f"{name} cannot be opened: {error.strerror}") from error
    if not content:
        raise SourceError(FailureKind.NOT_A_WORKBOOK, f"{name} is empty (0 bytes)")
    return content


_HYPERLINK = re.compile(rb"<(?:\w+:)?hyperlink\s[^>]*>")
_ATTRIBUTE = re.compile(rb"([\w:]+)=[\"']([^\"']*)[\"']")


class Package:
    """The parts of one workbook, each inflated within bounds. Raises ``SourceError`` for whatever is not a workbook."""

    def __init__(self, content: bytes, name: str, bounds: Bounds = USUAL) -> None:
        self.name = name
        self.bounds = bounds
        if content.startswith(OLE_CONTAINER):
            if _ENCRYPTED_PACKAGE in content:
                raise SourceError(FailureKind.PROTECTED, f"{name} is protected by a password")
            raise SourceError(FailureKind.OLD_WORKBOOK, f"{name} is in an old Office format; save it as .xlsx")
        if not zipfile.is_zipfile(BytesIO(content)):
            if content.startswith(b"PK"):
                raise self.damaged("the archive has no end")
            raise SourceError(FailureKind.NOT_A_WORKBOOK, f"{name} is not an .xlsx workbook")
        try:
            self._archive = zipfile.ZipFile(BytesIO(content))
            self._parts = {info.filename: info for info in self._archive.infolist()}
        except _UNPACKING_ERRORS as error:
            raise self.damaged("the archive cannot be listed") from error
        self._check_bounds()
        if "xl/workbook.bin" in self._parts or "mimetype" in self._parts:
            raise SourceError(FailureKind.OLD_WORKBOOK, f"{name} is not in the .xlsx format; save it as .xlsx")
        if "xl/workbook.xml" not in self._parts:
            raise SourceError(FailureKind.NOT_A_WORKBOOK, f"{name} holds no workbook")

    def damaged(self, how: str) -> SourceError:
        """The error for a package whose content is broken."""
        return SourceError(FailureKind.DAMAGED, f"{self.name} is damaged: {how}")

    def too_large(self, how: str) -> SourceError:
        """The error for a package past a bound."""
        return SourceError(FailureKind.TOO_LARGE, f"{self.name} is too large: {how}")

    def _check_bounds(self) -> None:
        infos = self._archive.infolist()
        if len(infos) > PARTS_MAX:
            raise self.too_large(f"more than {PARTS_MAX} parts")
        if len(infos) != len(self._parts):
            raise self.damaged("two parts have the same name")
        if any(info.flag_bits & 1 for info in infos):
            raise SourceError(FailureKind.PROTECTED, f"{self.name} is protected by a password")
        if sum(info.file_size for info in infos) > self.bounds.unpacked_bytes:
            raise self.too_large(f"it unpacks to more than {self.bounds.unpacked_bytes // 2**20} MB")

    def chunks(self, part: str) -> Iterator[bytes]:
        """The bytes of a part as they really unpack, whatever size the archive declares for it."""
        info = self._parts.get(part)
        if info is None:
            raise self.damaged(f"its part {part} is missing")
        # A declared size is only a claim: reading past it shows the part that would unpack to more.
        unbounded = copy(info)
        unbounded.file_size = self.bounds.unpacked_bytes
        unpacked = 0
        try:
            with self._archive.open(unbounded) as stream:
                while chunk := stream.read(CHUNK_BYTES):
                    unpacked += len(chunk)
                    if unpacked > info.file_size:
                        raise self.damaged("a part unpacks to more than the archive declares")
                    yield chunk
        except _UNPACKING_ERRORS as error:
            raise self.damaged("a part cannot be unpacked") from error
        if unpacked < info.file_size:
            raise self.damaged("a part is cut short")

    def check_other_parts(self, scanned: set[str]) -> None:
        """Unpack the parts not scanned otherwise once, so that none surprises whoever reads the workbook next."""
        for part in self._parts.keys() - scanned:
            for _ in self.chunks(part):
                pass

    def has(self, part: str) -> bool:
        """Whether the package holds that part."""
        return part in self._parts

    def _tree(self, part: str) -> ElementTree.Element:
        content = b""
        for chunk in self.chunks(part):
            content += chunk
            if len(content) > SMALL_PART_BYTES_MAX:
                raise self.too_large(f"its part {part} has more than {SMALL_PART_BYTES_MAX // 2**20} MB")
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise self.damaged(f"its part {part} declares entities")
        try:
            return ElementTree.fromstring(content)
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise self.damaged(f"its part {part} cannot be parsed") from error

    def hyperlinks(self, part: str) -> dict[str, str]:
        """The web address behind each cell of a worksheet (or range of them) that is a link, by its A1 text."""
        folder, _, name = part.rpartition("/")
        relations = f"{folder}/_rels/{name}.rels"
        if not self.has(relations):
            return {}
        targets = {
            element.get("Id"): element.get("Target", "")
            for element in self._tree(relations)
            if element.get("Type", "").endswith("/hyperlink") and element.get("TargetMode") == "External"
        }
        found: dict[str, str] = {}
        if targets:
            for tag in _HYPERLINK.findall(b"".join(self.chunks(part))):
                said = {key.rpartition(b":")[2]: value for key, value in _ATTRIBUTE.findall(tag)}
                target = targets.get(said.get(b"id", b"").decode("utf-8", "replace"))
                if target:
                    found[said.get(b"ref", b"").decode("utf-8", "replace")] = target
        return found

    def sheets(self) -> list[SheetPart]:
        """The worksheets in the order of their tabs; sheets that hold only a chart are not among them."""
        targets = {
            element.get("Id"): (element.get("Type", ""), normpath(join("/xl", element.get("Target", ""))).lstrip("/"))
            for element in self._tree("xl/_rels/workbook.xml.rels")
        }
        found = []
        for element in self._tree("xl/workbook.xml").iter():
            if _local(element.tag) != "sheet":
                continue
            relation = next((value for key, value in element.attrib.items() if _local(key) == "id"), None)
            kind, part = targets.get(relation, ("", ""))
            if kind.endswith("/worksheet"):
                hidden = element.get("state", "visible") != "visible"
                found.append(SheetPart(element.get("name", ""), part, hidden))
        if not found:
            raise self.damaged("it holds no worksheet")
        return found


def _local(name: str) -> str:
    return name.rpartition("}")[2]
