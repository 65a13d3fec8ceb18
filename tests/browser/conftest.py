"""A real server on a free port of this machine, and a real Chromium that reads it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
START_SECONDS = 60


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium; its tests skip where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        pytest.skip("there is no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@contextmanager
def serving(folder, logs, address="127.0.0.1"):
    """A server of one workspace; it is ended by its process id."""
    with socket.socket() as free:
        free.bind((address, 0))
        port = free.getsockname()[1]
    options = [f"--server.port={port}", f"--server.address={address}"]
    environment = {**os.environ, "ATELIER_WORKSPACE": str(folder)}
    environment.pop("ATELIER_DATABASE", None)
    with (logs / f"server{port}.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "dashboard.py", *options],
            cwd=ROOT, env=environment, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            url = f"http://{address}:{port}"
            wait_for(url, process)
            yield url
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture
def served(tmp_path):
    """A maker of servers of one's own."""
    with ExitStack() as stack:
        yield lambda folder, **options: stack.enter_context(serving(folder, tmp_path, **options))


@pytest.fixture(scope="session")
def made_url(made_firm, tmp_path_factory):
    """The made firm on a server that all reading tests share."""
    with serving(made_firm, tmp_path_factory.mktemp("logs")) as url:
        yield url


def wait_for(url, process):
    """Until the server answers; asking for its health opens no session."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, "the server ended before it answered"
        try:
            with urlopen(f"{url}/_stcore/health") as answer:
                if answer.read() == b"ok":
                    return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(url)


NOTHING_LOADS = "!document.querySelector('[aria-busy=true], [data-testid=stSkeleton]')"


class Reader:
    """A browser tab that knows how to wait for a page, and which requests left the machine."""

    def __init__(self, page, url):
        self.page, self.url = page, url
        self.outside, self.errors = [], []
        page.on("request", self._asked)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _asked(self, request):
        if not request.url.startswith((self.url, self.url.replace("http", "ws"), "data:", "blob:")):
            self.outside.append(request.url)

    def open(self, path=""):
        self.page.goto(f"{self.url}/{path}")
        return self.settle()

    def settle(self):
        """Until the page has run to its end."""
        self.page.wait_for_selector("h1, [data-testid=stAlert]", timeout=90_000)
        self.page.wait_for_timeout(400)
        self.page.wait_for_selector('[data-test-script-state="notRunning"]', timeout=180_000)
        self.page.wait_for_load_state("networkidle")
        for _ in range(3):  # a part that is fetched late shows its skeleton only after the others
            self.page.wait_for_function(NOTHING_LOADS, timeout=60_000)
            self.page.wait_for_timeout(300)
        return self

    @property
    def text(self):
        return self.page.inner_text("[data-testid=stApp]")


@pytest.fixture
def read(chromium):
    """A maker of readers: a tab of its own for each."""
    tabs = []

    def of(url, scheme="light", width=1440):
        page = chromium.new_page(color_scheme=scheme, viewport={"width": width, "height": 1000})
        tabs.append(page)
        return Reader(page, url)

    yield of
    for page in tabs:
        page.close()
