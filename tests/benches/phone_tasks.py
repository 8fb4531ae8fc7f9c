"""How long the first page keeps a slow phone from answering a finger, by the processor's own clock.

Lighthouse measures by the wall clock: on a machine that others use too, waiting counts as blocking.
A trace of Chromium says for each task how long the thread itself ran; that is multiplied instead.
"""

import json
from statistics import median
from typing import TYPE_CHECKING, Any

from chromium import CHROMIUM_ARGS, CHROMIUM_SHELL, PHONE

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

CATEGORIES = ["toplevel", "devtools.timeline", "loading"]
TASKS = ("ThreadControllerImpl::RunTask", "RunTask")  # the outer one of both where both are told
LONG = 50  # ms: what a task may take before it blocks (W3C Long Tasks)
SETTLED = 4_000  # ms after which nothing of the start is left
RUNS = 5


def blocked(driver: "Playwright", address: str, slower: int) -> tuple[float, float]:
    """Return the median of what blocks in a start, and of its longest task, in ms.

    Every task since the navigation counts, also those before the first paint.
    """
    starts = [_tasks(driver, address) for _ in range(RUNS)]
    over = [sum(max(0.0, slower * one - LONG) for one in start) for start in starts]
    return median(over), median(slower * max(start) for start in starts)


def _tasks(driver: "Playwright", address: str) -> list[float]:
    """Open the page in a new browser; return what each task of its main thread took, in ms."""
    browser = driver.chromium.launch(executable_path=CHROMIUM_SHELL, args=CHROMIUM_ARGS)
    try:
        page = browser.new_context(**PHONE).new_page()
        browser.start_tracing(page=page, categories=CATEGORIES)
        page.goto(address)
        page.wait_for_timeout(SETTLED)
        events: list[dict[str, Any]] = json.loads(browser.stop_tracing())["traceEvents"]
    finally:
        browser.close()
    painted = next(one for one in reversed(events) if one["name"] == "firstContentfulPaint")
    threads = {
        (one["pid"], one["tid"])
        for one in events
        if one["name"] == "thread_name" and one["args"]["name"] == "CrRendererMain"
    }
    main = next(one for one in threads if one[0] == painted["pid"])
    own = [one for one in events if (one["pid"], one["tid"]) == main and "tdur" in one]
    for name in TASKS:
        if found := [one["tdur"] / 1000 for one in own if one["name"] == name]:
            return found
    raise AssertionError("the trace names no tasks")
