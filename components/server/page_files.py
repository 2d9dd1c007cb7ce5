"""Our one script and one stylesheet in every document: focus, paper, forced colours, whose words stand in the page."""

import logging
from functools import cache

from components.server.known import fingerprint
from components.server.static_files import OUR_STATIC

_log = logging.getLogger(__name__)

_TAGS = {
    "page.css": '<link rel="stylesheet" href="./app/static/page.css?{version}">',
    "page.js": '<script defer src="./app/static/page.js?{version}"></script>',
}


@cache
def page_files() -> str:
    """Their tags, each with a version that changes with the file; without those that are not there."""
    tags = []
    for name, tag in _TAGS.items():
        try:
            version = fingerprint((OUR_STATIC / name).read_bytes())[1:9]
        except OSError:
            _log.warning("static/%s is not there: the page comes without it.", name)
            continue
        tags.append(tag.format(version=version))
    return "".join(tags)
