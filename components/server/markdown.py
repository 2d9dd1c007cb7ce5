"""The little of Markdown that our pages speak, as markup: what is not it is text, and no text is ever markup."""

import re
from collections.abc import Callable
from html import escape

_COLOURED = re.compile(r":([a-z]+(?:-[a-z]+)*)\[")
_ICON = re.compile(r":material/\w+:")
_ADDRESS = re.compile(r"\]\((https?://[^\s)]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
ICON = '<i class="icon"></i>'


def inline_html(text: str) -> str:
    """One line of Markdown: strong, coloured and small words, icons, links to other sites, code, breaks."""
    markup, _ = _until(text, 0, "")
    return markup


def block_html(text: str) -> str:
    """Several paragraphs, lists and quotations."""
    return "".join(_block(part) for part in re.split(r"\n\s*\n", text.strip()) if part)


def _block(part: str) -> str:
    lines = part.split("\n")
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{inline_html(line[2:])}</li>" for line in lines) + "</ul>"
    if lines[0].startswith("> "):
        return f"<blockquote><p>{inline_html(part[2:])}</p></blockquote>"
    return f"<p>{inline_html(part)}</p>"


def _until(text: str, at: int, end: str) -> tuple[str, int]:
    """The markup of ``text`` from ``at`` up to an unescaped ``end``, and the place behind it; -1 where none comes."""
    parts: list[str] = []
    while at < len(text):
        if end and text.startswith(end, at):
            return "".join(parts), at + len(end)
        markup, at = _next(text, at)
        parts.append(markup)
    return "".join(parts), -1 if end else at


def _next(text: str, at: int) -> tuple[str, int]:
    if text[at] == "\\" and at + 1 < len(text):
        return escape(text[at + 1]), at + 2
    if text.startswith("  \n", at):
        return "<br>", at + 3
    if text.startswith("**", at):
        return _within(text, at, at + 2, "**", lambda inner: f"<strong>{inner}</strong>")
    if found := _ICON.match(text, at):
        return ICON, found.end()
    if found := _COLOURED.match(text, at):
        colour = found[1]
        return _within(text, at, found.end(), "]", lambda inner: f'<span class="in-{colour}">{inner}</span>')
    if found := _CODE.match(text, at):
        return f"<code>{escape(found[1])}</code>", found.end()
    if text[at] == "[":
        inner, after = _until(text, at + 1, "]")
        if after > 0 and (found := _ADDRESS.match(text, after - 1)):
            return f'<a href="{escape(found[1])}">{inner}</a>', found.end()
    return escape(text[at]), at + 1


def _within(text: str, at: int, start: int, end: str, around: Callable[[str], str]) -> tuple[str, int]:
    inner, after = _until(text, start, end)
    return (around(inner), after) if after > 0 else (escape(text[at]), at + 1)
