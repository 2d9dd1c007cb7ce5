"""Which changes of the sheet are worth telling, and told by no date in it: moved days, targets, texts, decisions."""

from collections.abc import Iterable

from data.cache import per_road
from data.history.changes import Change, ChangeKind
from data.history.record import SeenChange
from data.reading.headers import setting_names
from data.reading.keys import identity, key, text_of
from data.road import Road
from data.shape import CHARTER

SETTINGS = ("start", "launch", "contributions_until", "target")
DUE = ("due", "starts", "ends")


def undated(road: Road, changes: Iterable[SeenChange]) -> list[SeenChange]:
    """Those worth a Bureau's look that no dated event tells, in their order."""
    return [
        seen
        for seen in changes
        if _counts(seen.change) and (not is_undated_decision(seen.change) or seen.change.key in _without_day(road))
    ]


@per_road
def _without_day(road: Road) -> frozenset[str]:
    """The contributions without a day of their decision, by the key that history knows them by."""
    return frozenset(map(identity, road.contributions["id"][~road.contributions["is_decision_dated"]].tolist()))


def _counts(change: Change) -> bool:
    if change.worksheet == "Milestones":
        is_moved = change.kind is ChangeKind.EDITED and change.column in (*DUE, "baseline", "state")
        return is_moved or change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED)
    if change.worksheet == "Settings":
        return setting_of(change) in SETTINGS
    if change.kind is not ChangeKind.EDITED:
        return change.worksheet == "Charter" and change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED)
    if change.worksheet == "Sections":
        return change.column == "expected"
    if change.worksheet == "Charter":
        return is_block_text(change)
    return is_undated_decision(change)


def setting_of(change: Change) -> str | None:
    """The setting that a change of Settings is of, by its canonical name, in whatever language its key is typed."""
    return setting_names().get(key(change.key))


def is_block_text(change: Change) -> bool:
    """Whether the change is of a block's title or text, in whichever language."""
    return change.worksheet == "Charter" and change.column in (
        *CHARTER.column("title").names,
        *CHARTER.column("draft").names,
    )


def is_undated_decision(change: Change) -> bool:
    """Whether the change gives a contribution its decision."""
    return change.worksheet == "Contributions" and change.column == "decision" and bool(text_of(change.new))
