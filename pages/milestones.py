"""Milestones: what was announced, what moved, what is late and what waits for it, for who has to keep the dates."""

from components import (
    address,
    milestone_calendar,
    milestone_opened,
    milestone_road,
    milestone_table,
    milestone_top,
    view,
)

here = view.current()
if milestone_opened.is_open(here):
    milestone_opened.opened(here)
else:
    milestone_road.sentence(here)
    milestone_road.drawn_timeline(here)
    milestone_table.rows(here, lambda: milestone_road.timeline_passport(here, "milestone-rows"))
    milestone_calendar.subscribe(here)
milestone_top.from_the_top(address.get("milestone"))
