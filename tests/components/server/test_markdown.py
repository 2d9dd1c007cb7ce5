"""Our Markdown as markup: what it means, and that no text of the sheet is ever markup."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.server.markdown import ICON, block_html, inline_html
from components.words.plain import plain_markdown
from data.words import LONGEST_SHOWN, shorten


@pytest.mark.parametrize(
    ("written", "markup"),
    [
        ("**n** of 4", "<strong>n</strong> of 4"),
        (":small[a **b**] c", '<span class="in-small">a <strong>b</strong></span> c'),
        (":orange-badge[late]", '<span class="in-orange-badge">late</span>'),
        (":material/check_circle: done", ICON + " done"),
        ("one  \ntwo", "one<br>two"),
        ("share with `a@b.org`", "share with <code>a@b.org</code>"),
        ("[here](https://example.org/a?b=1&c)", '<a href="https://example.org/a?b=1&amp;c">here</a>'),
        ("[here](javascript:alert)", "[here](javascript:alert)"),
        ("**open", "**open"),
        (":gray[open", ":gray[open"),
        (r"\*\*typed\*\* \<b\>", "**typed** &lt;b&gt;"),
        ("<b>&", "&lt;b&gt;&amp;"),
    ],
)
def test_markdown_of_ours_means_this(written: str, markup: str) -> None:
    assert inline_html(written) == markup


def test_blocks_are_paragraphs_lists_and_quotations() -> None:
    assert block_html("a\n\n- b\n- c\n\n> d") == (
        "<p>a</p><ul><li>b</li><li>c</li></ul><blockquote><p>d</p></blockquote>"
    )


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=60))
def test_a_text_of_the_sheet_is_shown_as_typed(typed: str) -> None:
    markup = inline_html(plain_markdown(typed))
    assert "<" not in markup
    assert unescape(markup).replace("\u2060", "") == shorten(typed, LONGEST_SHOWN).replace("\u2060", "")
