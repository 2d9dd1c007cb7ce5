"""What two hosts do to paths and frames, done by an nginx: the dashboard is whole all the same."""

from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import REHEARSAL, Watch, free_port, serve
from tests.browser.nginx import standing

pytestmark = pytest.mark.nginx

FRAME = """return 200 '<!doctype html><title>A frame</title><iframe src="{}" width="1200" height="700"></iframe>';"""
BOTH = """
map $http_upgrade $upgraded { "" ""; default upgrade; }
# Streamlit Community Cloud: a page with a frame of the same site, in which the dashboard stands below /~/+/. The prefix
# is taken away, and the dashboard is asked under a name of the proxy's own.
server {
    listen 127.0.0.1:CLOUD;
    default_type text/html;
    location / { CLOUD_FRAME }
    location /~/+/ {
        proxy_pass http://BEHIND/;
        proxy_http_version 1.1;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $upgraded;
    }
}
# Hugging Face Spaces: a page of another site with a frame of the dashboard's.
server {
    listen 127.0.0.1:SPACE;
    location / {
        proxy_pass http://BEHIND;
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $upgraded;
    }
}
server {
    listen 127.0.0.1:OTHER;
    default_type text/html;
    location / { OTHER_FRAME }
}
"""


@pytest.mark.slow(12)
def test_below_a_prefix_and_in_a_frame_of_another_site_it_is_whole(tmp_path: Path, page: Page, watch: Watch) -> None:
    cloud, space, other = (free_port() for _ in range(3))
    site = {
        "ROAD_WORKBOOK": str(REHEARSAL),
        "ROAD_ADDRESS": f"http://127.0.0.1:{cloud}/~/+",
        "ROAD_FRAME_ANCESTORS": f"http://127.0.0.1:{other}",
    }
    with serve(site, forked=True) as behind:
        both = BOTH
        for name, said in {
            "CLOUD_FRAME": FRAME.format("/~/+$request_uri"),
            "OTHER_FRAME": FRAME.format(f"http://127.0.0.1:{space}/?lang=fr"),
            "CLOUD": str(cloud),
            "SPACE": str(space),
            "OTHER": str(other),
            "BEHIND": behind.url.removeprefix("http://"),
        }.items():
            both = both.replace(name, said)
        with standing(tmp_path, both, cloud, asked="/~/+/_stcore/health") as front:
            page.goto(front.address("/coverage", lang="fr"))
            inside = page.frame_locator("iframe")
            expect(inside.locator(".js-plotly-plot .choroplethlayer path").first).to_be_attached(timeout=30_000)
            expect(inside.locator('link[rel="stylesheet"][href^="./app/static/page.css"]')).to_have_count(1)
            feed = inside.locator('link[type="application/atom+xml"]').evaluate("link => link.href")
            assert feed == front.address("/~/+/feed.atom", lang="fr")
            with urlopen(feed) as answer:
                assert answer.status == 200
            inside.get_by_test_id("stTopNavLink").nth(2).click()
            calendar = inside.get_by_text("/calendar.ics")
            expect(calendar).to_contain_text(front.address("/~/+/calendar.ics", lang="fr"), timeout=30_000)
            page.frames[1].evaluate("document.fonts.ready.then(() => 1)")
            assert watch.faults == []

            page.goto(f"http://127.0.0.1:{other}/")
            step = page.frame_locator("iframe").locator(".st-key-road_line button").first
            expect(step).to_be_visible(timeout=30_000)
