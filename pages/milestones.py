"""Milestones: what was announced, what moved, what is late and what waits for it, for who has to keep the dates."""

from components.milestones import calendar, opened, table, timeline, what_if
from components.shared import lately
from components.shell import view

here = view.current()
if opened.is_open(here):
    opened.milestone_opened(here)
else:
    timeline.sentence(here)
    timeline.drawn_timeline(here)
    what_if.asked(here)
    table.milestone_rows(here)
    lately.what_changed(here)
    calendar.subscribe(here)
