"""Python runs this first where this folder is on PYTHONPATH: a server that tests start leaves this machine no more
than they do. What it tried to reach stands in the file that TESTS_LEFT_FOR names, a host a line."""

import os
from pathlib import Path

from loopback import refuse_beyond  # pyright: ignore[reportMissingImports] - beside this file, on PYTHONPATH


def _note(host: str) -> None:
    with Path(os.environ["TESTS_LEFT_FOR"]).open("a", encoding="utf-8") as left:
        left.write(f"{host}\n")


refuse_beyond(_note)
