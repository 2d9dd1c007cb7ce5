"""``python -m data.sample`` writes the workbooks anew from the CSV files beside this one."""

from data.sample import REHEARSAL, RHINE, ROAD
from data.sample.writing import write_workbook

for workbook in (ROAD, REHEARSAL, RHINE):
    print(f"{write_workbook(workbook.with_suffix(''), workbook)} rows in {workbook.name}")
