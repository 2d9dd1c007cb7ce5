"""Files made of the sheet: tables, the calendar, the template workbook."""
