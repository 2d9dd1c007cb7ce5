"""The timeline: everything stands where its date is, and every label where it can be read."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from components.charts.timeline import TITLE_CHARACTERS, timeline
from components.words.milestones import timeline_alt
from data.figures.schedule import blocking_edges, path_edges, scheduled
from data.languages import LANGUAGES
from data.words import words_of
from tests.components.charts.checked import checked
from tests.data.figures.roads import day, make_road, milestone

pytestmark = pytest.mark.slow(2)

checked_timeline = checked(timeline)

ON = "2021-05-21"
PHONE = 340


def drawn(*rows: dict[str, Any], on: str = ON, language: str = "en", opened: str | None = None) -> go.Figure:
    road = make_road(milestones=rows)
    return checked_timeline(
        scheduled(road, on=day(on)), blocking_edges(road, on=day(on)), words_of(language), on=day(on), opened=opened
    )


def trace(figure: go.Figure, name: str) -> Any:  # noqa: ANN401 - plotly's traces have no common type
    traces: Any = figure.data
    return next(trace for trace in traces if trace.name == name)


def days(values: Any) -> list[str | None]:  # noqa: ANN401 - what plotly keeps of timestamps
    return [None if value is None or pd.isna(value) else pd.Timestamp(value).date().isoformat() for value in values]


def texts(figure: go.Figure) -> list[str]:
    return [annotation.text for annotation in figure.layout.annotations]


def text_of(figure: go.Figure, text: str) -> Any:  # noqa: ANN401 - an annotation
    return next(annotation for annotation in figure.layout.annotations if annotation.text == text)


def share(figure: go.Figure, when: str | pd.Timestamp) -> float:
    low, high = (pd.Timestamp(end) for end in figure.layout.xaxis.range)
    return (pd.Timestamp(when) - low) / (high - low)


def extent(figure: go.Figure, annotation: Any, plot: int = PHONE) -> tuple[float, float]:  # noqa: ANN401 - an annotation
    """From where to where a text reaches, on a phone, in pixels of the plot; its letters taken as 7 wide."""
    plain = annotation.text.replace("<b>", "").replace("</b>", "")
    width = max(len(line) for line in plain.split("<br>")) * annotation.font.size / 2
    at = annotation.x if annotation.xref == "paper" else share(figure, annotation.x)
    start = at * plot + (annotation.xshift or 0)
    begin = {"left": start, "right": start - width, "center": start - width / 2}[annotation.xanchor]
    return begin, begin + width


def test_an_empty_road_still_shows_the_day_looked_at() -> None:
    figure = drawn()
    assert texts(figure) == ["As of 21 May 2021"]
    assert figure.layout.height < 120


def test_one_milestone_stands_at_its_day_with_its_title_and_its_state() -> None:
    figure = drawn(milestone("M1", "2021-06-01", title="Launch"))
    assert days(trace(figure, "marks").x) == ["2021-06-01"]
    assert texts(figure) == ["As of 21 May 2021", "Launch", "Next, in 11 days"]


def test_many_rows_go_down_in_the_order_of_time_and_the_figure_grows_with_them() -> None:
    few, many = (
        drawn(*(milestone(f"M{n}", f"2021-06-{n:02d}", title=f"Step {n}") for n in range(1, count)))
        for count in (3, 25)
    )
    heights = [text_of(many, f"Step {n}").y for n in range(1, 25)]
    assert heights == sorted(heights)
    assert many.layout.height - few.layout.height == pytest.approx(22 * (few.layout.yaxis.range[0] / 2), abs=2)
    assert list(many.layout.yaxis.range) == [many.layout.yaxis.range[0], 0]


def test_a_month_is_a_bar_over_the_whole_month() -> None:
    bars = trace(drawn(milestone("M1", "2021-12")), "periods")
    assert days(bars.base) == ["2021-12-01"]
    assert list(bars.x) == [31 * 24 * 3600 * 1000]
    assert trace(drawn(milestone("M1", "2021-12")), "marks").x in ((), None)


def test_what_was_announced_is_hollow_and_joined_to_where_it_moved() -> None:
    figure = drawn(
        milestone("M1", "2021-12-18", baseline="2021-12-01"), milestone("M2", "2021-12-20", baseline="2021-11")
    )
    announced = trace(figure, "announced")
    assert days(announced.x) == ["2021-12-01"]
    assert list(announced.marker.symbol) == ["diamond-open"]
    assert days(trace(figure, "periods").base) == ["2021-11-01"]
    assert trace(figure, "periods").marker.color == ("rgba(0,0,0,0)",)
    months = drawn(milestone("M1", "2021-12", baseline="2021-11"))
    assert trace(months, "periods").marker.line.width == (1.5, 0)
    assert days(trace(figure, "moves").x) == ["2021-12-01", "2021-12-18", None, "2021-11-30", "2021-12-20", None]


def test_hover_says_a_step_line_by_line() -> None:
    figure = drawn(milestone("M1", "2021-05-04", baseline="2021-05-01", done_on="2021-05-10"))
    (said,) = trace(figure, "marks").hovertext
    assert said.split("<br>")[2:] == ["Due 4 May 2021", "First announced for 1 May 2021", "Done on 10 May 2021"]


def test_the_slip_is_said_in_days_on_the_mark() -> None:
    figure = drawn(
        milestone("M1", "2021-06-10", baseline="2021-06-01"), milestone("M2", "2021-12-18", baseline="2021-12-20")
    )
    assert "Next, in 20 days · +9 days" in texts(figure)
    assert "18 Dec · -2 days" in texts(figure)


def test_what_was_done_on_another_day_shows_both_days() -> None:
    figure = drawn(milestone("M1", "2021-05-04", done_on="2021-05-10"))
    assert days(trace(figure, "marks").x) == ["2021-05-10"]
    assert days(trace(figure, "announced").x) == ["2021-05-04"]


def test_what_is_late_is_drawn_on_to_the_day_looked_at() -> None:
    figure = drawn(milestone("M1", "2021-05-01"))
    assert days(trace(figure, "moves").x) == ["2021-05-01", "2021-05-21", None]
    assert list(trace(figure, "marks").marker.symbol) == ["triangle-up"]


def test_a_line_leads_from_what_is_late_down_onto_what_waits_for_it() -> None:
    figure = drawn(milestone("M1", "2021-05-01"), milestone("M2", "2021-06-10", depends_on=["M1"]))
    lines = trace(figure, "blocks")
    assert days(lines.x) == ["2021-05-21", "2021-06-10", "2021-06-10", None]
    late, waiting = trace(figure, "marks").y
    assert lines.y[:2] == (late, late)
    assert late < lines.y[2] < waiting
    assert lines.marker.symbol[2] == "triangle-down"


def test_nothing_late_blocks_nothing() -> None:
    assert trace(drawn(milestone("M1", "2021-06-01"), milestone("M2", "2021-07", depends_on=["M1"])), "blocks").x in (
        (),
        None,
    )


def test_the_day_looked_at_is_marked_and_all_of_the_future_is_in_view() -> None:
    figure = drawn(milestone("M1", "2021-05-04", done_on="2021-05-04"), milestone("M2", "2022-02"))
    (today,) = [shape for shape in figure.layout.shapes if shape.name == "day"]
    assert today.line.dash is None
    assert (today.x0, today.x1, today.y0, today.y1) == (ON, ON, 0, 1)
    low, high = (pd.Timestamp(end) for end in figure.layout.xaxis.range)
    assert low < pd.Timestamp("2021-05-04")
    assert high > pd.Timestamp("2022-02-28")


def test_a_milestone_without_a_date_is_a_row_of_words() -> None:
    figure = drawn(milestone("M1", "2021-06-01"), milestone("M2", title="Some day"))
    label = text_of(figure, "No date yet")
    assert (label.xref, label.x) == ("paper", 0)
    assert label.y > text_of(figure, "Some day").y


def test_a_click_anywhere_in_a_row_gives_its_milestone() -> None:
    figure = drawn(milestone("M1", "2021-06-01"), milestone("M2"))
    areas = trace(figure, "rows")
    assert list(areas.customdata) == ["M1", "M2"]
    assert areas.hoverinfo == "none"
    tops = [y - width / 2 for y, width in zip(areas.y, areas.width, strict=True)]
    assert tops == [0, pytest.approx(areas.width[0])]


def test_two_rows_under_one_id_are_two_rows() -> None:
    figure = drawn(milestone("M1", "2021-06-01"), milestone("M1", "2021-07-01"))
    assert len(set(trace(figure, "marks").y)) == 2


def test_what_was_due_before_is_a_faint_stroke_that_says_how_often_it_moved() -> None:
    road = make_road(milestones=[milestone("M1", "2021-11-05", title="Draft"), milestone("M2", "2021-12-18")])
    steps, edges, on = scheduled(road, on=day(ON)), blocking_edges(road, on=day(ON)), day(ON)
    earlier = {"M1": (day("2021-10-22"), day("2021-03-01"))}
    shown = checked_timeline(steps, edges, words_of("en"), on=on, earlier=earlier)
    strokes = trace(shown, "earlier")
    assert days(strokes.x) == ["2021-10-22", "2021-03-01"]
    assert set(strokes.y) == {trace(shown, "marks").y[0]}
    assert strokes.marker.opacity < 1
    assert "Next, in 168 days · moved 2 times" in texts(shown)
    assert "Moved 2 times, before: 22 Oct 2021 and 1 Mar 2021" in strokes.hovertext[0]
    assert pd.Timestamp(shown.layout.xaxis.range[0]) < pd.Timestamp("2021-03-01")
    assert "22 Oct 2021" in timeline_alt(steps, words_of("en"), earlier)


def test_the_row_that_is_open_is_tinted() -> None:
    figure = drawn(milestone("M1", "2021-06-01"), milestone("M2", "2021-07-01"), opened="M2")
    (tint,) = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    mark = trace(figure, "marks").y[1]
    assert tint.y0 < mark < tint.y1


def test_a_postponed_milestone_says_so_in_its_title() -> None:
    assert "Deadline (postponed)" in texts(drawn(milestone("M1", "2021-06-01", title="Deadline", flag="postponed")))


def test_a_long_title_is_broken_into_lines_and_never_cut() -> None:
    title = "Consultation of the regional sections on the second question of the Lampedusa Charter and its principles"
    (shown,) = [text for text in texts(drawn(milestone("M1", "2021-06-01", title=title))) if "<br>" in text]
    assert shown.replace("<br>", " ") == title
    assert max(len(line) for line in shown.split("<br>")) <= TITLE_CHARACTERS


def test_markup_in_a_title_is_text() -> None:
    figure = drawn(milestone("M1", "2021-06-01", title="<b>bold</b> & <a href='x'>a</a>"))
    assert not [text for text in texts(figure) if "<b>" in text or "<a" in text]
    assert "<a" not in trace(figure, "marks").hovertext[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("late", ["2021-01-05", "2021-05-19", "2021-06-30", "2021-12-20"])
def test_no_text_is_cut_on_a_phone(late: str, language: str) -> None:
    figure = drawn(
        milestone("M0", "2021-01-01", done_on="2021-01-02", baseline="2021-01-01", title="First"),
        milestone("M1", late, baseline="2021-01-03", title="Second"),
        milestone("M2", "2021-12-28", baseline="2021-01-03", depends_on=["M1"], title="Third"),
        milestone("M3", "2021-12", baseline="2021-12", depends_on=["M2"], title="Fourth"),
        on="2021-07-15",
        language=language,
    )
    for annotation in figure.layout.annotations:
        begin, end = extent(figure, annotation)
        assert begin >= -4, annotation.text
        assert end <= PHONE + 4, annotation.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("launch", ["2021-08-01", "2021-12-18", "2022-06-30"])
def test_no_text_lies_over_the_line_of_an_early_day(launch: str, language: str) -> None:
    figure = drawn(
        milestone("M1", "2021-05-04", done_on="2021-05-04", title="Partner consultation: cities are listening"),
        milestone("M2", "2021-05-20", done_on="2021-05-20", title="Statutory session of the Executive Bureau"),
        milestone("M3", launch, title="Launch of the Lampedusa Charter"),
        milestone("M4", title="Without a date"),
        language=language,
    )
    today, *rest = figure.layout.annotations
    line = share(figure, today.x)
    covers = [text.text for text in rest if extent(figure, text, 1100)[0] < line * 1100 < extent(figure, text, 1100)[1]]
    assert covers == []
    assert max(extent(figure, text, 280)[1] for text in rest) <= 280


def test_a_label_never_lies_on_its_own_line() -> None:
    figure = drawn(
        milestone("M1", "2021-01-05", title="Late"), milestone("M2", "2021-12-28", depends_on=["M1"]), on="2021-07-15"
    )
    (label,) = [annotation for annotation in figure.layout.annotations if annotation.text.startswith("Late · ")]
    assert label.y > trace(figure, "marks").y[0] + 10


def test_milestones_a_century_apart_have_few_ticks() -> None:
    axis = drawn(milestone("M1", "1921-01-01"), milestone("M2", "2021-12-18")).layout.xaxis
    assert (axis.nticks, axis.tickformat) == (6, "%Y")


@pytest.mark.parametrize("first", ["2021-05-04", "2021-05-12", "2021-06-20", "2021-12-28"])
def test_the_first_tick_and_its_year_have_room_on_a_phone(first: str) -> None:
    figure = drawn(milestone("M1", first, done_on=first), milestone("M2", "2022-01-20"), on=first)
    axis = figure.layout.xaxis
    every = f"{axis.dtick[1:]}MS" if isinstance(axis.dtick, str) else pd.Timedelta(axis.dtick, "ms")
    ticks = [day for day in pd.date_range(axis.tick0, axis.range[1], freq=every) if day >= axis.range[0]]
    places = [share(figure, day) * 280 for day in ticks]
    assert places[0] >= 20
    assert places[-1] <= 260


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_label_of_what_is_late_stands_before_the_lines_that_leave_it(language: str) -> None:
    figure = drawn(
        milestone("M0", "2021-05-04", done_on="2021-05-04"),
        milestone("M1", "2021-10-22", baseline="2021-10-22"),
        milestone("M2", "2021-11-17", depends_on=["M1"]),
        milestone("M3", "2021-12-18", depends_on=["M2"]),
        on="2021-11-15",
        language=language,
    )
    (late,) = [text for text in figure.layout.annotations if "+24" in text.text]
    begin, end = extent(figure, late, 280)
    assert 0 <= begin < end < share(figure, "2021-11-15") * 280
    lines = [shape for shape in figure.layout.shapes if shape.y0 == shape.y1]
    assert all(abs(line.y0 - late.y) > 9 * len(late.text.split("<br>")) for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_below_ends_before_the_line_that_comes_down_to_what_waits(language: str) -> None:
    rows = [
        milestone("M0", "2021-09-01", done_on="2021-09-01"),
        milestone("M1", "2021-12-31", baseline="2021-12-31"),
        milestone("M2", "2022-03-01", depends_on=["M1"]),
        milestone("M3", "2022-06-10", depends_on=["M2"], kind="launch"),
    ]
    road, on = make_road(milestones=rows), day("2021-10-15")
    of = scheduled(road, on=on), blocking_edges(road, on=on), words_of(language)
    figure = checked_timeline(*of, on=on, path=path_edges(road, on=on))
    (waits,) = [text for text in figure.layout.annotations if "77" in text.text]
    begin, end = extent(figure, waits, 280)
    assert 0 <= begin < end < share(figure, "2022-03-01") * 280


def test_a_title_ends_before_the_line_that_comes_down_to_its_mark() -> None:
    figure = drawn(
        milestone("M1", "2021-05-04", done_on="2021-05-04"),
        milestone("M2", "2021-11-10", title="First draft"),
        milestone("M3", "2021-12-10", depends_on=["M2"], title="Lancement de la Charte de Lampedusa"),
        milestone("M4", "2022-01-15", title="What waits for nothing has all the room"),
        on="2021-11-15",
    )
    launch, free = (
        next(text for text in figure.layout.annotations if word in text.text) for word in ("Charte", "nothing")
    )
    assert extent(figure, launch, 280)[1] < share(figure, "2021-12-10") * 280
    assert "<br>" in launch.text
    assert len(free.text.split("<br>")[0]) > 30


def test_a_long_label_is_broken_where_it_would_be_cut_on_a_phone() -> None:
    owner = "The person who keeps the first draft"
    road = make_road(milestones=[milestone("M1", "2021-01-05", owner=owner), milestone("M2", "2021-06-28")])
    of = scheduled(road, on=day(ON)), blocking_edges(road, on=day(ON)), words_of("en")
    figure = checked_timeline(*of, on=day(ON), has_owners=True)
    (label,) = [text for text in figure.layout.annotations if "person" in text.text]
    assert label.text.replace("<br>", " ").endswith(owner)
    assert max(map(len, label.text.split("<br>"))) <= 38


@pytest.mark.parametrize(("last", "days_between"), [("2021-06-01", 7), ("2021-07-10", 14)])
def test_a_short_road_has_weeks_on_its_axis(last: str, days_between: int) -> None:
    axis = drawn(milestone("M1", "2021-05-20"), milestone("M2", last)).layout.xaxis
    assert axis.dtick == days_between * 24 * 3600 * 1000
    assert axis.tickformat == "%-d %b\n%Y"


def test_the_path_to_the_launch_is_bold_and_a_full_line_where_nothing_is_late() -> None:
    road = make_road(
        milestones=[
            milestone("TEXT", "2021-06-01", title="Text"),
            milestone("ASIDE", "2021-07-01", title="Aside"),
            milestone("LAUNCH", "2021-12-18", title="Launch", kind="launch", depends_on=["TEXT"]),
        ]
    )
    steps, edges = scheduled(road, on=day(ON)), blocking_edges(road, on=day(ON))
    path = path_edges(road, on=day(ON))
    shown = checked_timeline(steps, edges, words_of("en"), on=day(ON), path=path)
    assert {"<b>Text</b>", "Aside", "<b>Launch</b>"} <= set(texts(shown))
    assert days(trace(shown, "path").x)[-2] == "2021-12-18"
    assert not trace(shown, "blocks").x


@pytest.mark.parametrize("shows", [True, False])
def test_a_late_row_names_its_owner_only_where_contacts_are_shown(shows: bool) -> None:
    rows = [milestone("M1", "2021-05-01", owner="Office <b>"), milestone("M2", "2021-07-01", owner="Elsewhere")]
    road = make_road(milestones=rows)
    steps, edges = scheduled(road, on=day(ON)), blocking_edges(road, on=day(ON))
    said = " ".join(texts(checked_timeline(steps, edges, words_of("en"), on=day(ON), has_owners=shows)))
    assert ("Office &lt;b&gt;" in said) == shows
    assert "Elsewhere" not in said
