"""A real browser on a live server, and a real Celery worker; used by the journeys only."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.cast import Cast
from tests.cast import build as build_cast
from tests.snapshot import once

PASSWORD = "een-lang-wachtwoord-voor-de-proef"
AXE = (Path(__file__).resolve().parent.parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
DEAD_ANCHORS = """
() => [...document.querySelectorAll('a[href^="#"]')]
  .map((a) => a.getAttribute('href').slice(1)).filter((id) => id && !document.getElementById(id))
"""
SMALL_TARGETS = """
() => [...document.querySelectorAll('main button, main a.nl-button, main input:not([type=hidden]), main select')]
  .filter((e) => e.checkVisibility() && !['checkbox', 'radio', 'hidden'].includes(e.type))
  .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
  .filter(([, box]) => box.height > 0 && box.height < 43.5).map(([html, box]) => `${html} ${box.height}`)
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, headless."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's sync API keeps an event loop in this thread
    executable = shutil.which("chromium")
    assert executable, "No chromium here. script/test installs it: apt-get install chromium"
    with sync_playwright() as playwright:
        arguments = [
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ]
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast with passwords, in a database the live server sees."""
    cast = once(build_cast)
    for name in ("ib_er", "smw_vo", "gemeente", "projectcoordinator", "onderzoeker"):
        cast.people[name].set_password(PASSWORD)
        cast.people[name].save(update_fields=["password"])
    return cast


class Visitor:
    """One person at one screen: logs in, does things, and every page shown is checked."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page, self.origin = page, origin
        self.problems: list[str] = []
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.problems.append(f"{page.url}: {error}"))
        page.on("request", lambda request: self._foreign(request.url))

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.problems.append(f"{self.page.url}: {text}")

    def _foreign(self, url: str) -> None:
        if not url.startswith(self.origin):
            self.problems.append(f"{self.page.url} asked for {url}")

    def visit(self, path: str) -> Page:
        response = self.page.goto(self.origin + path)
        assert response is not None and response.status == 200, f"{path}: {response and response.status}"
        return self.page

    def log_in(self, email: str) -> Page:
        self.visit("/inloggen/")
        self.page.get_by_label("E-mailadres").fill(email)
        self.page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Inloggen", exact=True).click()
        self.page.wait_for_url(self.origin + "/")
        return self.page

    def check_page(self) -> None:
        """axe, dead anchors, targets of 44 px, the stylesheet, and nothing sideways at this width."""
        page = self.page
        page.wait_for_load_state()  # a click goes on when the next page begins
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(247, 244, 238)", "no stylesheet"
        page.evaluate(AXE)
        found = page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        problems = [f"{rule['id']}: {node['html'][:160]}" for rule in found["violations"] for node in rule["nodes"]]
        problems += [f"link to nowhere: #{name}" for name in page.evaluate(DEAD_ANCHORS)]
        problems += [f"small target: {text}" for text in page.evaluate(SMALL_TARGETS)]
        width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        if width[0] > width[1]:
            problems.append(f"scrolls sideways: {width[0]} > {width[1]}")
        assert not problems, f"{page.url}\n" + "\n".join(problems)


@pytest.fixture
def visitor(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Visitor]]:
    """Make a visitor with a browser profile of its own; at the end nobody may have seen an error in the console."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def make(*, width: int = 1280, scripts: bool = True) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            accept_downloads=True,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        visitors.append(Visitor(context.new_page(), live_server.url))
        return visitors[-1]

    yield make
    for context in contexts:
        context.close()
    assert [problem for visitor in visitors for problem in visitor.problems] == []
