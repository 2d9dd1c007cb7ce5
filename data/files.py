"""Files that other processes read while they are written."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def make_private(folder: Path) -> None:
    """Make a folder that its owner alone may open, where there is none; raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def replace_file(path: Path, content: bytes) -> None:
    """Replace a file at once and whole; a reader sees the old one or the new one. Raises OSError."""
    make_private(path.parent)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
