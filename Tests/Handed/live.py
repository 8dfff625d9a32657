"""Opens live maps in Chromium from file:// and holds them against the engine's answers.

    live.py PAGE.html EXPECTED.json SHOTS_FOLDER

EXPECTED.json: {"stops": [{"stop": ["id"], "stopped": ["id", ...]}, ...]} from the engine. Prints one line a problem; ends with 1 when there is one.
"""
import json
import sys

from playwright.sync_api import sync_playwright


def main():
    page_path, expected_path = sys.argv[1], sys.argv[2]
    expected = json.load(open(expected_path, encoding="utf-8"))
    problems = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for width, height in ((1440, 900), (390, 844)):
            page = browser.new_page(viewport={"width": width, "height": height})
            page.on("console", lambda message: problems.append(f"console: {message.type} {message.text}"))
            page.on("pageerror", lambda error: problems.append(f"error: {error}"))
            page.on("request", lambda request: None if request.url.startswith("file:") and request.url.split("#")[0].endswith(".html")
                    else problems.append(f"request: {request.url}"))
            page.goto("file://" + page_path)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                problems.append(f"the page is wider than {width}")
            if width == 1440:
                check(page, expected, problems)
            page.close()
        browser.close()
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)


def check(page, expected, problems):
    """Every loss on the page against the engine's, then by hand: click, stop, undo, search, keys, address."""
    for case in expected["stops"]:
        found = sorted(page.evaluate("ids => window.chainwright.stop(ids)", case["stop"]))
        if found != sorted(case["stopped"]):
            problems.append(f"stop {case['stop']}: the page says {found}, the engine {sorted(case['stopped'])}")
    by_first = {case["stop"][0]: case for case in expected["stops"] if len(case["stop"]) == 1}
    things = page.locator("g[data-key^='firm:']")
    for number in range(min(things.count(), 3)):
        thing = things.nth(number)
        firm = thing.get_attribute("data-key")[5:].split("@")[0]
        if firm not in by_first:
            continue
        thing.dispatch_event("click")
        if page.locator("#facts h2").count() != 1:
            problems.append(f"{firm}: a click shows no facts")
            continue
        page.click("#act")
        if sorted(page.evaluate("document.body.dataset.stopped").split()) != sorted(by_first[firm]["stopped"]):
            problems.append(f"{firm}: stopping by a click gives other firms than the engine")
        page.click("#undo")
        none = page.evaluate("window.chainwright.stop([])")
        if sorted(page.evaluate("document.body.dataset.stopped").split()) != sorted(none):
            problems.append(f"{firm}: undo does not restart")
        # The same by keys.
        thing.focus()
        page.keyboard.press("Space")
        if sorted(page.evaluate("document.body.dataset.stopped").split()) != sorted(by_first[firm]["stopped"]):
            problems.append(f"{firm}: Space does not stop")
        page.keyboard.press("u")
    first = expected["stops"][0]["stop"][0]
    page.keyboard.press("/")
    page.keyboard.type(first)
    page.keyboard.press("Enter")
    if first not in page.locator("#facts").inner_text():
        problems.append(f"search does not find {first}")
    if first not in page.evaluate("decodeURIComponent(location.hash)"):
        problems.append("the address does not name the firm")
    # Pinyin initials, by hand: 岚浦县 is lán pǔ xiàn, 高阳 gāo yáng.
    for place, letters in (("岚浦县", "lpx"), ("高阳", "gy")):
        if place in page.evaluate("document.getElementById('data').textContent"):
            page.fill("#find", letters)
            if not any(place in text for text in page.locator("#found").all_inner_texts()):
                problems.append(f"initials {letters} do not find {place}")
            page.fill("#find", letters + "zzzq")
            if page.locator("#found button").count():
                problems.append("initials that nobody has find somebody")


main()
