"""The page of agreement in a browser: nothing overflows, and the filter finds passages."""

import pytest

from classifier.annotation import Hub, write_records
from classifier.annotation.agreement import Choice, agreement_of
from classifier.reporting import render_agreement
from tests.annotation.coded import coded

from . import test_browser
from .test_browser import browser_for

pytestmark = test_browser.pytestmark


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    folder = tmp_path_factory.mktemp("agreement")
    write_records(folder / "hub.jsonl", coded(60))
    with Hub([folder / "hub.jsonl"], print) as hub:
        report = agreement_of(hub, ["hub.jsonl"], Choice(resamples=100), 300)
    yield from browser_for(folder, render_agreement(report))


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_overflows(browser, width):
    size = {"width": width, "height": 850, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(browser.page)
    browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    assert not browser.get_log("browser")


def test_the_filter(browser):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import Select

    browser.get(browser.page)
    cards = browser.find_elements(By.CSS_SELECTOR, "#split-cards article")
    form = browser.find_element(By.ID, "split-filter")
    told = form.find_element(By.TAG_NAME, "output")
    assert told.text == f"{len(cards)} of {len(cards)} shown"
    Select(form.find_element(By.NAME, "apart")).select_by_visible_text("anna")
    shown = [card for card in cards if card.is_displayed()]
    assert 0 < len(shown) < len(cards) and told.text.startswith(f"{len(shown)} of")
    assert all("anna" in card.get_attribute("data-apart") for card in shown)
    form.find_element(By.NAME, "text").send_keys("no such words")
    assert told.text.startswith("0 of")
