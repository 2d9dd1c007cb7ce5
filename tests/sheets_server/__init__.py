"""A stand-in for Google Sheets on 127.0.0.1: the part of the Sheets API v4 and of OAuth 2 that gspread uses."""
