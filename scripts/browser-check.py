"""Opens pages in a real browser and prints, as JSON, what a reader would run into.

    browser-check.py CHROMIUM PAGE… [--shots DIR]

For each page: axe-core's violations (WCAG 2.1 A and AA, contrast included), requests beyond the page itself, console errors, headings,
whether the page is wider than a desktop or a phone, and the pages of its print to A4.
"""
import json
import pathlib
import re
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

arguments = sys.argv[1:]
shots = None
if "--shots" in arguments:
    at = arguments.index("--shots")
    shots = pathlib.Path(arguments[at + 1])
    shots.mkdir(parents=True, exist_ok=True)
    arguments = arguments[:at] + arguments[at + 2 :]
chromium, pages = arguments[0], arguments[1:]
results = []
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    for path in pages:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
        page = context.new_page()
        page.set_default_timeout(240_000)
        requests, errors = [], []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        address = pathlib.Path(path).resolve().as_uri()
        page.goto(address)
        headings = page.eval_on_selector_all("h1,h2,h3,h4,h5,h6", "all => all.map(e => Number(e.tagName[1]))")
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        name = pathlib.Path(path).parent.name + "." + pathlib.Path(path).stem
        if shots:
            page.screenshot(path=str(shots / (name + ".png")), full_page=True)
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}).response["violations"]
        page.set_viewport_size({"width": 390, "height": 800})
        narrow = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        print_bytes = page.pdf(prefer_css_page_size=True, print_background=True)
        if shots:
            (shots / (name + ".pdf")).write_bytes(print_bytes)
        results.append(
            {
                "page": name,
                "violations": [
                    {"id": v["id"], "impact": v["impact"], "count": len(v["nodes"]), "first": v["nodes"][0]["html"][:200]} for v in found
                ],
                "requests": [url for url in requests if url != address],
                "errors": errors,
                "h1": headings.count(1),
                "ordered": headings[:1] == [1] and all(b <= a + 1 for a, b in zip(headings, headings[1:])),
                "wide": wide,
                "narrow": narrow,
                "tables_without_scope": page.eval_on_selector_all("th:not([scope])", "all => all.length"),
                "drawings": page.eval_on_selector_all("svg", "all => all.length"),
                "unnamed_drawings": page.eval_on_selector_all(
                    "svg", "all => all.filter(e => e.getAttribute('role') != 'img' || !e.querySelector('title')).length"
                ),
                "pdf_pages": len(re.findall(rb"/Type\s*/Page[^s]", print_bytes)),
            }
        )
        context.close()
    browser.close()
print(json.dumps(results, ensure_ascii=False, indent=1))
