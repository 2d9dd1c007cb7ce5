"""Slides to project and to change: native charts and tables, the map as shapes, each finding as a title.

What a slide shows is in words too: alternative texts on every shape, definitions in its notes.
"""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu, Inches, Pt

from components.charts.chart import Chart, Subject
from components.charts.map import MAP, shown_extent
from components.charts.pace import PACE
from components.publish.note.world_map import HEIGHT, WIDTH, country_paths, shade
from components.words.asks import asks_words, nothing_asked
from components.words.coverage import barely_heard_sections, sections_heard_words, silent_sections
from components.words.labels import names_of
from components.words.plain import shorten
from components.words.road import as_of, figure_definitions, four_figures, standing
from components.words.road_line import road_line_data
from components.words.text import cell_words, charter_finding
from data.colours import SEA, in_colour
from data.exports.tables import inert
from data.figures.contributions import cumulative, tally
from data.figures.sections import countries_at, section_coverage, sections_heard
from data.figures.text import uptake_by_block
from data.messages.network import network_title
from data.road import Road
from data.shape import CONTRIBUTION_STAGES
from data.words import Words

LONGEST_TITLE = 150
LONGEST = 80
ASKED_SHOWN = 6
STEPS_SHOWN = 11
BLOCKS_SHOWN = 12
FEW = 10
POINTS_MAX = 60
"""Of a line: more days than these are shown as every second, third ... one, the last always among them."""

_WIDE, _HIGH = Inches(13.333), Inches(7.5)
_LEFT, _TOP, _BROAD, _TALL = Inches(0.7), Inches(1.75), Inches(11.93), Inches(4.9)
_SEA, _CORAL, _GREY, _SAND, _TEAL = SEA, "#B4481F", "#55676F", "#F6F1E7", "#1C8496"
_INK, _WHITE, _STONE = "#00131C", "#FFFFFF", "#C9BCA4"
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class _Deck:
    """The presentation under way, and what all of it is of."""

    file: Any
    road: Road
    on: date
    words: Words
    footer: str

    @property
    def of(self) -> Subject:
        return Subject(self.road, self.on, self.words)

    def colour(self, ours: str) -> RGBColor:
        """What stands for a colour of ours in this network's."""
        return RGBColor.from_string(in_colour(ours, self.road.settings.colour)[1:])


def slides(road: Road, *, on: date, words: Words, read_at: datetime) -> bytes:
    """The slides as PPTX (16:9). ``read_at`` (aware) says when the sheet was read."""
    file = Presentation()
    file.slide_width, file.slide_height = _WIDE, _HIGH
    local = read_at.astimezone(road.settings.timezone)
    read_on = words.say(
        "Source: {name}, read on {day} at {time}.",
        name=shorten(road.origin.name, LONGEST),
        day=words.day(local.date()),
        time=words.clock(local),
    )
    illustrative = words.say("Illustrative data: these rows were made up to show the dashboard.")
    footer = " · ".join((as_of(on, words), read_on, *((illustrative,) if road.settings.illustrative else ())))
    deck = _Deck(file, road, on, words, footer)
    title = network_title(road, words)
    properties = file.core_properties
    properties.title, properties.author = _clean(title), words.say("Secretariat of the network")
    properties.language, properties.subject = words.language, as_of(on, words)
    for slide in (_opening, _asked, _steps, _received, _sections, _map, _blocks):
        slide(deck)
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", shorten(text, 2000))


def _slide(deck: _Deck, title: str, notes: Sequence[str]) -> Any:  # noqa: ANN401 - python-pptx says no types
    """A slide with its finding as title, day and source below, and notes."""
    slide = deck.file.slides.add_slide(deck.file.slide_layouts[5])
    heading = slide.shapes.title
    heading.left, heading.top, heading.width, heading.height = _LEFT, Inches(0.4), _BROAD, Inches(1.2)
    heading.text_frame.word_wrap = True
    heading.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    _write(heading.text_frame, [shorten(title, LONGEST_TITLE)], deck, size=26, colour=_SEA, bold=True)
    below = slide.shapes.add_textbox(_LEFT, Inches(6.9), _BROAD, Inches(0.4))
    below.text_frame.word_wrap = True
    _write(below.text_frame, [deck.footer], deck, size=11, colour=_GREY)
    _describe(below, deck.footer)
    slide.notes_slide.notes_text_frame.text = _clean("\n\n".join(filter(None, notes)))
    return slide


def _write(
    frame: Any,  # noqa: ANN401
    lines: Sequence[str],
    deck: _Deck,
    *,
    size: float,
    colour: str,
    bold: bool = False,
) -> None:
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = _clean(line)
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, deck.colour(colour)
        # Whoever reads it aloud needs to know the language; python-pptx knows a list of its own only.
        run._r.get_or_add_rPr().set("lang", deck.words.locale.language)
        paragraph.space_after = Pt(size / 2)


def _describe(shape: Any, text: str) -> None:  # noqa: ANN401 - any shape
    """The alternative text of a shape, which python-pptx has no name for."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", _clean(text))


def _opening(deck: _Deck) -> None:
    stands = standing(deck.road, deck.words, on=deck.on)
    definitions = figure_definitions(deck.words)
    slide = _slide(deck, stands.headline, list(definitions.values()))
    figures = list(four_figures(deck.road, deck.words, on=deck.on).values())
    if stands.beside:
        box = slide.shapes.add_textbox(_LEFT, _TOP, _BROAD, Inches(0.8))
        box.text_frame.word_wrap = True
        _write(box.text_frame, [stands.beside], deck, size=18, colour=_GREY)
        _describe(box, stands.beside)
    width = int(_BROAD / len(figures))
    for place, figure in enumerate(figures):
        left = Emu(_LEFT + place * width)
        box = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, left, Inches(2.9), Emu(width - Inches(0.2)), Inches(2.6))
        box.fill.solid()
        box.fill.fore_color.rgb = deck.colour(_SAND)
        box.line.fill.background()
        box.text_frame.word_wrap = True
        _write(box.text_frame, [figure.label], deck, size=16, colour=_GREY)
        for text, size, colour in ((figure.value, 34, _SEA), (figure.gloss, 15, _GREY)):
            paragraph = box.text_frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.LEFT
            run = paragraph.add_run()
            run.text = _clean(text)
            run.font.size, run.font.color.rgb = Pt(size), deck.colour(colour)
            run.font.bold = colour == _SEA
            run._r.get_or_add_rPr().set("lang", deck.words.locale.language)
        _describe(box, deck.words.say("{label}: {value}", label=figure.label, value=f"{figure.value}, {figure.gloss}"))


def _asked(deck: _Deck) -> None:
    words = deck.words
    asked = [f"{said}." for _, said in asks_words(deck.road, words, on=deck.on)]
    rest = len(asked) - ASKED_SHOWN
    lines = asked[:ASKED_SHOWN] or [nothing_asked(words)]
    if rest > 0:
        lines.append(words.plural("and {n} more", "and {n} more", rest))
    slide = _slide(deck, words.say("What is asked of the Bureau"), asked)
    box = slide.shapes.add_textbox(_LEFT, _TOP, _BROAD, _TALL)
    box.text_frame.word_wrap = True
    _write(box.text_frame, [f"• {shorten(line, 220)}" if asked else line for line in lines], deck, size=20, colour=_INK)
    _describe(box, " ".join(lines))


def _steps(deck: _Deck) -> None:
    words = deck.words
    drawn: dict[str, Any] = road_line_data(deck.road, on=deck.on, words=words)
    stands = standing(deck.road, words, on=deck.on)
    slide = _slide(deck, stands.beside or stands.headline, [drawn["alt"]])
    # Of many the latest: what is still ahead is the point, and the launch.
    shown = drawn["steps"][-STEPS_SHOWN:]
    rows = [(shorten(step["title"], LONGEST), step["when"], step["word"], step["note"]) for step in shown]
    header = [words.say("Milestone"), words.say("Date"), words.say("State"), words.say("Change")]
    _table(slide, deck, header, rows, widths=(5.0, 2.2, 2.3, 2.43), alt=drawn["alt"])
    _more(slide, deck, len(drawn["steps"]) - len(shown))


def _table(
    slide: Any,  # noqa: ANN401
    deck: _Deck,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[float],
    alt: str,
) -> None:
    frame = slide.shapes.add_table(len(rows) + 1, len(header), _LEFT, _TOP, _BROAD, Inches(0.38 * (len(rows) + 1)))
    _describe(frame, alt)
    table = frame.table
    table.first_row = True
    for place, width in enumerate(widths):
        table.columns[place].width = Inches(width)
    for at, texts in enumerate((header, *rows)):
        for place, text in enumerate(texts):
            cell = table.cell(at, place)
            cell.margin_top = cell.margin_bottom = Inches(0.03)
            _write(cell.text_frame, [text], deck, size=14, colour=_WHITE if at == 0 else _INK, bold=at == 0)
            cell.fill.solid()
            cell.fill.fore_color.rgb = deck.colour(_SEA if at == 0 else _SAND if at % 2 else _WHITE)


def _drawn(deck: _Deck, chart: Chart[Any]) -> tuple[str, str, str]:
    """Finding, alternative text and definition of a chart of ours."""
    drawing = chart.drawing(deck.of)
    return drawing.finding, drawing.alt, chart.passport_of(deck.of).definition


def _chart(
    slide: Any,  # noqa: ANN401
    kind: Any,  # noqa: ANN401 - a type of chart
    categories: Sequence[Any],
    series: Sequence[tuple[str, Sequence[float | None], str]],
    *,
    deck: _Deck,
    alt: str,
    dressed: Callable[[Any], None] | None = None,
) -> None:
    """A native chart, each series (name, values, colour) editable in the sheet behind it."""
    content = CategoryChartData()
    # What stands behind it is a spreadsheet, in which no cell of ours becomes a formula.
    content.categories = [inert(_clean(c)) if isinstance(c, str) else c for c in categories]
    for name, values, _ in series:
        content.add_series(str(inert(_clean(name))), values)
    frame = slide.shapes.add_chart(kind, _LEFT, _TOP, _BROAD, _TALL, content)
    _describe(frame, alt)
    chart = frame.chart
    chart.has_legend = len(series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.font.size = Pt(14)
    if max((value or 0 for _, values, _ in series for value in values), default=0) <= FEW:
        # Or a program marks half a contribution.
        chart.value_axis.major_unit = 1
    for drawn, (_, _, colour) in zip(chart.plots[0].series, series, strict=True):
        line = kind == XL_CHART_TYPE.LINE
        drawn.format.line.color.rgb = deck.colour(colour)
        if line:
            drawn.smooth = False
            drawn.format.line.width = Pt(3)
        else:
            drawn.format.fill.solid()
            drawn.format.fill.fore_color.rgb = deck.colour(colour)
    if dressed:
        dressed(chart)


def _received(deck: _Deck) -> None:
    words = deck.words
    finding, _, definition = _drawn(deck, PACE)
    # Of one hue three lines would be told apart by their names alone.
    last = _CORAL if deck.road.settings.colour is None else _INK
    daily = cumulative(deck.road, on=deck.on)
    step = -(-len(daily) // POINTS_MAX)
    shown = daily.iloc[::-1].iloc[::step].iloc[::-1]
    series = [
        (words.label(CONTRIBUTION_STAGES, stage), shown[stage].tolist(), colour)
        for stage, colour in (("received", _SEA), ("decided", _TEAL), ("landed", last))
    ]
    days = [words.day(day, "short") for day in shown["day"]]
    alt = _each({name: words.number(values[-1]) for name, values, _ in series if values}, words)
    slide = _slide(deck, finding, [definition, alt])
    _chart(slide, XL_CHART_TYPE.LINE, days, series, deck=deck, alt=alt)


def _sections(deck: _Deck) -> None:
    words, road, on = deck.words, deck.road, deck.on
    finding = sections_heard_words(
        sections_heard(road, on=on),
        silent_sections(road, words, on=on),
        barely_heard_sections(road, words, on=on),
        words,
    )
    rows, names = section_coverage(road, on=on), names_of(road, "section", words)
    received = dict(zip([names[code] for code in rows["code"]], rows["received"].tolist(), strict=True))
    expected = [None if value != value else float(value) for value in rows["expected"]]
    if nowhere := tally(road, on=on).without_section:
        received[words.say("In no section")] = nowhere
        expected.append(None)
    said = _each({name: words.number(n) for name, n in received.items()}, words)
    slide = _slide(deck, finding, [figure_definitions(words)["heard"], said])
    _chart(
        slide,
        XL_CHART_TYPE.COLUMN_CLUSTERED,
        [shorten(name, LONGEST) for name in received],
        [
            (words.label(CONTRIBUTION_STAGES, "received"), list(received.values()), _SEA),
            (words.say("Expected"), expected, _STONE),
        ],
        deck=deck,
        alt=said,
    )


def _map(deck: _Deck) -> None:
    finding, alt, definition = _drawn(deck, MAP)
    words = deck.words
    boundaries = words.say(
        "Boundaries and names on this map imply no opinion on the legal status of any country or territory."
    )
    slide = _slide(deck, finding, [definition, alt, boundaries])
    coverage = countries_at(deck.road, on=deck.on)
    received = {row["country"]: row["received"] for row in coverage}
    most = max(received.values(), default=0)
    scale = min(_BROAD / WIDTH, (_TALL - Inches(0.15)) / HEIGHT)
    left = int(_LEFT + (_BROAD - WIDTH * scale) / 2)
    slide.shapes.turbo_add_enabled = True
    countries = []
    for code, path in country_paths(shown_extent(coverage)).items():
        if code != "ATA" and path:
            n = received.get(code, 0)
            shape = _outline(slide, path, left, scale)
            if shape is not None:
                shape.fill.solid()
                shape.fill.fore_color.rgb = RGBColor.from_string(shade(n, most, deck.road.settings.colour)[1:])
                shape.line.color.rgb = deck.colour(_WHITE)
                shape.line.width = Pt(0.25)
                shape.shadow.inherit = False
                shape.name = code
                _describe(shape, words.say("{label}: {value}", label=words.country(code), value=words.number(n)))
                countries.append(shape)
    # Grouped at the end: a group measures all its shapes whenever it gets one more.
    world = slide.shapes.add_group_shape(countries)
    world.name = "world"
    _describe(world, alt)
    _note(slide, deck, boundaries)


def _note(slide: Any, deck: _Deck, text: str) -> None:  # noqa: ANN401
    """A line in small letters above the source."""
    below = slide.shapes.add_textbox(_LEFT, Inches(6.6), _BROAD, Inches(0.3))
    _write(below.text_frame, [text], deck, size=10, colour=_GREY)
    _describe(below, text)


def _more(slide: Any, deck: _Deck, n: int) -> None:  # noqa: ANN401
    """How many are not shown, where there are such."""
    if n > 0:
        _note(slide, deck, deck.words.plural("and {n} more", "and {n} more", n))


def _each(values: Mapping[str, str], words: Words) -> str:
    """What a chart shows, for whoever does not see it: every name with its value."""
    return words.say("; ").join(words.say("{label}: {value}", label=name, value=said) for name, said in values.items())


def _outline(slide: Any, path: str, left: int, scale: float) -> Any | None:  # noqa: ANN401 - shapes of python-pptx
    """One country as a freeform shape of all its parts; None for one with no area.

    Written as python-pptx's own builder writes it, which measures the whole shape again at every point.
    """
    parts = [
        [tuple(map(float, point.split())) for point in part.rstrip("Z").split("L")] for part in path.split("M") if part
    ]
    parts = [part for part in parts if len(part) > 2]
    if not parts:
        return None
    xs, ys = zip(*(point for part in parts for point in part), strict=True)
    x0, y0, wide, high = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)

    def at(point: tuple[float, ...]) -> str:
        return f'<a:pt x="{round((point[0] - x0) * 10)}" y="{round((point[1] - y0) * 10)}"/>'

    drawn = "".join(
        f"<a:moveTo>{at(first)}</a:moveTo>" + "".join(f"<a:lnTo>{at(p)}</a:lnTo>" for p in rest) + "<a:close/>"
        for first, *rest in parts
    )
    geometry = (
        f'<a:custGeom {nsdecls("a")}><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{round(wide * 10)}" h="{round(high * 10)}">{drawn}</a:path></a:pathLst></a:custGeom>'
    )
    shape = slide.shapes.add_shape(
        MSO_SHAPE.RECTANGLE,
        Emu(left + round(x0 * scale)),
        Emu(_TOP + round(y0 * scale)),
        Emu(max(1, round(wide * scale))),
        Emu(max(1, round(high * scale))),
    )
    preset = shape._element.spPr.prstGeom
    preset.addnext(parse_xml(geometry))
    preset.getparent().remove(preset)
    return shape


def _blocks(deck: _Deck) -> None:
    words = deck.words
    road, names = deck.road, names_of(deck.road, "block", deck.words)
    rows = uptake_by_block(road, on=deck.on)
    definition = words.say(
        "Contributions decided by this day that name a block of the text, under each block that they name. In the text "
        "are those reflected in it, wholly or partly."
    )
    if rows.empty:
        _slide(deck, words.say("No block of the text has a source yet"), [definition])
        return
    gaps = [names[code] for code in rows["block"][rows["landed"] == 0]]
    said = {
        names[block]: cell_words(landed, decided, words)
        for block, landed, decided in rows[["block", "landed", "n"]].itertuples(index=False)
    }
    alt = _each(said, words)
    slide = _slide(deck, charter_finding(gaps, len(rows), words), [definition, alt])
    shown = rows.head(BLOCKS_SHOWN)
    _more(slide, deck, len(rows) - len(shown))

    def dressed(chart: Any) -> None:  # noqa: ANN401 - a chart of python-pptx
        # The first block on top, as the sheet lists them.
        chart.category_axis.reverse_order = True

    landed = shown["landed"].tolist()
    _chart(
        slide,
        XL_CHART_TYPE.BAR_STACKED,
        [shorten(names[code], LONGEST) for code in shown["block"]],
        [
            (words.label(CONTRIBUTION_STAGES, "landed"), landed, _SEA),
            (words.say("Decided, not in the text"), (shown["n"] - shown["landed"]).tolist(), _STONE),
        ],
        deck=deck,
        alt=alt,
        dressed=dressed,
    )
