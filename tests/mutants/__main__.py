"""How much of what may go wrong do the tests see? Small faults, one at a time: ``make mutants``.

Cosmic Ray makes the faults (it mutates whatever stands in a file, decorated or not); each is tried in a copy of the
code, first against the nearest tests that come by its line (coverage.py says which), the short ones before the long
ones; where those see nothing, against all tests of its room. With every third-party package imported once, a process
of its own per fault costs its tests alone.
"""

import argparse
import ast
import difflib
import json
import multiprocessing
import os
import random
import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[2]
NOT_COPIED = (".git", ".venv*", ".mutants", "__pycache__", ".cache", ".*_cache", "secrets.toml", "node_modules")
ROOMS = {
    "data/figures": ("tests/data/figures", "tests/data/sample"),
    "data/reading": ("tests/data/reading", "tests/data/test_cases.py"),
    "components/words": (
        "tests/components/words",
        "tests/components/publish/note/test_cells.py",
        "tests/test_catalogs.py",
    ),
    "components/charts": ("tests/components/charts", "tests/components/words", "tests/test_catalogs.py"),
}
"""The rooms that are tried, and their tests."""
LEFT_OUT = frozenset({"RemoveDecorator", "ExceptionReplacer", "VariableReplacer", "VariableInserter"})
"""Operators that only break the code for all to see, or need to be told what to replace."""
ARITHMETIC = frozenset(
    f"{one}_{other}"
    for of_a_kind in (("Add", "Sub"), ("Mul", "Div", "FloorDiv"), ("BitAnd", "BitOr"))
    for one in of_a_kind
    for other in of_a_kind
    if one != other
)
"""What stands for what: a shift in place of a sum fails wherever it is looked at."""
PATIENCE_SECONDS = 900.0
"""For the tests of a room as they stand; three times as long as those took for a fault, which may never end."""
NEAREST = 30
"""So many of the tests that come by a fault are tried alone first: most faults are seen by one of them."""

IMPORTED_BEFORE = "ignore::pytest.PytestAssertRewriteWarning"
"""What was imported once for all has its assertions as they are."""

Place = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Mutant:
    """One fault: the ``occurrence`` of what an operator can change in a file, the place and function it is in."""

    path: str
    operator: str
    occurrence: int
    place: Place
    function: str


class StringReplacer:
    """Another text in place of one, docstrings left alone; Cosmic Ray has none for texts."""

    def mutation_positions(self, node: Any) -> Iterator[Place]:  # noqa: ANN401 - a node of parso
        """Where it can change something."""
        if node.type == "string" and node.parent.type != "simple_stmt" and len(node.value) > 4:
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, _index: int) -> Any:  # noqa: ANN401 - a node of parso
        """The node, changed."""
        quote = node.value[-1]
        node.value = f"{node.value[:-1]}zz{quote}"
        return node


def operators() -> dict[str, Any]:
    """Cosmic Ray's operators and ours, by name; one object each."""
    # Behind all else, so that it takes no package's place.
    sys.path.append(str(ROOT / ".mutants"))
    from cosmic_ray.operators.provider import OperatorProvider  # pyright: ignore[reportMissingImports] - of make mutants

    provider, found = OperatorProvider(), {"StringReplacer": StringReplacer()}
    for name in provider:
        kind, _, change = name.partition("_")
        if kind == "ReplaceBinaryOperator" and change not in ARITHMETIC:
            continue
        # "is" in place of "==" is the same for whatever Python keeps once.
        is_alike = "Is" in name and name not in (
            "ReplaceComparisonOperator_Is_IsNot",
            "ReplaceComparisonOperator_IsNot_Is",
        )
        if name not in LEFT_OUT and not is_alike:
            found[name] = provider[name]()
    return found


def mutants_of(path: Path, known: dict[str, Any]) -> list[Mutant]:
    """Every fault that can be made in a file, annotations, decorators and the sizes of charts left alone."""
    from cosmic_ray.ast import ast_nodes, get_ast  # pyright: ignore[reportMissingImports] - of make mutants

    source, name = path.read_text("utf-8"), path.relative_to(ROOT).as_posix()
    spared, functions = _spared(ast.parse(source)), _functions(ast.parse(source))
    nodes, found = list(ast_nodes(get_ast(source))), []
    for operator, instance in known.items():
        occurrence = -1
        for node in nodes:
            for place in instance.mutation_positions(node):
                occurrence += 1
                begin = place[0]
                if any(first <= begin < last for first, last in spared):
                    continue
                if "/charts/" in name and operator == "NumberReplacer":
                    continue
                inside = [label for first, last, label in functions if first <= begin[0] <= last]
                found.append(Mutant(name, operator, occurrence, place, inside[-1] if inside else ""))
    return found


def _spared(tree: ast.AST) -> list[Place]:
    """Annotations, decorators, signatures, and what only guards against two lengths: no fault of theirs shows."""
    spared: list[Place] = []
    for node in ast.walk(tree):
        nodes: list[ast.expr] = []
        if isinstance(node, ast.AnnAssign):
            nodes = [node.annotation]
        elif isinstance(node, ast.keyword) and node.arg == "strict":
            nodes = [node.value]
        elif isinstance(node, ast.ClassDef):
            nodes = [*node.decorator_list, *node.bases]
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            nodes = node.decorator_list
            spared.append(((node.lineno, node.col_offset), (node.body[0].lineno, node.body[0].col_offset)))
        spared += [((n.lineno, n.col_offset), (n.end_lineno or n.lineno, n.end_col_offset or 0)) for n in nodes]
    return spared


def _functions(tree: ast.AST) -> list[tuple[int, int, str]]:
    """First and last line and name of every function, the inner ones last."""
    return sorted(
        (node.lineno, node.end_lineno or node.lineno, node.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def mutated(source: str, mutant: Mutant, known: dict[str, Any]) -> str:
    """The source with the fault in it."""
    from cosmic_ray.mutating import MutationVisitor  # pyright: ignore[reportMissingImports] - of make mutants

    code = MutationVisitor.mutate_code(source, known[mutant.operator], mutant.occurrence)
    assert code is not None, mutant
    return code


def sample(every: Sequence[Mutant], n: int, seed: int) -> list[Mutant]:
    """So many faults, each in another place: an operator that can be replaced in ten ways is no ten places."""
    chance, by_place = random.Random(seed), defaultdict(list)
    for mutant in every:
        by_place[mutant.path, mutant.place].append(mutant)
    places = chance.sample(sorted(by_place), min(n, len(by_place)))
    return [chance.choice(by_place[place]) for place in places]


def room_of(path: str) -> str:
    """The room of a file."""
    return next(room for room in ROOMS if path.startswith(room))


@dataclass(frozen=True)
class Reach:
    """By file and line the tests that come by, and how many seconds each test takes; of a room as it stands."""

    tests: dict[str, dict[int, list[str]]]
    seconds: dict[str, float]

    def of(self, mutant: Mutant) -> list[str]:
        """The tests that come by a fault, or by its file where it is run once for all; the shortest first."""
        (first, _), (last, _) = mutant.place
        by_line = self.tests.get(mutant.path, {})
        near = {test for line in range(first, last + 1) for test in by_line.get(line, ())}
        near = near or {test for of in by_line.values() for test in of}
        return sorted(near, key=lambda test: self.seconds.get(test, 0.0))


class _Watch:
    """Notes which lines of a room each test comes by; a plugin of pytest."""

    def __init__(self, copy: Path, room: str) -> None:
        from coverage import Coverage  # pyright: ignore[reportMissingImports] - of make mutants

        self._copy, self._room, self._seconds = copy, room, dict[str, float]()
        self._coverage: Any = Coverage(data_file=None, source=[str(copy / room)], config_file=False)

    def pytest_sessionstart(self) -> None:
        self._coverage.start()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._coverage.switch_context(nodeid)

    def pytest_runtest_logreport(self, report: Any) -> None:  # noqa: ANN401 - pytest's own
        self._seconds[report.nodeid] = self._seconds.get(report.nodeid, 0.0) + report.duration

    def pytest_sessionfinish(self) -> None:
        self._coverage.stop()
        data, tests = self._coverage.get_data(), {}
        for name in data.measured_files():
            by_line = {line: [one for one in of if one] for line, of in data.contexts_by_lineno(name).items()}
            tests[Path(name).relative_to(self._copy).as_posix()] = by_line
        (self._copy / "reach.json").write_text(json.dumps([tests, self._seconds]), "utf-8")


class _First:
    """Has some tests run before all others; a plugin of pytest."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._order = {test: n for n, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items.sort(key=lambda item: self._order.get(item.nodeid, len(self._order)))


def reach(room: str, copy: Path, *, is_quick: bool) -> Reach:
    """Run the tests of a room as they stand; raises AssertionError where they fail."""
    asked = [*ROOMS[room], *(["-m", "not slow"] if is_quick else [])]
    if not run(asked, copy, PATIENCE_SECONDS, _Watch(copy, room)):
        raise AssertionError(f"The tests of {room} fail as they stand.")
    tests, seconds = json.loads((copy / "reach.json").read_text("utf-8"))
    return Reach({path: {int(line): of for line, of in lines.items()} for path, lines in tests.items()}, seconds)


def survives(mutant: Mutant, near: Sequence[str], copy: Path, patience_s: float, *, is_quick: bool) -> bool:
    """Whether the nearest tests that come by pass, then all of its room, those that come by first."""
    if near and not run(near[:NEAREST], copy, patience_s):
        return False
    of_room = [*ROOMS[room_of(mutant.path)], *(["-m", "not slow"] if is_quick else [])]
    return bool(run(of_room, copy, patience_s, _First(near)))


def run(tests: Iterable[str], copy: Path, patience_s: float, *plugins: object) -> bool | None:
    """Whether these tests pass in the copy; None where they do not end."""
    child = os.fork()
    if not child:
        _run_here(list(tests), copy, plugins)
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            # 5: of the tests asked for there are none, such as slow ones.
            return os.waitstatus_to_exitcode(status) in (0, 5)
        time.sleep(0.05)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return None


def _run_here(tests: list[str], copy: Path, plugins: Sequence[object]) -> None:
    import pytest
    from hypothesis import Phase, settings

    # Whatever sees a fault need not look for the least that does.
    settings.register_profile("at first sight", phases=(Phase.explicit, Phase.generate))
    settings.load_profile("at first sight")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.chdir(copy)
    sys.path[:] = [str(copy), *(entry for entry in sys.path if entry not in ("", str(ROOT)))]
    for name in [name for name in sys.modules if name.split(".")[0] in ("tests", "data", "components", "pages", "app")]:
        del sys.modules[name]
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-W", IMPORTED_BEFORE]
    os._exit(int(pytest.main([*options, *tests], plugins=plugins)))


class _Bench:
    """A copy of the code in which one process tries one fault after the other."""

    copy: Path
    known: dict[str, Any]
    is_quick: bool

    @classmethod
    def open(cls, folder: Path, known: dict[str, Any], *, is_quick: bool) -> None:
        """Copy the code for this process."""
        cls.copy, cls.known, cls.is_quick = folder / str(os.getpid()), known, is_quick
        shutil.copytree(ROOT, cls.copy, ignore=shutil.ignore_patterns(*NOT_COPIED))

    @classmethod
    def reach(cls, room: str) -> Reach:
        """What the tests of a room come by."""
        return reach(room, cls.copy, is_quick=cls.is_quick)

    @classmethod
    def diff_of_survivor(cls, mutant: Mutant, near: Sequence[str], patience_s: float) -> list[str]:
        """What a fault changed that no test saw; nothing where one did."""
        path = cls.copy / mutant.path
        original = path.read_text("utf-8")
        code = mutated(original, mutant, cls.known)
        cls._write(path, code)
        has_survived = survives(mutant, near, cls.copy, patience_s, is_quick=cls.is_quick)
        cls._write(path, original)
        changed = difflib.unified_diff(original.splitlines(), code.splitlines(), n=0, lineterm="")
        return list(changed)[3:] if has_survived else []

    @staticmethod
    def _write(path: Path, code: str) -> None:
        for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*"):
            compiled.unlink()
        path.write_text(code, "utf-8")


def main() -> None:
    """Try a sample, print what survives and the share that does not; ends with 1 below ``--least``."""
    options = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    options.add_argument("--sample", type=int, default=600, help="how many faults (600)")
    options.add_argument("--seed", type=int, default=1, help="of the sample (1)")
    options.add_argument("--begin", type=int, default=1, help="at which of them, where a run was ended before (1)")
    options.add_argument("--room", choices=ROOMS, help="one room alone")
    options.add_argument("--quick", action="store_true", help="without the slow tests")
    options.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many at once (one a core)")
    options.add_argument("--least", type=float, default=0.9, help="the share to be killed (0.9)")
    asked = options.parse_args()
    known = operators()
    rooms = [asked.room] if asked.room else list(ROOMS)
    files = [path for room in rooms for path in sorted((ROOT / room).glob("*.py"))]
    every = [mutant for path in files for mutant in mutants_of(path, known)]
    _name_functions_without(files, every)
    chosen = sample(every, asked.sample, asked.seed)[asked.begin - 1 :]
    import babel  # noqa: F401 - once, for all that are forked
    import hypothesis  # noqa: F401
    import numpy  # noqa: F401
    import openpyxl  # noqa: F401
    import pandas  # noqa: F401
    import plotly.graph_objects  # noqa: F401
    import pytest  # noqa: F401
    import python_calamine  # noqa: F401
    import rapidfuzz  # noqa: F401

    survived: list[Mutant] = []
    with (
        TemporaryDirectory() as folder,
        ProcessPoolExecutor(
            asked.jobs,
            multiprocessing.get_context("fork"),
            partial(_Bench.open, Path(folder), known, is_quick=asked.quick),
        ) as pool,
    ):
        reached = dict(zip(rooms, pool.map(_Bench.reach, rooms), strict=True))
        of_room = [reached[room_of(mutant.path)] for mutant in chosen]
        near = [reach.of(mutant) for reach, mutant in zip(of_room, chosen, strict=True)]
        patience_s = [60 + 3 * sum(reach.seconds.values()) for reach in of_room]
        diffs = pool.map(_Bench.diff_of_survivor, chosen, near, patience_s)
        for n, (mutant, diff) in enumerate(zip(chosen, diffs, strict=True), start=1):
            if diff:
                survived.append(mutant)
                print(f"survived: {mutant.path}:{mutant.place[0][0]} in {mutant.function or 'the module'}")
                print("\n".join(f"  {line}" for line in diff), flush=True)
            print(f"{n} of {len(chosen)}", end="\r", file=sys.stderr, flush=True)
    killed = len(chosen) - len(survived)
    for room in rooms:
        of_room = [mutant for mutant in chosen if mutant.path.startswith(room)]
        lived = sum(mutant.path.startswith(room) for mutant in survived)
        print(f"{room}: {len(of_room) - lived} of {len(of_room)} killed")
    print(f"{killed} of {len(chosen)} killed, {killed / len(chosen):.0%}; seed {asked.seed}, of {len(every)} faults")
    sys.exit(killed / len(chosen) < asked.least)


def _name_functions_without(files: Sequence[Path], every: Sequence[Mutant]) -> None:
    has = {(mutant.path, mutant.function) for mutant in every}
    for path in files:
        name = path.relative_to(ROOT).as_posix()
        without = [label for *_, label in _functions(ast.parse(path.read_text("utf-8"))) if (name, label) not in has]
        if without:
            print(f"without a fault to try: {name}: {', '.join(without)}")


if __name__ == "__main__":
    main()
