"""A real browser for tests and screenshots: the system's Chromium, driven by Playwright, with the network off."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Root in a container has no sandbox; the rest keeps Chromium's own services from phoning home.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@dataclass
class Visit:
    """An open page, and what it did that it should not: requests other than for itself, and console messages."""

    page: Any
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


def executable() -> str | None:
    """Return the path of the system's Chromium, if there is one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def required_executable() -> str:
    """Return the path of Chromium; without one the test is skipped, or fails where LITKG_REQUIRE_BROWSER=1."""
    found = executable()
    if found is None:
        missing = "no Chromium on the PATH: apt-get install chromium"
        if os.environ.get("LITKG_REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@contextmanager
def chromium(path: str) -> Iterator[Any]:
    """Start Chromium and close it in the end."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visit(
    browser: Any, file: Path, *, width: int = 1280, height: int = 800, scheme: str = "light", address: str = ""
) -> Iterator[Visit]:
    """Open the file with the network off, wait until the page says that it is ready, and record what it does."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, offline=True, reduced_motion="reduce"
    )
    own = file.resolve().as_uri()

    def route(request: Any) -> None:
        if request.request.url.split("#")[0] == own:
            request.continue_()
        else:
            request.abort()

    context.route("**/*", route)
    seen = Visit(context.new_page())
    seen.page.on("request", lambda r: seen.requests.append(r.url) if r.url.split("#")[0] != own else None)
    seen.page.on("console", lambda message: seen.messages.append(message.text))
    seen.page.on("pageerror", lambda error: seen.messages.append(str(error)))
    try:
        seen.page.goto(own + address)
        seen.page.wait_for_selector("body[data-ready=yes]")
        yield seen
    finally:
        context.close()
