"""A log that nobody from outside can fill: whoever sends a page what no browser sends stops its run, for as often as
they like, and each time Streamlit writes down where.
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from types import TracebackType

SECONDS = 600.0
PLACES = 1000


class OncePerPlace(logging.Filter):
    """Of the errors in one line of code, one in ten minutes; it says how many there were since the one before."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._told: OrderedDict[tuple[object, ...], list[float]] = OrderedDict()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written."""
        error, trace = (record.exc_info or (None, None, None))[1:]
        if error is None:
            return True
        told = self._told.setdefault((type(error), *_place(trace)), [-SECONDS, 0])
        told[1] += 1
        if self._clock() - told[0] < SECONDS:
            return False
        if told[1] > 1:
            record.msg, record.args = f"{record.getMessage()} ({told[1]:.0f} times)", None
        told[:] = self._clock(), 0
        while len(self._told) > PLACES:
            self._told.popitem(last=False)
        return True


def _place(trace: TracebackType | None) -> tuple[str, int]:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return (trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace else ("", 0)


def be_sparing() -> None:
    """Have Streamlit's own loggers, as many as there are by now, tell each place once in a while."""
    once = OncePerPlace()
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "streamlit":
            logging.getLogger(name).addFilter(once)
