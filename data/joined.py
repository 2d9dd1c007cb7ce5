"""Modules of JavaScript joined to few files, no word of them changed: a browser asks for each file by itself.

A phone waits a round trip for every half dozen files, however small. In a joined file a module is a function that is
called at once and gives what the module exports; who imports it takes that instead. Two things are kept from it: what
somebody loads at run time, and what others have to see change (a module that is begun late, and who imports from it).
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

_IMPORT = re.compile(r'(?:^|(?<=[;\n]))import(?:\{([^{}]*)\}from)?"\./([\w.$-]+\.js)";')
_EXPORT = re.compile(r"export\{([^{}]*)\};?\s*$")
_AT_RUN_TIME = re.compile(r'import\(["`]\./([\w.$-]+\.js)["`]\)')
_NAMED = re.compile(r'"\./([\w.$-]+\.js)"')
_LATE = re.compile(r"([\w$]+)=\(([\w$]+),[\w$]+,([\w$]+)\)=>\(\)=>\{if\(\3\)throw \3\[0\]")
"""The function, in a module of its own, that begins a module once it is first asked for."""


class NotJoinedError(ValueError):
    """The modules are not written as these are known to be."""


def _pairs(names: str) -> list[tuple[str, str]]:
    """What ``a as b, c`` names, each with what it is called: ``(a, b), (c, c)``."""
    parts = [part.split(" as ") for part in names.replace("\n", " ").split(",") if part.strip()]
    return [(part[0].strip(), part[-1].strip()) for part in parts]


@dataclass(frozen=True)
class Module:
    """A file's ``text``."""

    text: str

    @cached_property
    def imports(self) -> list[tuple[list[tuple[str, str]], str]]:
        """What it imports under which name, and from which file."""
        return [(_pairs(found[1] or ""), found[2]) for found in _IMPORT.finditer(self.text)]

    @cached_property
    def exports(self) -> list[tuple[str, str]]:
        """Its own names and those that others know them by. Raises ``NotJoinedError`` for no such list at its end."""
        found = _EXPORT.search(self.text)
        if not found:
            raise NotJoinedError("a module ends without its exports")
        return _pairs(found[1])

    @property
    def body(self) -> str:
        """What it does, imports and exports aside."""
        return _EXPORT.sub("", _IMPORT.sub("", self.text))

    def begins_late(self, begin: Collection[tuple[str, str]]) -> bool:
        """Whether it exports what has its value only once somebody asks: by a function ``begin`` (file, its name)."""
        ours = [own for names, file in self.imports for known, own in names if (file, known) in begin]
        late = {name for own in ours for name in re.findall(rf"([\w$]+)={re.escape(own)}\(", self.text)}
        return bool(late.intersection(own for own, _ in self.exports))


@dataclass(frozen=True)
class Joined:
    """The joined ``files``, by name, and in which of them a module stands, as which."""

    files: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def file_of(self, module: str) -> str:
        """The file that a browser asks for to have ``module``."""
        return self.places[module][0] if module in self.places else module

    def rewritten(self, text: str) -> str:
        """A module that stands for itself, taking from the joined files what it imports."""

        def taken(found: re.Match[str]) -> str:
            if found[2] not in self.places:
                return found[0]
            file, name = self.places[found[2]]
            return f'import{{{name}}}from"./{file}";{_taken(_pairs(found[1] or ""), name)}'

        return self.renamed(_IMPORT.sub(taken, text))

    def renamed(self, text: str) -> str:
        """Its lists of files to load ahead name the joined ones."""
        return _NAMED.sub(lambda found: f'"./{self.file_of(found[1])}"', text)


def _taken(names: list[tuple[str, str]], source: str) -> str:
    return f"const{{{','.join(f'{known}:{own}' for known, own in names)}}}={source};" if names else ""


def join(modules: Mapping[str, str], families: Mapping[str, Collection[str]]) -> Joined:
    """The modules of each family, by its name, joined to as few files as leave each after all that it imports.

    ``modules`` are the texts of all there are, by file name. Raises ``NotJoinedError``, KeyError for a file that an
    import names and nobody has.
    """
    every = {name: Module(text) for name, text in modules.items()}
    known = {name: every[name] for name in _in_order(every, {name for family in families.values() for name in family})}
    fixed = {other for text in modules.values() for other in _AT_RUN_TIME.findall(text)}
    fixed |= _begun_late(known)
    files, places = dict[str, list[str]](), dict[str, tuple[str, str]]()
    for family, members in families.items():
        depth = dict[str, int]()
        order = [name for name in _in_order(known, members) if name in members]
        for name in order:
            # After a module that stands for itself comes the next file: it may import from the one before.
            imports = [other for _, other in known[name].imports if other in depth]
            depth[name] = max((depth[other] + (other in fixed) for other in imports), default=0)
            if name not in fixed:
                file = f"joined-{family}{depth[name]}.js"
                files.setdefault(file, []).append(name)
                places[name] = file, f"joined_{len(places)}"
    if any("joined_" in known[name].text for name in places):
        raise NotJoinedError("a module has a name like ours")
    joined = Joined({}, places)
    return Joined({file: _file(file, names, known, joined) for file, names in files.items()}, places)


def _begun_late(known: Mapping[str, Module]) -> set[str]:
    """Modules that others have to see change, and those others."""
    begin = {
        (name, outer)
        for name, module in known.items()
        if not module.imports and (found := _LATE.search(module.text))
        for own, outer in module.exports
        if own == found[1]
    }
    if len(begin) != 1:
        raise NotJoinedError(f"{len(begin)} functions begin a module late")
    late = {name for name, module in known.items() if _EXPORT.search(module.text) and module.begins_late(begin)}
    return late | {name for name, module in known.items() if late.intersection(file for _, file in module.imports)}


def _in_order(known: Mapping[str, Module], wanted: Iterable[str]) -> list[str]:
    """They and what they import, each after all that it imports."""
    order, seen = list[str](), set[str]()
    waiting = [(name, False) for name in sorted(wanted, reverse=True)]
    while waiting:
        name, is_done = waiting.pop()
        if is_done:
            order.append(name)
        elif name not in seen:
            seen.add(name)
            waiting.append((name, True))
            waiting += [(other, False) for _, other in known[name].imports if other not in seen]
    return order


def _file(file: str, names: list[str], known: Mapping[str, Module], joined: Joined) -> str:
    outer, parts = dict[str, str](), list[str]()
    for name in names:
        taken = ""
        for pairs, other in known[name].imports:
            place, source = joined.places.get(other, (other, ""))
            if not source:
                source = f"outer_{len(outer)}"
                outer[source] = f'import*as {source} from"./{other}";'
            elif place != file:
                outer[source] = f'import{{{source}}}from"./{place}";'
            taken += _taken(pairs, source)
        given = ",".join(f"{outside}:{own}" for own, outside in known[name].exports)
        body = joined.renamed(known[name].body)
        parts.append(f"const {joined.places[name][1]}=(()=>{{{taken}{body}\nreturn{{{given}}}}})();")
    exported = ",".join(joined.places[name][1] for name in names)
    return "\n".join([*outer.values(), *parts, f"export{{{exported}}};"])
