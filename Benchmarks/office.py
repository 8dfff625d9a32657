#!/usr/bin/env python3
"""Readers and writers at once in the workspace of the browser, on loopback and bounded in time: what failed, how long pages took, how much memory was held.

    Benchmarks/office.py COMMAND NETWORK [--seconds 60] [--readers 50] [--writers 5]

COMMAND is the built `chainwright` with `chainwright-server` beside it; NETWORK is taken into a new workspace in a folder of its own. Readers open pages and download
answers one after another, as people do that click at once; writers decide on findings, and each keeps a plan every quarter of the time, which is an import: what was
read before is read anew for all. Prints JSON; ends with 1 where anything failed or memory grew.
"""
import argparse
import collections
import http.client
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

parser = argparse.ArgumentParser()
parser.add_argument("command")
parser.add_argument("network")
parser.add_argument("--seconds", type=float, default=60)
parser.add_argument("--readers", type=int, default=50)
parser.add_argument("--writers", type=int, default=5)
parser.add_argument("--pages", nargs="*", default=[
    "/", "/weak-links", "/what-if", "/find?q=%E5%85%AC%E5%8F%B8", "/ask/describe", "/ask/scorecard", "/ask/leaders?limit=20", "/ask/sourcing.csv", "/ask/weak-links.json", "/chains", "/import",
])
given = parser.parse_args()
command = os.path.abspath(given.command)
failed = collections.Counter()
took = collections.defaultdict(list)
lock = threading.Lock()
counts = collections.Counter()


class Person:
    """A browser with its own session and a connection that stays open."""

    def __init__(self, address):
        self.place = urllib.parse.urlsplit(address)
        self.connection = None
        self.cookie = ""
        answer, _ = self.ask("GET", f"/?{self.place.query}", None)
        self.cookie = answer.getheader("Set-Cookie", "").split(";")[0]
        self.form = None

    def ask(self, method, target, fields):
        headers = {"Cookie": self.cookie}
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        for attempt in (1, 2):
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.place.hostname, self.place.port, timeout=120)
            try:
                self.connection.request(method, target, body, headers)
                answer = self.connection.getresponse()
                return answer, answer.read()
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                # The other side closes what stood idle; said again once, as browsers do.
                self.connection.close()
                self.connection = None
                if attempt == 2 or method == "POST" and fields is None:
                    raise

    def page(self, target):
        """The page, asked for again while it is worked at; seconds until it was there, and until the first word of it."""
        begin = time.monotonic()
        answer, text = self.ask("GET", target, None)
        first = time.monotonic() - begin
        while answer.status == 202:
            counts["told to come again"] += 1
            time.sleep(0.7)
            answer, text = self.ask("GET", target, None)
        with lock:
            took[target.split("?")[0]].append((time.monotonic() - begin, first))
            counts["pages"] += 1
        if answer.status != 200:
            failed[f"{target}: {answer.status}"] += 1
        return text.decode("utf-8", "replace")


def reader(address, number, end):
    person = Person(address)
    at = number
    while time.monotonic() < end:
        try:
            person.page(given.pages[at % len(given.pages)])
        except Exception as error:  # noqa: BLE001: whatever it is, it is counted
            failed[f"{given.pages[at % len(given.pages)]}: {type(error).__name__} {error}"] += 1
            person.connection = None
        at += 7
        time.sleep(0.05)


def writer(address, number, end, firm):
    person = Person(address)
    begin = time.monotonic()
    plans = 0
    while time.monotonic() < end:
        try:
            html = person.page("/weak-links")
            form = re.search(r'name="form" value="([0-9a-f]+)"', html)
            key = re.search(r'name="key" value="([^"]*)"', html)
            if form and key:
                verb = "undo" if 'value="undo"' in html else "accept"
                answer, _ = person.ask("POST", "/decide", {"form": form[1], "key": key[1].replace("&#39;", "'").replace("&amp;", "&"), "verb": verb, "back": "/weak-links"})
                counts["decisions"] += 1
                if answer.status != 303:
                    failed[f"decide: {answer.status}"] += 1
            if form and time.monotonic() - begin > (plans + 0.5) * given.seconds / 4:
                plans += 1
                answer, text = person.ask("POST", "/plans", [("form", form[1]), ("name", f"load-{number}-{plans}"), ("change", "shut|" + firm)])
                counts["plans kept"] += 1
                if answer.status != 303:
                    failed[f"plans: {answer.status} {re.sub('<[^>]*>', ' ', text.decode())[-400:]}"] += 1
        except Exception as error:  # noqa: BLE001
            failed[f"writer: {type(error).__name__} {error}"] += 1
            person.connection = None
        time.sleep(0.2)


def memory(process):
    """What the program holds, and what is held by what it has started, in MB."""
    def of(number):
        try:
            with open(f"/proc/{number}/status") as file:
                found = re.search(r"VmRSS:\s+(\d+) kB", file.read())
            return int(found[1]) / 1024 if found else 0
        except OSError:
            return 0
    try:
        with open(f"/proc/{process}/task/{process}/children") as file:
            children = file.read().split()
        for task in os.listdir(f"/proc/{process}/task"):
            with open(f"/proc/{process}/task/{task}/children") as file:
                children += file.read().split()
    except OSError:
        children = []
    return of(process), sum(of(child) for child in set(children))


def main():
    with tempfile.TemporaryDirectory() as folder:
        workspace = os.path.join(folder, "city.sqlite")
        begin = time.monotonic()
        subprocess.run([command, "import", given.network, f"--into={workspace}", "--who=load", "--yes", "--quiet"], check=True, stdout=subprocess.DEVNULL)
        result = {"cores": os.cpu_count(), "import_seconds": round(time.monotonic() - begin, 1), "workspace_mb": round(os.path.getsize(workspace) / 1e6, 1)}
        listed = subprocess.run([command, "weak-links", workspace, "--format=csv", "--lang=en"], check=True, capture_output=True, text=True).stdout.splitlines()
        firm = listed[1].split(",")[0]
        begin = time.monotonic()
        server = subprocess.Popen([command, "serve", workspace, "--lang=zh", "--who=load"], stderr=subprocess.PIPE, text=True)
        address = re.search(r"http://\S+", server.stderr.readline())[0]
        first = Person(address)
        result["start_seconds"] = round(time.monotonic() - begin, 3)
        begin = time.monotonic()
        first.page("/")
        result["first_page_seconds"] = round(time.monotonic() - begin, 3)
        begin = time.monotonic()
        first.page("/")
        result["same_page_seconds"] = round(time.monotonic() - begin, 3)
        for page in given.pages:
            first.page(page)
        result["pages_first_seconds"] = {page: [round(seconds, 2) for seconds, _ in took[page.split("?")[0]]][-1] for page in given.pages}
        again = {}
        for page in given.pages:
            first.page(page)
            again[page] = round(took[page.split("?")[0]][-1][0], 3)
        result["pages_again_seconds"] = again
        took.clear()
        held = [memory(server.pid)]
        end = time.monotonic() + given.seconds
        people = [threading.Thread(target=reader, args=(address, number, end), daemon=True) for number in range(given.readers)]
        people += [threading.Thread(target=writer, args=(address, number, end, firm), daemon=True) for number in range(given.writers)]
        for person in people:
            person.start()
        while time.monotonic() < end:
            time.sleep(1)
            held.append(memory(server.pid))
        for person in people:
            person.join(timeout=150)
        if any(person.is_alive() for person in people):
            failed["somebody still waits"] += 1
        time.sleep(1)
        held.append(memory(server.pid))
        server.send_signal(signal.SIGTERM)
        result["ended"] = server.wait(timeout=60)
        history = json.loads(subprocess.run([command, "history", workspace, "--scenarios", "--format=json", "--lang=en"], check=True, capture_output=True).stdout)
        if len(history["scenarios"]) != counts["plans kept"]:
            failed[f"{counts['plans kept']} plans were kept, {len(history['scenarios'])} are there"] += 1
    own = [mb for mb, _ in held]
    # Half way, everything has been asked for and every import's kind been seen; then it stays.
    half = max(own[: len(own) * 2 // 3])
    late = max(own[len(own) * 2 // 3:])
    result["memory_mb"] = {"before": round(own[0]), "two_thirds": round(half), "last_third": round(late), "processes_at_most": round(max(mb for _, mb in held))}
    if late > half * 1.15 + 20:
        failed["memory grew"] += 1
    waits = sorted(first for list_ in took.values() for _, first in list_)
    result["first_word_seconds"] = {"median": round(statistics.median(waits), 3), "p95": round(waits[int(len(waits) * 0.95)], 3), "max": round(waits[-1], 2)}
    result["page_seconds"] = {
        page: {"pages": len(list_), "median": round(statistics.median(s for s, _ in list_), 3), "max": round(max(s for s, _ in list_), 2)} for page, list_ in sorted(took.items())
    }
    result["counts"] = dict(counts)
    result["failed"] = dict(failed)
    print(json.dumps(result, indent=1, ensure_ascii=False))
    sys.exit(1 if failed else 0)


main()
