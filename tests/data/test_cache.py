"""Figures are computed once for a Road, for as long as it lives."""

import gc
import threading
import weakref
from datetime import date

import pytest

from data.cache import SMALL_TIMES, per_road, per_road_keeping
from data.road import Road
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
