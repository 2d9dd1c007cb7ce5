"""A file is dropped on The sheet and every page shows it, in this window alone; in a foreign frame none can be."""

from collections.abc import Callable
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import REHEARSAL, ROOT, Server, Watch, idle
from tests.browser.test_embed import site

__all__ = ["site"]

ROAD = ROOT / "data" / "sample" / "road.xlsx"
CHECKING = "Vous vérifiez road.xlsx."


@pytest.mark.slow(15)
def test_a_file_is_checked_on_every_page_and_left_with_one_tap(
    rehearsal: Server, open_page: Callable[..., Page], watch: Watch
) -> None:
    page, other = open_page(), open_page()
    page.goto(rehearsal.address("/sheet", lang="fr"))
    idle(page)
    uploader = page.get_by_test_id("stFileUploaderDropzone")
    # Streamlit's own English is nowhere to be read.
    assert uploader.inner_text().split("\n")[-1] == "Choisir un fichier"
    # Nor in what it says of a file that it does not take, that is too large, or that the server had no room for.
    chooser, refused = page.get_by_test_id("stFileUploaderDropzoneInput"), page.get_by_test_id("stFileUploader")
    for name, content, why in (
        ("notes.txt", b"x", "Un fichier de ce type ne peut pas être vérifié."),
        ("large.csv", b"x" * (5 * 2**20 + 1), "Ce fichier est trop volumineux."),
    ):
        chooser.set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
        expect(refused.get_by_role("alert")).to_have_text(why)
        refused.get_by_role("button", name=f"Retirer : {name}").click()
        expect(refused.get_by_role("alert")).to_have_count(0)
    page.route("**/_stcore/upload_file/**", lambda route: route.fulfill(status=503))
    chooser.set_input_files({"name": "Contributions.csv", "mimeType": "text/csv", "buffer": b"id"})
    expect(refused.get_by_role("alert")).to_have_text("Le fichier n’a pas été reçu. Réessayez dans une minute.")
    watch.faults.clear()
    page.unroute("**/_stcore/upload_file/**")
    refused.get_by_role("button", name="Retirer : Contributions.csv").click()
    chooser.set_input_files(ROAD)
    expect(page.get_by_text(CHECKING)).to_be_visible(timeout=20_000)
    idle(page)
    # Led to the top, where it says what it shows.
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_text(CHECKING)).to_be_in_viewport()
    assert "check=1" in page.url
    page.get_by_test_id("stTopNavLink").first.click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/")
    idle(page)
    expect(page.get_by_text(CHECKING)).to_be_visible()
    assert "check=1" in page.url
    expect(page.locator(".st-key-share")).to_have_count(0)
    # Nobody else sees it, not even by the same address.
    other.goto(page.url)
    idle(other)
    expect(other.get_by_text(CHECKING)).to_have_count(0)
    expect(other.get_by_text("Votre fichier n’est plus là ; voici la feuille en direct.")).to_be_visible()
    page.get_by_role("button", name="Revenir à la feuille en direct").click()
    expect(page.get_by_text(CHECKING)).to_have_count(0)
    idle(page)
    assert "check=" not in page.url
    expect(page.locator(".st-key-share")).to_have_count(1)


def test_in_the_frame_of_another_site_it_says_why_none_can_be(
    start: Callable[..., Server], site: str, page: Page, watch: Watch
) -> None:
    elsewhere = site.replace("127.0.0.1", "localhost")
    server = start(ROAD_WORKBOOK=str(REHEARSAL), ROAD_FRAME_ANCESTORS=elsewhere)
    page.goto(f"{elsewhere}/page?{quote(server.address('/sheet', embed='true', lang='en'))}")
    inside = page.frame_locator("iframe")
    expect(inside.get_by_text("Open the dashboard in a window of its own.")).to_be_visible(timeout=20_000)
    expect(inside.get_by_test_id("stFileUploader")).to_have_count(0)
    # The other site has another name of this machine.
    assert all(fault.startswith(f"left the machine: {elsewhere}") for fault in watch.faults)
    watch.faults.clear()
