"""What a run of a page told, as markup: the same words in the same places, before any script that draws them has come.

It knows each kind of element the pages are made of, and leaves out what it does not know. Sizes and places are those of
``early_answer.css``; nothing here chooses a word.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

import pyarrow as pa
from streamlit.proto.Block_pb2 import Block
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.GapSize_pb2 import GapConfig, GapSize

from components.server.markdown import ICON, block_html, inline_html

Link = Callable[..., str]
"""The address of the page shown, or of ``page``, with further parameters, ready for markup."""
Drawing = Callable[[Any, Link], str]
"""Markup of a component of ours from its data."""

CHART_PIXELS = 450
ROWS_MOST = 40
_HEIGHT = re.compile(r'"height":\s*(\d+)')
_GAPS_REM = {"SMALL": 1, "MEDIUM": 2, "LARGE": 4, "XXSMALL": 0.25, "XSMALL": 0.5, "XLARGE": 6, "XXLARGE": 8}
_ALIGN = {2: "flex-start", 1: "flex-start", 3: "center", 4: "stretch"}


@dataclass
class Part:
    """A place of the page: a block with what stands in it, or an element."""

    block: Block | None = None
    element: Element | None = None
    children: dict[int, "Part"] = field(default_factory=dict)

    def parts(self) -> list["Part"]:
        """Its parts in their order."""
        return [self.children[place] for place in sorted(self.children)]

    def kinds(self) -> set[str]:
        """The kinds of elements in it."""
        own = {kind} if self.element is not None and (kind := self.element.WhichOneof("type")) else set[str]()
        return own.union(*(part.kinds() for part in self.children.values()))


def main_part(messages: Iterable[ForwardMsg]) -> Part:
    """The page itself, of what a whole run sent."""
    root = Part()
    for message in messages:
        if message.WhichOneof("type") != "delta":
            continue
        place = root
        for step in message.metadata.delta_path:
            place = place.children.setdefault(step, Part())
        kind = message.delta.WhichOneof("type")
        if kind == "add_block":
            place.block, place.element = message.delta.add_block, None
        elif kind == "new_element":
            place.element, place.block, place.children = message.delta.new_element, None, {}
    return root.children.get(0, Part())


def key_of(id_: str) -> str:
    """The key that our code gave an element or block, from Streamlit's id of it; '' without one."""
    parts = id_.split("-", 2)
    return parts[2] if len(parts) == 3 and parts[0] == "$$ID" and parts[2] != "None" else ""


@dataclass(frozen=True)
class Drawn:
    """Draws parts. ``link`` makes addresses, ``components`` draw those of ours by name."""

    link: Link
    components: Mapping[str, Drawing]

    def page(self, part: Part) -> str:
        """The markup of a whole page."""
        return f'<div class="column" style="gap:0.75rem">{self._all(part)}</div>' if part.children else ""

    def _all(self, part: Part, *, in_row: bool = False) -> str:
        return "".join(self._part(one, in_row=in_row) for one in part.parts())

    def _part(self, part: Part, *, in_row: bool) -> str:
        if part.element is not None:
            return self._element(part.element, in_row=in_row)
        if part.block is None:
            return self._all(part, in_row=in_row)
        return self._block(part, part.block, in_row=in_row)

    def _block(self, part: Part, block: Block, *, in_row: bool) -> str:
        kind = block.WhichOneof("type")
        size = _size(block, in_row=in_row)
        if kind == "flex_container":
            flex = block.flex_container
            is_row = flex.direction == Block.FlexContainer.HORIZONTAL
            if not part.children:
                return ""
            gap = _gap(flex.gap_config)
            style = [*size, f"gap:{gap}"]
            if is_row:
                style += [
                    f"--gap:{gap}",
                    f"align-items:{_ALIGN.get(flex.align, 'stretch')}",
                    *([] if flex.wrap else ["flex-wrap:nowrap"]),
                ]
            inner = self._all(part, in_row=is_row)
            return _box("row" if is_row else "column", inner, style, key_of(block.id), is_framed=flex.border)
        if kind == "column":
            style = [f"--weight:{block.column.weight:.4f}", "gap:1rem"]
            return _box("column side", self._all(part), style, key_of(block.id))
        if kind == "grid_container":
            grid = block.grid_container
            style = [
                *size,
                f"--columns:{grid.columns}",
                f"--least:{grid.min_column_width_px}px",
                f"--gap:{_gap(grid.column_gap_config)}",
            ]
            return _box("grid", self._all(part), style, key_of(block.id))
        if kind == "grid_cell":
            return _box("column cell", self._all(part), [], key_of(block.id))
        if kind == "popover":
            inner = _button(block.popover, "opens")
            return _box("element", inner, _fit(in_row), key_of(block.id))
        if kind == "expandable":
            label = inline_html(block.expandable.label)
            icon = ICON if block.expandable.icon else ""
            inner = self._all(part) if block.expandable.expanded else ""
            return _box(
                "expander" + (" compact" if block.expandable.type == 1 else ""), f"<p>{icon}{label}</p>{inner}", size
            )
        return self._all(part, in_row=in_row)

    def _element(self, element: Element, *, in_row: bool) -> str:
        kind = element.WhichOneof("type")
        drawn = getattr(self, f"_{kind}", None)
        if kind is None or drawn is None:
            return ""
        it = getattr(element, kind)
        inner = drawn(it) if kind != "plotly_chart" else self._plotly_chart(it, element)
        if not inner:
            return ""
        return _box("element", inner, _size(element, in_row=in_row), key_of(getattr(it, "id", "")))

    def _heading(self, it: Any) -> str:  # noqa: ANN401 - a message of Streamlit's, here and below
        return f"<{it.tag}>{inline_html(it.body)}</{it.tag}>"

    def _markdown(self, it: Any) -> str:  # noqa: ANN401
        is_caption = it.element_type == it.CAPTION
        help_ = '<i class="help"></i>' if it.help and "-badge[" not in it.body else ""
        words = block_html(it.body)
        words = words.removesuffix("</p>") + help_ + "</p>" if words.endswith("</p>") else words + help_
        return f'<div class="words{" caption" if is_caption else ""}">{words}</div>'

    def _text(self, it: Any) -> str:  # noqa: ANN401
        return f'<div class="text">{escape(it.body)}</div>'

    def _metric(self, it: Any) -> str:  # noqa: ANN401
        return f"<b>{escape(it.body)}</b>"

    def _imgs(self, it: Any) -> str:  # noqa: ANN401
        return "".join(
            f'<img src="{escape(one.url)}" alt="{escape(one.alt)}">'
            for one in it.imgs
            if one.url.startswith("data:image/")
        )

    def _alert(self, it: Any) -> str:  # noqa: ANN401
        kind = {1: "error", 2: "warning", 3: "info", 4: "success"}.get(it.format, "info")
        return (
            f'<div class="alert {kind}">{ICON if it.icon else ""}<div class="words">{block_html(it.body)}</div></div>'
        )

    def _space(self, it: Any) -> str:  # noqa: ANN401
        return "<br hidden>"

    def _button(self, it: Any) -> str:  # noqa: ANN401
        return _button(it)

    def _download_button(self, it: Any) -> str:  # noqa: ANN401
        return _button(it)

    def _link_button(self, it: Any) -> str:  # noqa: ANN401
        if not it.url.startswith(("https://", "http://", "mailto:")):
            return ""
        inner = f"{ICON if it.icon else ''}{inline_html(it.label)}"
        return f'<a class="button" href="{escape(it.url)}">{inner}</a>'

    def _page_link(self, it: Any) -> str:  # noqa: ANN401
        href = it.page if it.external else self.link(page=it.page, query=it.query_string)
        return f'<a class="way" href="{href}">{ICON if it.icon else ""}<span>{inline_html(it.label)}</span></a>'

    def _selectbox(self, it: Any) -> str:  # noqa: ANN401
        chosen = it.raw_value or (it.options[it.default] if it.HasField("default") and it.options else "")
        return _field(it, chosen or it.placeholder)

    def _multiselect(self, it: Any) -> str:  # noqa: ANN401
        return _field(it, it.placeholder)

    def _date_input(self, it: Any) -> str:  # noqa: ANN401
        return _field(it, it.default[0] if it.default else "")

    def _text_input(self, it: Any) -> str:  # noqa: ANN401
        return _field(it, it.value or it.default or it.placeholder)

    def _button_group(self, it: Any) -> str:  # noqa: ANN401
        kind = "segments" if it.style == it.SEGMENTED_CONTROL else "pills"
        options = "".join(f"<span>{inline_html(one.content)}</span>" for one in it.options)
        return _label(it) + f'<div class="{kind}">{options}</div>'

    def _table(self, it: Any) -> str:  # noqa: ANN401
        return _table(it.arrow_data.data, inline_html)

    def _dataframe(self, it: Any) -> str:  # noqa: ANN401
        return f'<div class="list">{_table(it.arrow_data.data, escape)}</div>'

    def _plotly_chart(self, it: Any, element: Element | None = None) -> str:  # noqa: ANN401
        found = _HEIGHT.findall(it.spec[-4000:]) or _HEIGHT.findall(it.spec)
        fixed = element.height_config.pixel_height if element else 0
        pixels = fixed or (int(found[-1]) if found else CHART_PIXELS)
        geo = " geo" if '"geo":' in it.spec else ""
        return f'<div class="chart{geo}" style="height:{pixels}px">{escape(it.alt)}</div>'

    def _bidi_component(self, it: Any) -> str:  # noqa: ANN401
        draw = self.components.get(it.component_name)
        return draw(json.loads(it.bytes or b"null"), self.link) if draw else ""


def _size(of: Block | Element, *, in_row: bool) -> list[str]:
    """Width and height as their configuration has them."""
    style = []
    width, height = of.width_config, of.height_config
    kind = width.WhichOneof("width_spec")
    if kind == "pixel_width":
        style.append(f"width:{width.pixel_width}px")
    elif kind == "rem_width":
        style.append(f"width:{width.rem_width}rem")
    elif kind == "use_content":
        style += _fit(in_row)
    elif in_row:
        style.append("flex:1 1 8rem" if kind == "use_stretch" else "flex:0 1 auto")
    if height.WhichOneof("height_spec") == "pixel_height":
        style.append(f"height:{height.pixel_height}px")
    elif height.WhichOneof("height_spec") == "rem_height":
        style.append(f"height:{height.rem_height}rem")
    elif height.WhichOneof("height_spec") == "use_stretch":
        style.append("align-self:stretch")
    return style


def _fit(in_row: bool) -> list[str]:
    return ["flex:0 1 auto"] if in_row else ["align-self:flex-start"]


def _gap(gap: GapConfig) -> str:
    if gap.WhichOneof("gap_spec") == "pixel_gap":
        return f"{gap.pixel_gap}px"
    return f"{_GAPS_REM.get(GapSize.Name(gap.gap_size), 0)}rem"


def _box(kind: str, inner: str, style: Iterable[str], key: str = "", *, is_framed: bool = False) -> str:
    keyed = f" st-key-{re.sub(r'[^a-zA-Z0-9_-]', '-', key)}" if key else ""
    framed = " framed" if is_framed else ""
    said = f' style="{escape(";".join(style))}"' if (style := list(style)) else ""
    return f'<div class="{kind}{framed}{escape(keyed)}"{said}>{inner}</div>'


def _button(it: Any, more: str = "") -> str:  # noqa: ANN401
    kinds = " ".join(filter(None, ("button", it.type or "secondary", "helped" if it.help else "", more)))
    return f'<span class="{escape(kinds)}">{ICON if it.icon else ""}<span>{inline_html(it.label)}</span></span>'


def _label(it: Any) -> str:  # noqa: ANN401
    return f"<label>{inline_html(it.label)}</label>" if it.label and not it.label_visibility.value else ""


def _field(it: Any, shown: str) -> str:  # noqa: ANN401
    return f'{_label(it)}<div class="field">{escape(shown)}</div>'


def _table(data: bytes, cell: Callable[[str], str]) -> str:
    frame = pa.ipc.open_stream(data).read_all()
    names = [name for name in frame.column_names if not name.startswith("__index_level_")]
    head = "".join(f"<th>{cell(name)}</th>" for name in names)
    rows = (
        "<tr>" + "".join(f"<td>{cell(str('' if row[name] is None else row[name]))}</td>" for name in names) + "</tr>"
        for row in frame.select(names).slice(0, ROWS_MOST).to_pylist()
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
