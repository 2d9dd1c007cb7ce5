"""Results kept as long as the Road they are of: the same one of the same Road, day and language is never made twice."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from functools import wraps
from threading import Lock
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from weakref import WeakKeyDictionary, WeakSet

from data.road import Road

ENTRIES_PER_ROAD = 512
SMALL_ROWS = 20_000
SMALL_TIMES = 16
"""Of a Road with so many contributions or fewer, more is kept: up to so many times as much."""


_guests: WeakSet[Road] = WeakSet()


def share_one_budget(road: Road) -> None:
    """Count what is kept of this Road with that of all others called so: together as many results as a large one has.

    For the Roads of files that readers bring: however many they are, they take no more room than one sheet.
    """
    _guests.add(road)


def let_go(road: Road) -> None:
    """Forget what is kept of a Road that another one has replaced, though pages that were drawn from it still stand."""
    for kept in tuple(_everything):
        kept.let_go(road)


class View(Protocol):
    """A look at a Road, such as on a day and in a language."""

    @property
    def seen(self) -> tuple[Road, Hashable]:
        """The Road, and all else that whatever is made of this follows from."""
        ...


P = ParamSpec("P")
R = TypeVar("R", bound=Road | View)
T = TypeVar("T")


class _Kept:
    """The results kept for each Road, the least recently used given up first; nothing here keeps a Road alive."""

    def __init__(self, entries: int, *, by_rows: bool) -> None:
        self._entries = entries
        self._by_rows = by_rows
        self._lock = Lock()
        self._by_road: WeakKeyDictionary[Road, OrderedDict[Hashable, Future[Any]]] = WeakKeyDictionary()
        _everything.add(self)

    def result(self, road: Road, key: Hashable, compute: Callable[[], Any]) -> Any:  # noqa: ANN401 - any figure
        with self._lock:
            kept = self._by_road.setdefault(road, OrderedDict())
            future = kept.get(key)
            is_ours = future is None
            if future is None:
                future = kept[key] = Future()
                self._make_room(road, kept)
            else:
                kept.move_to_end(key)
        if is_ours:
            # Computed outside the lock; whoever asks for the same meanwhile waits for this one.
            try:
                future.set_result(compute())
            except BaseException as error:
                with self._lock:
                    if kept.get(key) is future:
                        del kept[key]
                future.set_exception(error)
        return future.result()

    def let_go(self, road: Road) -> None:
        with self._lock:
            self._by_road.pop(road, None)

    def _make_room(self, road: Road, kept: OrderedDict[Hashable, Future[Any]]) -> None:
        if road not in _guests:
            if len(kept) > self.entries(road):
                kept.popitem(last=False)
            return
        # Who has most gives up first: none takes the room of all.
        of_guests = [found for other, found in self._by_road.items() if other in _guests]
        if sum(map(len, of_guests)) > self._entries:
            max(of_guests, key=len).popitem(last=False)

    def entries(self, road: Road) -> int:
        """How many results of this Road are kept, unless it shares with others."""
        times = SMALL_ROWS // max(1, len(road.contributions)) if self._by_rows else 1
        return self._entries * max(1, min(SMALL_TIMES, times))


def per_road_keeping(
    entries: int, *, by_rows: bool = False
) -> Callable[[Callable[Concatenate[R, P], T]], Callable[Concatenate[R, P], T]]:
    """``per_road`` for results that are large: at most ``entries`` of each Road are kept, apart from all others.

    ``by_rows`` keeps more of a Road with few contributions, where the results are as small as that. A result must never
    refer to the Road it is of, or neither would ever be let go.
    """
    return _keeping_in(_Kept(entries, by_rows=by_rows))


_everything: WeakSet[_Kept] = WeakSet()


def _keeping_in(kept: _Kept) -> Callable[[Callable[Concatenate[R, P], T]], Callable[Concatenate[R, P], T]]:
    def decorate(figure: Callable[Concatenate[R, P], T]) -> Callable[Concatenate[R, P], T]:
        @wraps(figure)
        def cached(of: R, *args: P.args, **kwargs: P.kwargs) -> T:
            road, seen = (of, ()) if isinstance(of, Road) else of.seen
            key = (figure, seen, args, tuple(sorted(kwargs.items())))
            return kept.result(road, key, lambda: figure(of, *args, **kwargs))

        return cached

    return decorate


_FIGURES = _Kept(ENTRIES_PER_ROAD, by_rows=True)


def per_road(figure: Callable[Concatenate[R, P], T]) -> Callable[Concatenate[R, P], T]:
    """Keep the results of a function of a Road, or a view of one, and hashable arguments, as long as that Road lives.

    Safe among threads, which wait for one computation rather than repeat it. Results are shared: whoever reads a frame
    never writes to it. The kept figures of one Road are bounded together, by ``ENTRIES_PER_ROAD`` or some times that.
    """
    return _keeping_in(_FIGURES)(figure)
