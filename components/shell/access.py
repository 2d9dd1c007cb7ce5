"""Who may see what: the one place that says so."""


def may_see_the_sheet() -> bool:
    """Whether the reader of this session may see The sheet, and with it what only its keepers need to know.

    Whoever has the address may, as long as nobody is said to keep the sheet.
    """
    return True
