"""A real browser: the editor under a strict Content-Security-Policy, and the pages without JavaScript."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import presence_of_element_located
from selenium.webdriver.support.ui import Select, WebDriverWait

from triples.store import create_store

_REPOSITORY = Path(__file__).resolve().parents[2]
_SAMPLE = _REPOSITORY / "tests" / "server" / "pages" / "sample.trig"
_EDITOR = _REPOSITORY / "server" / "static" / "editor" / "editor.js"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_SECONDS = 30
_SERVE = (
    "import sys; from server.configuration import ServiceConfig; from server.serving import serve; "
    "serve(ServiceConfig(store=sys.argv[1], port=0, workers=1), ready=lambda address: print(address, flush=True))"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service in a process of its own, over the sample graph."""
    store = tmp_path_factory.mktemp("store") / "store"
    create_store(store, [_SAMPLE])
    command = [sys.executable, "-c", _SERVE, str(store)]
    with subprocess.Popen(command, cwd=_REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline().strip()
            assert line.startswith("http"), "the service did not start"
            yield line.rstrip("/")
        finally:
            process.terminate()
            process.wait(timeout=_SECONDS)


def _open_browser(profile: Path, *, javascript: bool = True, width: int = 1280) -> webdriver.Chrome:
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    driver = shutil.which("chromedriver")
    if browser is None or driver is None:
        pytest.skip("no Chromium with its driver is on the path")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for flag in (
        "--headless=new",
        "--no-sandbox",  # a browser that runs as root, as in a container, has no sandbox
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={profile}",
        f"--window-size={width},1400",
    ):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    if not javascript:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=driver))


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    driver = _open_browser(tmp_path_factory.mktemp("profile"))
    try:
        yield driver
    finally:
        driver.quit()


@pytest.fixture(scope="module")
def plain_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """A browser as wide as a telephone, in which no script runs."""
    driver = _open_browser(tmp_path_factory.mktemp("profile"), javascript=False, width=500)
    try:
        yield driver
    finally:
        driver.quit()


def _complaints(browser: webdriver.Chrome) -> list[str]:
    return [entry["message"] for entry in browser.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]  # type: ignore[no-untyped-call]


def _requests(browser: webdriver.Chrome) -> set[str]:
    """Returns the addresses that the browser asked for; what a page carries in itself (data:) is no request."""
    sent = set()
    for entry in browser.get_log("performance"):  # type: ignore[no-untyped-call]
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            sent.add(message["params"]["request"]["url"])
    return {url for url in sent if url.startswith(("http", "ws"))}


@pytest.mark.skipif(not _EDITOR.is_file(), reason="the front end of the editor is not built")
def test_editor_runs_a_saved_query_and_shows_rows(browser: webdriver.Chrome, address: str) -> None:
    browser.get(f"{address}/sparql")
    wait = WebDriverWait(browser, _SECONDS)
    wait.until(presence_of_element_located((By.CSS_SELECTOR, ".editor-ready .CodeMirror")))
    assert not browser.find_element(By.ID, "plain-form").is_displayed()
    picker = Select(browser.find_element(By.ID, "saved-queries"))
    assert len(picker.options) > 24
    picker.select_by_value("who-denies-what")
    wait.until(lambda b: "sv:Denial" in b.find_element(By.CSS_SELECTOR, ".tabPanel.active .CodeMirror").text)
    browser.find_element(By.CSS_SELECTOR, ".tabPanel.active .yasqe_queryButton").click()
    rows = wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".tabPanel.active .yasr table tbody tr"))
    assert len(rows) >= 2
    assert "Bruno South" in browser.find_element(By.CSS_SELECTOR, ".tabPanel.active .yasr").text
    link = browser.find_element(By.CSS_SELECTOR, ".tabPanel.active .yasr a.iri")
    browser.execute_script("arguments[0].focus()", link)
    wait.until(lambda _: str(link.get_property("href")).startswith(f"{address}/id/act/denial/"))
    assert _complaints(browser) == []
    strangers = {url for url in _requests(browser) if not url.startswith(address)}
    assert strangers == set()


@pytest.mark.skipif(not _EDITOR.is_file(), reason="the front end of the editor is not built")
def test_editor_shows_a_syntax_error_without_breaking_the_policy(browser: webdriver.Chrome, address: str) -> None:
    browser.get(f"{address}/editor?query=SELECT%20%2A%20WHERE%20%7B%20%3Fs%20%3Fp%20%7D")
    wait = WebDriverWait(browser, _SECONDS)
    mark = wait.until(presence_of_element_located((By.CSS_SELECTOR, ".parseErrorIcon")))
    webdriver.ActionChains(browser).move_to_element(mark).perform()
    wait.until(presence_of_element_located((By.CSS_SELECTOR, ".expected-token")))
    # The editor runs a query that comes in the address; that this one is refused is right, and no breach.
    assert [line for line in _complaints(browser) if "400 (bad request)" not in line.lower()] == []


@pytest.mark.parametrize("path", ["/", "/disputes", "/ontology", "/queries/who-denies-what", "/documents"])
def test_pages_keep_the_policy(browser: webdriver.Chrome, address: str, path: str) -> None:
    browser.get(address + path)
    assert browser.find_elements(By.TAG_NAME, "h1")
    assert _complaints(browser) == []


def test_disputes_without_javascript_on_a_narrow_screen(plain_browser: webdriver.Chrome, address: str) -> None:
    plain_browser.get(f"{address}/disputes")
    text = plain_browser.find_element(By.TAG_NAME, "main").text
    assert "Who says it was given" in text
    assert "Who denies it" in text
    assert "characters 10–60" in text
    page = plain_browser.find_element(By.TAG_NAME, "html")
    assert str(page.get_property("scrollWidth")) == str(page.get_property("clientWidth"))


def test_plain_form_without_javascript(plain_browser: webdriver.Chrome, address: str) -> None:
    plain_browser.get(f"{address}/editor")
    box = plain_browser.find_element(By.ID, "query")
    box.clear()
    box.send_keys("SELECT ?act WHERE { ?act a <https://w3id.org/servanda/ontology#Denial> }")
    plain_browser.find_element(By.NAME, "run").click()
    wait = WebDriverWait(plain_browser, _SECONDS)
    table = wait.until(presence_of_element_located((By.ID, "results")))
    assert "Bruno South denies the assurance" in table.text
