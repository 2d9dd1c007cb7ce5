"""Everything a page shows and gives, so that two looks at it can be compared, whatever is added to it later."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
import streamlit as st
from google.protobuf.json_format import MessageToDict
from pptx import Presentation
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from data.store import shared_store
from tests.pages.conftest import ROOT

UNSEEN = frozenset({"id", "formId", "deferredFileId", "elementHash", "stylingId", "overrideHeight"})
"""Of an element: names that Streamlit gives, and no reader sees."""


@dataclass
class Looks:
    """Pages opened with everything unfolded. ``files`` are those of the last one, made when they are asked for."""

    patch: pytest.MonkeyPatch
    unfolds: dict[str, set[str]] = field(default_factory=dict)
    files: dict[str, tuple[str, str, Callable[[], Any]]] = field(default_factory=dict)
    clicks: dict[str, Callable[[], None]] = field(default_factory=dict)
    _workbook: Path | None = None
    _folded: set[str] = field(default_factory=set)

    def watch(self) -> None:
        """Note what pages can unfold, what they offer as files, and what a click on their charts does."""
        for name in ("popover", "expander"):
            self.patch.setattr(st, name, self._noting(name, lambda key, _: self._folded.add(key)))
        self.patch.setattr(st, "download_button", self._noting("download_button", self._note_file))
        self.patch.setattr(st, "plotly_chart", self._noting("plotly_chart", self._note_click))

    def _note_file(self, key: str, said: Mapping[str, Any]) -> None:
        self.files[key] = (said["file_name"], said["mime"], said["data"])

    def _note_click(self, key: str, said: Mapping[str, Any]) -> None:
        if "on_select" in said:
            self.clicks[key] = said["on_select"]

    def _noting(self, name: str, note: Callable[[str, Mapping[str, Any]], None]) -> Callable[..., Any]:
        draw = getattr(st, name)

        def drawn(*arguments: Any, **said: Any) -> Any:  # noqa: ANN401 - passes on what it is given
            if "key" in said and (name != "expander" or "on_change" in said):
                note(said["key"], said)
            return draw(*arguments, **said)

        return drawn

    def open(self, workbook: Path, name: str, **parameters: str) -> AppTest:
        """A page over a workbook, nothing unfolded."""
        return self._run(workbook, name, parameters, set())

    def unfolded(self, workbook: Path, name: str, **parameters: str) -> AppTest:
        """The same with every passport, panel and explanation open."""
        known = self.unfolds.setdefault(name, set())
        page = self._run(workbook, name, parameters, known)
        if not self._folded <= known:
            known |= self._folded
            page = self._run(workbook, name, parameters, known)
        return page

    def _run(self, workbook: Path, name: str, parameters: Mapping[str, str], unfolds: set[str]) -> AppTest:
        if workbook != self._workbook:
            self.patch.setenv("ROAD_WORKBOOK", str(workbook))
            shared_store.cache_clear()
            self._workbook = workbook
        self.files, self.clicks, self._folded = {}, {}, set()
        page = AppTest.from_file(ROOT / "components" / "frame.py", default_timeout=30)
        for parameter, value in {"lang": "en", **parameters}.items():
            page.query_params[parameter] = value
        page.switch_page(str(Path("..", "pages", f"{name}.py")))
        for key in unfolds:
            page.session_state[key] = True
        page.run()
        assert not page.exception, [error.value for error in page.exception]
        return page

    def said_in_files(self, ends: str = "") -> dict[str, Any]:
        """What each file of the last page holds, by the key of its button, of those whose key ends so."""
        return {key: contents(mime, made()) for key, (_, mime, made) in self.files.items() if key.endswith(ends)}


def contents(mime: str, made: bytes | str) -> Any:  # noqa: ANN401 - text, rows or figures
    """What a file says, without what differs from one making to the next."""
    if isinstance(made, str):
        return made
    if mime.endswith("spreadsheetml.sheet"):
        sheets = openpyxl.load_workbook(io.BytesIO(made))
        return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in sheets}
    if mime.endswith("presentationml.presentation"):
        return [
            getattr(shape, "text_frame").text  # noqa: B009 - of a shape with text alone
            for slide in Presentation(io.BytesIO(made)).slides
            for shape in slide.shapes
            if shape.has_text_frame
        ]
    if mime == "application/zip":
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            return json.loads(archive.read("figures.json"))
    # A calendar says when the sheet was changed last, which is when it was read.
    return re.sub(r"^(DTSTAMP|LAST-MODIFIED|SEQUENCE).*$", "", made.decode("utf-8-sig"), flags=re.MULTILINE)


class Part(NamedTuple):
    """A part of a page: the key of the innermost keyed block around it, what it is, all that a reader sees of it."""

    key: str
    kind: str
    said: Any


def shown(block: Block, without: frozenset[str] = frozenset(), around: str = "") -> Iterator[Part]:
    """Each part of a page. Blocks and elements whose key is in ``without`` are left out, with what is in them."""
    for child in block.children.values():
        key = getattr(child, "key", None) or ""
        if key in without:
            continue
        if proto := getattr(child, "proto", None):
            yield Part(key or around, child.type, _seen(MessageToDict(proto)))
        if isinstance(child, Block):
            yield from shown(child, without, key or around)


def _seen(said: Any) -> Any:  # noqa: ANN401 - any part of what an element sends
    if isinstance(said, dict):
        return {name: _seen(value) for name, value in said.items() if name not in UNSEEN}
    if isinstance(said, list):
        return [_seen(value) for value in said]
    return said
