"""What is made of Streamlit's files: once, anew where something of it changes, and without a place to keep it too."""

from pathlib import Path

import pytest

from components.server import made as made_module
from components.server.made import made


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(made_module, "FOLDER", tmp_path / "made")
    return tmp_path / "made"


def test_it_is_made_once_and_anew_for_something_else(folder: Path) -> None:
    made_of: list[bytes] = []

    def asked(of: bytes) -> bytes:
        def make() -> bytes:
            made_of.append(of)
            return b"of " + of

        return made("script.js.br", make, of)

    assert [asked(b"a"), asked(b"a"), asked(b"b"), asked(b"b")] == [b"of a", b"of a", b"of b", b"of b"]
    assert made_of == [b"a", b"b"]
    # One version is kept, beside those of other names.
    made("script.js.br.br", lambda: b"other")
    asked(b"a")
    assert sorted(path.stem for path in folder.iterdir()) == ["script.js.br", "script.js.br.br"]


def test_what_is_made_by_changed_code_is_made_anew(folder: Path, tmp_path: Path) -> None:
    for body in ("one", "two"):
        module = tmp_path / "module.py"
        module.write_text(f"make = lambda: b'{body}'", "utf-8")
        names: dict[str, object] = {}
        exec(compile(module.read_text("utf-8"), module, "exec"), names)
        assert made("it", names["make"]) == body.encode()  # type: ignore[arg-type] - a lambda


def test_where_nothing_can_be_written_it_is_made_all_the_same(folder: Path) -> None:
    folder.write_text("no folder", "utf-8")
    assert [made("it", lambda: b"made"), made("it", lambda: b"made")] == [b"made", b"made"]
