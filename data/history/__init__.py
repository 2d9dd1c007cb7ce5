"""What the sheet said at each reading, and what was changed since: tables known row by row, and their differences."""
