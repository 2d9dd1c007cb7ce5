"""``python -m data.sample`` writes both workbooks anew from the CSV files beside this one."""

from data.sample import REHEARSAL, ROAD
from data.sample.writing import write_workbook

for workbook in (ROAD, REHEARSAL):
    print(f"{write_workbook(workbook.with_suffix(''), workbook)} rows in {workbook.name}")
