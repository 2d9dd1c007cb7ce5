"""The three workbooks that travel with the dashboard, and the CSV files they are written from."""

from pathlib import Path

FOLDER = Path(__file__).parent
ROAD = FOLDER / "road.xlsx"
"""The default workbook: the road on 21 May 2021, a day after the Executive Bureau."""
REHEARSAL = FOLDER / "rehearsal.xlsx"
"""The same road imagined in mid-November 2021, with everything in it that can happen."""
RHINE = FOLDER / "rhine.xlsx"
"""Another network's: four sections, three questions, a launch next year, and words of its own."""
