"""Does the planner's tasks in a real browser, from an empty workspace, and prints as JSON what went wrong; leaves pictures.

    office-check.py CHROMIUM COMMAND WORKBOOK SHOTS [--phone]

From an empty workspace with the workbook of Examples/16: lists put in, questions answered, taken in; the weak link, its proof and its rows; a decision; a second
supplier tried; the report; every answer downloaded and compared with the command's. One task is done with the keyboard alone.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from playwright.sync_api import sync_playwright

try:
    from axe_playwright_python.sync_playwright import Axe
except ImportError:
    Axe = None

chromium, command, workbook, shots = sys.argv[1:5]
phone = "--phone" in sys.argv
width = 390 if phone else 1440
shots = pathlib.Path(shots)
shots.mkdir(parents=True, exist_ok=True)
result = {"width": width, "console": [], "failed": [], "axe": [], "sideways": [], "seconds": {}, "foreign": []}


def main():
    with tempfile.TemporaryDirectory() as folder:
        workspace = os.path.join(folder, "city.sqlite")
        server = subprocess.Popen(
            [os.path.abspath(command), "serve", "city.sqlite", "--lang", "zh", "--who", "市工信局"], stderr=subprocess.PIPE, text=True, cwd=folder
        )
        try:
            address = re.search(r"http://\S+", server.stderr.readline()).group(0)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
                context = browser.new_context(viewport={"width": width, "height": 900 if not phone else 844}, accept_downloads=True, has_touch=phone)
                page = context.new_page()
                page.set_default_timeout(30_000)
                page.on("console", lambda message: result["console"].append(message.text) if message.type in ("error", "warning") else None)
                page.on("pageerror", lambda error: result["console"].append(str(error)))
                base = address.split("/?")[0]
                page.on("request", lambda request: result["foreign"].append(request.url) if not request.url.startswith((base, "data:", "blob:")) else None)
                tasks(page, address, base, workspace)
        finally:
            server.terminate()
            result["ended"] = server.wait(timeout=20)
    print(json.dumps(result, ensure_ascii=False))


def look(page, name):
    """A picture, what axe says, and whether the page is wider than the window."""
    height = page.evaluate("document.documentElement.scrollHeight")
    # The top of it, as the manual shows it; the rest is more of the same.
    page.screenshot(path=str(shots / f"{name}-{width}.png"), full_page=True, clip={"x": 0, "y": 0, "width": width, "height": min(height, 1150)})
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        wide = page.evaluate("[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll,.pane,.sheet')).slice(0, 3).map(e => e.outerHTML.slice(0, 120))")
        result["sideways"].append([name, wide])
    if Axe:
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}).response["violations"]
        result["axe"] += [[name, v["id"], v["impact"], len(v["nodes"]), v["nodes"][0]["html"][:160]] for v in found]
    timing = page.evaluate("(() => { const n = performance.getEntriesByType('navigation')[0]; return n.responseEnd - n.requestStart })()")
    result["seconds"][name] = round(timing / 1000, 3)


def go(page, address):
    """The page, waited for while it is worked at."""
    page.goto(address)
    settle(page)


def text(page, selector):
    settle(page)
    return page.inner_text(selector)


def settle(page):
    page.wait_for_selector("#working", state="detached")
    page.wait_for_load_state()


def expect(is_so, what):
    if not is_so:
        result["failed"].append(what)


def tasks(page, address, base, workspace):
    go(page, address)
    expect("这个工作区还是空的" in text(page, "main"), "an empty workspace says so")
    look(page, "02-empty")
    # what takes long is said, and ended with the keyboard: in a shipped example
    page.click("button[value='baoding-2022']")
    settle(page)
    page.goto(base + "/ask/robustness?infer=on&worlds=1000000&sample=on")
    page.wait_for_selector("form[action='/stop'] button")
    expect("正在计算" in page.inner_text("main"), "what takes long is said")
    look(page, "09-working")
    page.focus("form[action='/stop'] button")
    page.keyboard.press("Enter")
    page.wait_for_selector("form[action='/again']")
    expect("停下了这次计算" in page.inner_text("main"), "it is ended")
    page.click("button:has-text('回到我的工作区')")
    settle(page)
    # 1: lists are put in, asked about, and taken in
    page.set_input_files("#file", workbook)
    page.click("text=上传并查看")
    expect("要问您" in text(page, "main"), "names are asked about")
    look(page, "03-import")
    for group in page.query_selector_all("fieldset.q"):
        group.query_selector("input[type=radio]").check()
    page.click("text=按现在的选择重新认一遍")
    expect("都对上了" in text(page, "main"), "all names are settled")
    with page.expect_download() as download:
        page.click("text=下载标注过的工作簿")
    expect(download.value.suggested_filename.endswith(".xlsx"), "a marked workbook comes back")
    expect(not os.path.exists(workspace), "nothing is written before it is taken")
    page.click("button:has-text('全部采用')")
    expect("第 1 次导入" in text(page, "main") and os.path.exists(workspace), "the lists are taken in")
    # the first screen
    go(page, base + "/")
    expect("今天要办的五件事" in text(page, "main"), "the first screen has the five things")
    look(page, "01-today")
    # 3: weak link, proof, rows; a decision, with the keyboard alone
    go(page, base + "/weak-links")
    expect("一旦停产" in text(page, "#sel") and "表2!A" in text(page, ".evidence"), "the rows stand in the planner's own cells")
    look(page, "05-weak-links")
    page.focus("summary:has-text('派发')")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("县工信局")
    page.keyboard.press("Tab")
    page.keyboard.type("2026-12-31")
    page.keyboard.press("Enter")
    page.wait_for_selector(".decided")
    expect("已派发 县工信局" in text(page, ".decided"), "a decision is kept")
    page.keyboard.press("/")
    page.keyboard.type("榕骏")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find*")
    expect("海陵湾榕骏芯片有限公司" in text(page, "main"), "a firm is found by a part of its name")
    # 2: the chain
    go(page, base + "/chains")
    look(page, "04-chain")
    # 4: try it
    go(page, base + "/what-if")
    page.click("summary:has-text('停产一家')")
    page.fill("#f1", "海陵湾榕骏芯片有限公司")
    page.click("details[open] >> text=加上")
    page.wait_for_selector(".changes")
    expect("停产 海陵湾榕骏芯片有限公司" in text(page, ".changes"), "a change is listed")
    settle(page)
    look(page, "06-what-if")
    # two plans are kept, and stand side by side
    page.fill("#pn", "plan-a")
    page.click("button:has-text('存为方案')")
    settle(page)
    page.click("summary:has-text('停产一家')")
    page.fill("#f1", page.eval_on_selector_all("#firms option", "all => all.map(o => o.value).find(v => v !== '海陵湾榕骏芯片有限公司')"))
    page.click("details[open] >> text=加上")
    page.wait_for_selector(".changes li:nth-child(2)")
    page.fill("#pn", "plan-b")
    page.click("button:has-text('存为方案')")
    settle(page)
    go(page, base + "/what-if/compare")
    page.check("#plan0")
    page.check("#plan1")
    page.click("main form button.primary")
    settle(page)
    expect("plan-b" in text(page, "table.compare") and "单点" in text(page, "table.compare"), "plans stand side by side")
    look(page, "06-compare")
    # 5: the plan
    go(page, base + "/plan")
    look(page, "07-plan")
    # 6: hand in
    go(page, base + "/report")
    expect("网页" in text(page, "main"), "the report has files")
    page.click("summary:has-text('首页')")
    page.fill("#hi-unit", "市工业和信息化局")
    page.fill("#hi-opening", "本报告由我局编制。")
    page.click("text=按这样写")
    page.wait_for_url("**unit=**")
    with page.expect_download() as download:
        page.click("text=下载 Word")
    expect(download.value.suggested_filename == "report.zh.docx", "the report comes as a Word document")
    expect("市工业和信息化局" in page.frame_locator("iframe.a4").locator("body").inner_text(), "the report is shown as wide as A4")
    look(page, "08-hand-in")
    go(page, base + "/ask/scorecard" if "选县区" in page.content() else base + "/ask/describe")
    look(page, "10-ask")
    go(page, base + "/?lang=en")
    expect("Five things for today" in text(page, "main"), "the other language")
    look(page, "01-today-en")
    go(page, base + "/?lang=zh")
    downloads(page, base, workspace)


def downloads(page, base, workspace):
    for question in ["weak-links", "sourcing", "scorecard", "describe", "audit", "history"]:
        for ending, form in [("json", "json"), ("csv", "csv"), ("txt", "text"), ("html", "html"), ("xlsx", None)]:
            answer = page.request.get(f"{base}/ask/{question}.{ending}")
            where = os.path.join(os.path.dirname(workspace), "answer.xlsx")
            how = ["--format", form] if form else ["--output", where, "--force"]
            run = subprocess.run(
                [os.path.abspath(command), question, "city.sqlite", *how, "--lang", "zh"], capture_output=True, cwd=os.path.dirname(workspace)
            )
            made = run.stdout if form else pathlib.Path(where).read_bytes()
            expect(answer.status == 200 and answer.body() == made, f"{question}.{ending} is the command's")


main()
