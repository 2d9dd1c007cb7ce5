"""``python -m tests.data.reading.vocabulary`` writes the words by which real sheets are read into vocabulary.txt."""

import ast
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap

WRITTEN = Path(__file__).with_name("vocabulary.txt")
READING = Path(__file__).parents[3] / "data" / "reading"
_A_LIST = 2


def vocabulary() -> str:
    """Every list of words that stands at the top of a module of reading: its name, and its words as they stand."""
    return "\n".join(line for path in sorted(READING.glob("*.py")) for line in _lists(path)) + "\n"


def _lists(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            values = [n.value for n in ast.walk(node.value) if isinstance(n, ast.Constant)]
            words = [value for value in values if isinstance(value, str) and value.isprintable()]
            if len(words) >= _A_LIST:
                # What they stand for, where that is a number.
                words += [str(value) for value in values if isinstance(value, int)]
                (target,) = node.targets if isinstance(node, ast.Assign) else [node.target]
                yield f"{path.stem}.{ast.unparse(target)}:"
                yield from wrap(" | ".join(words), 118, initial_indent="  ", subsequent_indent="  ")


if __name__ == "__main__":
    WRITTEN.write_text(vocabulary(), "utf-8")
