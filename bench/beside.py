"""A process beside the one that measures: whose work must not count as its own."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection


@contextmanager
def beside(does: Callable[..., object], *arguments: object) -> Iterator[Connection]:
    """The line to a process that ``does`` this, a function of a module, with the other end of it as its last argument.

    It is ended with the block.
    """
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=does, args=(*arguments, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        process.terminate()
        process.join()
