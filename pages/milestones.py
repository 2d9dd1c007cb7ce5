"""Milestones: what was announced, what moved, what is late and what waits for it, for who has to keep the dates."""

from components.milestones import calendar, from_the_top, opened, table, timeline
from components.shell import address, view

here = view.current()
if opened.is_open(here):
    opened.opened(here)
else:
    timeline.sentence(here)
    timeline.drawn_timeline(here)
    table.rows(here)
    calendar.subscribe(here)
from_the_top.from_the_top(address.get("milestone"))
