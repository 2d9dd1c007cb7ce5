"""Every chart there is; what leaves the screen and the tests go through these."""

from typing import Any

from components.charts.blocks import BLOCKS
from components.charts.breakdown import BREAKDOWN
from components.charts.chart import Chart
from components.charts.funnel import FUNNEL
from components.charts.map import MAP
from components.charts.pace import PACE
from components.charts.shares import SHARES
from components.charts.timeline import TIED, TIMELINE
from components.charts.uptake import UPTAKE

CHARTS: tuple[Chart[Any], ...] = (
    MAP,
    SHARES,
    TIMELINE,
    TIED,
    PACE,
    FUNNEL,
    BREAKDOWN,
    BLOCKS,
    UPTAKE,
)
