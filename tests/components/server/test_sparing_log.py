"""One line of code that fails over and over is told now and then, with how often."""

import logging

from components.server.sparing_log import SECONDS, OncePerPlace


def record(error: Exception | None) -> logging.LogRecord:
    exc_info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("streamlit", logging.ERROR, "", 0, "it %s", ("failed",), exc_info)


def raised(how: type[Exception]) -> Exception:
    try:
        raise how
    except how as error:
        return error


def test_each_place_is_told_once_in_a_while_with_how_often_it_failed() -> None:
    now = 0.0
    once = OncePerPlace(lambda: now)
    assert [once.filter(record(raised(KeyError))) for _ in range(4)] == [True, False, False, False]
    assert once.filter(record(raised(TypeError))), "another error is another place"
    assert once.filter(record(None)) and once.filter(record(None)), "what is no error always is"
    now = SECONDS
    last = record(raised(KeyError))
    assert once.filter(last) and last.getMessage() == "it failed (4 times)"
