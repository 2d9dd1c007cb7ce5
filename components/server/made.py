"""What is made of Streamlit's files at the start, kept for the next start: seconds of work, always the same."""

import logging
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from data.config import ROOT
from data.files import replace_file

_log = logging.getLogger(__name__)

FOLDER = ROOT / ".cache" / "made"


def made(name: str, make: Callable[[], bytes], *of: bytes) -> bytes:
    """What ``make`` gives, or gave an earlier process of the same ``of``, with the module of ``make`` as it is now.

    One version is kept by ``name``. Where nothing can be written, each process makes it anew.
    """
    key = sha256(b"\0".join((Path(make.__code__.co_filename).read_bytes(), *of))).hexdigest()[:16]
    kept = FOLDER / f"{name}.{key}"
    with suppress(OSError):
        return kept.read_bytes()
    body = make()
    try:
        replace_file(kept, body)
        for earlier in FOLDER.glob(f"{name}.*"):
            if earlier.stem == name and earlier != kept:
                earlier.unlink(missing_ok=True)
    except OSError as error:
        _log.info("%s is made anew at every start: %s.", name, error)
    return body
