"""Streamlit's own modules, joined, in a browser: they export what they export apart."""

from playwright.sync_api import Page

from components.server.scripts import folder
from data.insides import joined_scripts
from tests.browser.harness import Server, Watch

COMPARED = """async ([folder, places]) => {
    const differing = []
    // Some of them ask for the page's own script, which draws a page.
    document.body.innerHTML = '<div id="root"></div>'
    for (const [name, [file, within]] of Object.entries(places)) {
        const apart = await import(`/static/js/${name}`)
        const joined = (await import(`/static/${folder}/${file}`))[within]
        for (const key of new Set([...Object.keys(apart), ...Object.keys(joined)])) {
            // What has no value yet, others would have to see change.
            if (typeof joined[key] !== typeof apart[key] || joined[key] === undefined) differing.push([name, key])
        }
    }
    return differing
}"""


def test_each_module_exports_what_it_exports_apart_and_nothing_that_is_begun_later(
    server: Server, page: Page, watch: Watch
) -> None:
    places = joined_scripts().places
    assert len(places) > 50
    page.goto(server.address("/app/static/page.css"))
    assert page.evaluate(COMPARED, [folder(), dict(places)]) == []
    page.goto("about:blank")
    watch.faults.clear()
