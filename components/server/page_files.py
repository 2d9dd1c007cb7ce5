"""Our one script and one stylesheet in every document: focus, paper, forced colours, whose words stand in the page."""

import logging
from functools import cache

from components.server.fonts import whole_text_font
from components.server.known import fingerprint
from components.server.static_files import OUR_STATIC
from components.server.theme_colours import theme_colours

_log = logging.getLogger(__name__)

_TAGS = {
    "page.css": '<link rel="stylesheet" href="./app/static/page.css?{version}">',
    "page.js": '<script defer src="./app/static/page.js?{version}"></script>',
}


_COLOURS = {"ring": "primaryColor", "ink": "textColor", "quiet": "grayColor", "second": "secondaryBackgroundColor"}
"""What the stylesheet calls colours of the theme."""


def page_files() -> str:
    """Their tags, and the theme's colours and the letters seldom read as the stylesheet knows them."""
    colours = dict(theme_colours(_COLOURS))
    light, dark = (
        "; ".join(f"--{name}: {colours[f'{name}_{scheme}']}" for name in _COLOURS) for scheme in ("light", "dark")
    )
    return (
        f"<style>:root {{ {light} }} @media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }} "
        + f"{whole_text_font()}</style>"
        + _tag("page.css")
        + _tag("page.js")
    )


def style_ahead() -> str:
    """What has the stylesheet on its way before the tags of the page itself, which come before it."""
    return _tag("page.css").replace('rel="stylesheet"', 'rel="preload" as="style"')


@cache
def _tag(name: str) -> str:
    """With a version that changes with the file; '' for one that is not there."""
    try:
        version = fingerprint((OUR_STATIC / name).read_bytes())[1:9]
    except OSError:
        _log.warning("static/%s is not there: the page comes without it.", name)
        return ""
    return _TAGS[name].format(version=version)
