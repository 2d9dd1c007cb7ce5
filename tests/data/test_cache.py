"""Figures are computed once for a Road, for as long as it lives."""

import ast
import gc
import re
import threading
import weakref
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from components.shell.view import View
from data.cache import SMALL_TIMES, let_go, per_road, per_road_keeping
from data.config import ROOT
from data.road import Period, Road
from data.words import words_of
from tests.data.figures.roads import day, make_road


def test_same_road_and_day_are_computed_once() -> None:
    calls = []

    @per_road
    def figure(road: Road, *, on: date) -> object:
        calls.append(on)
        return object()

    road, other = make_road(), make_road()
    first = figure(road, on=day("2021-05-20"))
    assert figure(road, on=day("2021-05-20")) is first
    assert figure(road, on=day("2021-05-21")) is not first
    assert figure(other, on=day("2021-05-20")) is not first
    assert len(calls) == 3


def test_of_a_view_results_are_kept_with_its_road_for_whatever_shows_the_same() -> None:
    calls = []

    @per_road
    def said(here: View, place: str) -> str:
        calls.append(place)
        return f"{place} {here.words.day(here.on)}"

    on, read_at = day("2021-05-20"), datetime(2021, 6, 1, tzinfo=UTC)
    here = View(make_road(), on, Period(on, on), words_of("en"), read_at)
    assert said(here, "Lima") == said(replace(here, read_at=read_at + timedelta(1)), "Lima") == "Lima 20 May 2021"
    assert said(replace(here, words=words_of("fr")), "Lima") == "Lima 20 mai 2021"
    assert said(replace(here, on=day("2021-05-21")), "Lima") == "Lima 21 May 2021"
    assert len(calls) == 3
    gone = weakref.ref(here.road)
    del here
    gc.collect()
    assert gone() is None


def test_of_a_road_that_was_replaced_nothing_is_kept() -> None:
    class Drawn:
        """Something that can be seen to be gone."""

    @per_road
    def figure(road: Road) -> Drawn:
        return Drawn()

    @per_road_keeping(2)
    def drawing(road: Road) -> Drawn:
        return Drawn()

    road, other = make_road(), make_road()
    kept = figure(other), drawing(other)
    gone = [weakref.ref(made(road)) for made in (figure, drawing)]
    let_go(road)
    assert [made() for made in gone] == [None, None]
    assert (figure(other), drawing(other)) == kept
    # Whoever still shows it may ask on.
    assert isinstance(figure(road), Drawn)


def test_nothing_keeps_a_road_alive() -> None:
    @per_road
    def figure(road: Road, *, on: date) -> int:
        return len(road.sections)

    road = make_road()
    assert figure(road, on=day("2021-05-20")) == 9
    gone = weakref.ref(road)
    del road
    gc.collect()
    assert gone() is None


def test_least_recently_used_are_given_up_beyond_the_bound() -> None:
    calls = []

    @per_road_keeping(2)
    def figure(road: Road, n: int) -> int:
        calls.append(n)
        return n

    road = make_road()
    for n in (1, 2, 1, 3, 1, 2):
        assert figure(road, n) == n
    assert calls == [1, 2, 3, 2]


@pytest.mark.parametrize(("contributions", "again"), [(4, 0), (30_000, 10)])
def test_more_is_kept_of_a_small_road(contributions: int, again: int) -> None:
    calls = []

    @per_road_keeping(2, by_rows=True)
    def figure(road: Road, n: int) -> int:
        calls.append(n)
        return n

    road = make_road(contributions=[{"received_on": day("2021-05-04")}] * contributions)
    for n in (*range(2 * SMALL_TIMES), *range(10)):
        figure(road, n)
    assert len(calls) == 2 * SMALL_TIMES + again


def test_threads_wait_for_one_computation() -> None:
    started, release, calls = threading.Event(), threading.Event(), []

    @per_road
    def figure(road: Road, *, on: date) -> object:
        calls.append(on)
        started.set()
        assert release.wait(5)
        return object()

    road, results = make_road(), []
    threads = [
        threading.Thread(target=lambda: results.append(figure(road, on=day("2021-05-20"))), daemon=True)
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    assert started.wait(5)
    release.set()
    for thread in threads:
        thread.join(5)
    assert len(calls) == 1
    assert len(results) == 4
    assert len(set(map(id, results))) == 1


def test_an_error_is_raised_and_not_kept() -> None:
    calls = []

    @per_road
    def figure(road: Road) -> None:
        calls.append(1)
        raise KeyError("theme")

    road = make_road()
    for _ in range(2):
        with pytest.raises(KeyError, match="theme"):
            figure(road)
    assert len(calls) == 2


def test_nothing_that_outlives_a_road_holds_one() -> None:
    """What ``cache`` or ``lru_cache`` keeps, it keeps with what it was asked: an old Road, and all that is of it."""
    kept = [
        (path.relative_to(ROOT).as_posix(), function)
        for room in ("data", "components")
        for path in (ROOT / room).rglob("*.py")
        for function in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef)
        and any("cache" in ast.unparse(decorator).partition("(")[0] for decorator in function.decorator_list)
    ]
    assert len(kept) > 30
    holding = re.compile(r"\b(Road|View|State|Snapshot|Workbook|Sheet)\b")
    assert [
        f"{path}: {function.name}"
        for path, function in kept
        for argument in (*function.args.args, *function.args.kwonlyargs)
        if argument.annotation and holding.search(ast.unparse(argument.annotation))
    ] == []
