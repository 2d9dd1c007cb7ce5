"""Figures: pure functions of a Road and D, the as-of date. They know no clock, no chart and no language."""
