"""The wing of the page Milestones: the timeline, the table, an opened milestone, the calendar."""
