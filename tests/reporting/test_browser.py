"""The page in a browser: nothing overflows or is missing, sorting and filtering work, it prints."""

import base64
import shutil
from pathlib import Path

import pytest

from classifier.reporting import render_html
from tests.reporting.sample import sample_report

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists() or DRIVER is None, reason="needs Debian's chromium and chromium-driver"
)
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    yield from browser_for(tmp_path_factory.mktemp("browser"), render_html(sample_report()))


def browser_for(folder, html):
    """A browser that knows where it finds a page."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    page = folder / "report.html"
    page.write_text(html, "utf-8")
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.page = page.as_uri()
    yield driver
    driver.quit()


@pytest.fixture(params=[1280, 390])
def at_width(browser, request):
    size = {"width": request.param, "height": 850, "deviceScaleFactor": 1, "mobile": request.param < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(browser.page)
    return browser, request.param


@pytest.fixture
def desktop(browser):
    from selenium.webdriver.support.ui import WebDriverWait

    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.get("about:blank")  # or the page that is open already may answer for the new one
    browser.get(browser.page)
    WebDriverWait(browser, 20).until(lambda page: shown(page, "gold"))
    return browser


def test_nothing_overflows(at_width):
    browser, width = at_width
    browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_every_figure_shows(at_width):
    browser, width = at_width
    boxes = browser.execute_script(
        "return [...document.querySelectorAll('figure svg')].map(s => {const b = s.getBoundingClientRect();"
        "return [b.width, b.height, b.left, b.right]})"
    )
    assert len(boxes) == 10
    for wide, high, left, right in boxes:
        assert wide > 200 and high > 80 and left >= 0 and right <= width


def test_the_headline_is_on_the_first_screen(at_width):
    browser, _ = at_width
    assert browser.execute_script("return document.querySelector('.lead').getBoundingClientRect().bottom") < 850


def test_nothing_goes_wrong_or_is_fetched(desktop):
    assert desktop.get_log("browser") == []
    assert desktop.execute_script("return performance.getEntriesByType('resource').length") == 0


def shown(browser, key):
    return browser.execute_script(
        "return [...document.querySelectorAll('#error-table tbody tr')].filter(r => !r.hidden)"
        f".map(r => r.dataset.{key})"
    )


def test_heads_sort_both_ways(desktop):
    head = desktop.find_element("css selector", "th[data-sort=confidence]")
    head.find_element("tag name", "button").click()
    down = [float(c) for c in shown(desktop, "confidence")]
    assert down == sorted(down, reverse=True) and head.get_attribute("aria-sort") == "descending"
    head.find_element("tag name", "button").click()
    assert [float(c) for c in shown(desktop, "confidence")] == sorted(down)
    desktop.find_element("css selector", "th[data-sort=cause] button").click()
    assert shown(desktop, "cause") == sorted(shown(desktop, "cause"))
    assert head.get_attribute("aria-sort") == "none"


def test_filters_leave_what_they_say(desktop):
    from selenium.webdriver.support.ui import Select

    everything = len(shown(desktop, "gold"))
    Select(desktop.find_element("name", "gold")).select_by_value("track_2")
    assert set(shown(desktop, "gold")) == {"track_2"}
    Select(desktop.find_element("name", "gold")).select_by_value("")
    Select(desktop.find_element("name", "cause")).select_by_visible_text("several activities")
    assert set(shown(desktop, "cause")) == {"several activities"}
    Select(desktop.find_element("name", "cause")).select_by_value("")
    desktop.find_element("name", "text").send_keys("donaudampf")
    assert len(shown(desktop, "gold")) == 1
    assert desktop.find_element("tag name", "output").text == f"1 of {everything} shown"


def test_it_prints(desktop, tmp_path):
    pdf = base64.b64decode(desktop.print_page())
    assert pdf.startswith(b"%PDF") and len(pdf) > 50_000
