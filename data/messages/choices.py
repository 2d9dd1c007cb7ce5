"""What a message says to type, letter by letter: to be copied, and pasted into the cell it is meant for."""

from collections.abc import Iterator
from typing import NamedTuple

from data.messages.labels import column_label
from data.problems import Kind, Problem
from data.shape import FLAGS, NOT_READ, PRECISIONS, YES_NO
from data.words import Words


class Choice(NamedTuple):
    """A text to type; ``column`` is the one it goes into where that is not the problem's own."""

    text: str
    column: str = ""


def choices(problem: Problem, words: Words) -> tuple[Choice, ...]:
    """What to type so that the problem is gone, one or the other; nothing where only who knows the sheet can say."""
    return tuple(choice for choice in _choices(problem, words) if choice.text)


def _choices(problem: Problem, words: Words) -> Iterator[Choice]:
    details, column = problem.details, problem.column or ""
    match problem.kind:
        case Kind.UNKNOWN_VALUE | Kind.UNKNOWN_SETTING:
            yield Choice(problem.nearest or "")
        case Kind.MISSING_WORKSHEET:
            yield Choice(words.say(problem.worksheet))
        case Kind.AMBIGUOUS_DATE:
            yield from (Choice(details.get("reading", "")), Choice(details.get("other", "")))
        case Kind.DAY_OR_MONTH if "setting" in details:
            yield Choice("'" + details.get("reading", "")[:7])
        case Kind.DAY_OR_MONTH:
            yield from (Choice(words.label(PRECISIONS, code), f"{column}_precision") for code in ("day", "month"))
        case Kind.PRECISION_CONFLICT:
            yield Choice(words.label(PRECISIONS, "month"))
        case Kind.UNREADABLE_YES_NO:
            yield from (Choice(words.label(YES_NO, code)) for code in YES_NO.labels)
        case Kind.MORE_THAN_ONE:
            yield Choice(details.get("reading", ""))
        case Kind.DATE_BEFORE_RECEIVED:
            yield Choice(details.get("received_on", ""))
        case Kind.DATES_OUT_OF_ORDER:
            yield Choice(details.get("decided_on", ""))
        case Kind.SEVERAL_LAUNCHES:
            yield Choice(words.label(FLAGS, "cancelled"), "state")
        case Kind.COLLECTION_AFTER_LAUNCH:
            yield Choice(details.get("launch", ""))
        case Kind.TARGET_DIFFERS:
            yield Choice(details.get("expected", ""))
        case Kind.COUNTED_TWICE:
            yield Choice(f"{problem.value}\t{words.say(NOT_READ)}")
        case Kind.AMBIGUOUS_NUMBER:
            numbers = [abs(float(details[name])) for name in ("reading", "other") if details.get(name)]
            yield Choice(f"{max(numbers):.0f}" if numbers else "")
        case _:
            yield from _names(problem, words)


def _names(problem: Problem, words: Words) -> Iterator[Choice]:
    """The name of a column or of a worksheet, where it is what is asked for."""
    if problem.kind in (Kind.MISSING_COLUMN, Kind.READ_AS) and problem.column:
        yield Choice(column_label(problem.worksheet, problem.column, words))
    elif problem.kind is Kind.READ_AS and "beside" in problem.details:
        yield Choice(f"{problem.value}\t{words.say(problem.worksheet)}")
    elif problem.kind is Kind.READ_AS:
        yield Choice(words.say(problem.worksheet))
