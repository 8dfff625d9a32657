#!/usr/bin/env python3
"""Lets the nth request to the system fail, for every n, and checks what the program leaves: all as it was, or all new, and a word where it failed.

    Tests/Faults/faults.py --command .build/debug/chainwright            every request of every run
    Tests/Faults/faults.py --command … --most 4                          four of each kind: first, last, and between
    Tests/Faults/faults.py --command … --only report -v

faults.c is built and loaded before the program. For each run it is first counted how many requests of each kind there are (open for writing, write, fsync,
rename, mkdir, unlink, close, truncate); then each is failed (ENOSPC, EIO, EINTR), and a signal (SIGTERM, SIGKILL) is sent before each.
"""
import argparse
import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TOWEL = ROOT + "/Graphs/towel-chain"
PLAN = ROOT + "/Rules/programme-baoding-2022.yaml"
STOP = ROOT + "/Tests/CommandTests/Contract/supplier-stop.yaml"
CHANGES = HERE + "/changes.yaml"
KINDS = ["open", "write", "fsync", "rename", "mkdir", "unlink", "close", "truncate"]
FAILURES = ["ENOSPC", "EIO", "EINTR", "SIGTERM", "SIGKILL"]
CODES = (64, 65, 66, 73)

# What is run, and what is there before it: the command that makes the old state, or none.
RUNS = {
    "report": (["report", TOWEL, "--city", "--lang", "zh", "-o", "out"], None),
    "report-again": (["report", TOWEL, "--city", "--lang", "zh", "-o", "out", "--force"], ["report", TOWEL, "--cluster", "C-TOWEL", "--lang", "zh", "-o", "out"]),
    "import": (["import", TOWEL, "--into", "out.sqlite", "--yes", "--at", "2026-06-30", "--who", "a"], None),
    "import-again": (["import", "{changed}", "--into", "out.sqlite", "--yes", "--at", "2026-07-31", "--who", "a"],
                     ["import", TOWEL, "--into", "out.sqlite", "--yes", "--at", "2026-06-30", "--who", "a"]),
    "withdraw": (["import", "--withdraw", "1", "--into", "out.sqlite", "--yes", "--at", "2026-07-31", "--who", "a"],
                 ["import", TOWEL, "--into", "out.sqlite", "--yes", "--at", "2026-06-30", "--who", "a"]),
    "convert": (["convert", TOWEL, "out"], None),
    "convert-again": (["convert", TOWEL, "out", "--force"], ["convert", "{changed}", "out"]),
    "convert-xlsx": (["convert", TOWEL, "out.xlsx"], None),
    "convert-graphml-again": (["convert", TOWEL, "out.graphml", "--force"], ["convert", "{changed}", "out.graphml"]),
    "freeze": (["freeze", TOWEL, "-o", "out.cw"], None),
    "freeze-again": (["freeze", TOWEL, "-o", "out.cw", "--force"], ["freeze", "{changed}", "-o", "out.cw"]),
    "map": (["map", TOWEL, "--view", "county", "-o", "a.svg", "-o", "deep/er/b.dot"], None),
    "map-again": (["map", TOWEL, "--view", "county", "-o", "a.svg", "-o", "b.dot", "--force"],
                  ["map", TOWEL, "--view", "steps", "-o", "a.svg", "-o", "b.dot"]),
    "analyse": (["analyse", TOWEL, "-o", "out"], None),
    "analyse-again": (["analyse", TOWEL, "-o", "out", "--force"], ["analyse", TOWEL, "--largest", "2", "-o", "out"]),
    "chart": (["programme", TOWEL, PLAN, "--as-of", "2023-06-30", "--chart", "c.svg", "--format", "html", "-o", "p.html"], None),
    "chart-again": (["programme", TOWEL, PLAN, "--as-of", "2023-06-30", "--chart", "c.svg", "--format", "html", "-o", "p.html", "--force"],
                    ["programme", TOWEL, PLAN, "--as-of", "2022-06-30", "--chart", "c.svg", "--format", "json", "-o", "p.html"]),
    "simulate": (["simulate", TOWEL, STOP, "--days", "30", "--chart", "a.svg", "--series", "deep/b.csv", "--format", "json", "-o", "c.json"], None),
    "what-if-again": (["what-if", TOWEL, CHANGES, "--save-network", "net", "--format", "json", "-o", "p.json", "--force"],
                      ["infer-links", TOWEL, "--to", "net", "--format", "json", "-o", "p.json"]),
    "infer-links": (["infer-links", TOWEL, "--to", "net", "--format", "json", "-o", "p.json"], None),
    "marked": (["audit", "in.xlsx", "--marked", "m.xlsx", "-o", "p.txt"], ["convert", TOWEL, "in.xlsx"]),
    "answer": (["weak-links", TOWEL, "--format", "json", "-o", "out.json"], None),
}


class Runner:
    def __init__(self, settings):
        self.settings = settings
        self.base = tempfile.mkdtemp(prefix="chainwright-faults-")
        self.shim = self.base + "/faults.so"
        subprocess.run([settings.cc, "-shared", "-fPIC", "-O1", "-o", self.shim, HERE + "/faults.c", "-ldl"], check=True)
        changed = self.base + "/changed"
        shutil.copytree(TOWEL, changed)
        with open(changed + "/firms.csv") as file:
            text = file.read()
        with open(changed + "/firms.csv", "w") as file:
            file.write("".join(text.splitlines(True)[:1] + [line.replace("10", "11") for line in text.splitlines(True)[1:]]))
        self.changed = changed

    def run(self, words, place, fault=None, count=None):
        environment = {"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "CHAINWRIGHT_FAULT_FOLDER": os.path.realpath(place), "LD_PRELOAD": self.shim}
        if fault:
            environment["CHAINWRIGHT_FAULT"] = fault
        if count:
            environment["CHAINWRIGHT_FAULT_COUNT"] = count
        done = subprocess.run([self.settings.command] + [word.replace("{changed}", self.changed) for word in words], cwd=place, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=120, env=environment)
        return done.returncode, done.stderr.decode("utf-8", "replace")

    def place(self, old):
        place = tempfile.mkdtemp(dir=self.base)
        if old:
            shutil.rmtree(place)
            shutil.copytree(old, place)
        return place


def state(place):
    """Every file of a folder with what is in it; of a workspace what it says."""
    found = {}
    for folder, folders, names in os.walk(place):
        for name in folders:
            found[os.path.relpath(os.path.join(folder, name), place) + "/"] = ""
        for name in names:
            path = os.path.join(folder, name)
            if name.endswith(".sqlite"):
                # A copy: whoever opens a workspace makes files beside it.
                copy = tempfile.mkdtemp()
                for end in ("", "-wal"):
                    if os.path.exists(path + end):
                        shutil.copy(path + end, copy + "/w.sqlite" + end)
                database = sqlite3.connect(copy + "/w.sqlite")
                tables = [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
                content = repr([(table, database.execute(f'SELECT * FROM "{table}" ORDER BY 1, 2').fetchall()) for table in tables])
                check = database.execute("PRAGMA integrity_check").fetchall()
                database.close()
                if check != [("ok",)]:
                    content = f"damaged: {check}"
                shutil.rmtree(copy)
                digest = hashlib.sha256(content.encode()).hexdigest()
            elif name.endswith((".sqlite-wal", ".sqlite-shm", ".sqlite-journal")):
                continue
            elif name.endswith(".xlsx") and zipfile.is_zipfile(path):
                # What its parts say: each may begin with the declaration of XML or not.
                with zipfile.ZipFile(path) as archive:
                    parts = [(part, re.sub(rb"^<\?xml[^>]*>\s*", b"", archive.read(part))) for part in archive.namelist()]
                digest = hashlib.sha256(repr(parts).encode()).hexdigest()
            else:
                with open(path, "rb") as file:
                    digest = hashlib.sha256(file.read()).hexdigest()
            found[os.path.relpath(path, place)] = digest
    return found


def left(found, *states):
    return sorted(name for name in found if not any(name in state for state in states))


def check(runner, name, words, old, before, after, fault):
    """Runs with a fault; answers what is wrong."""
    kind, _, what = fault.split(":")
    place = runner.place(old)
    wrong = []
    code, error = runner.run(words, place, fault)
    found = state(place)
    beside = [file for file in os.listdir(place) if file.endswith(("-wal", "-shm", "-journal"))]
    rest = left(found, before, after)
    whole = {file: digest for file, digest in found.items() if file not in rest}
    is_signal = what.startswith("SIG")
    if code < 0 and not (is_signal and code == -{"SIGTERM": 15, "SIGKILL": 9}[what]):
        wrong.append(f"ended by signal {-code}")
    if code == 0 and whole != after:
        wrong.append("success, and not what there should be")
    if code > 0 and code not in CODES:
        wrong.append(f"exit code {code}")
    if code > 0 and not error.strip():
        wrong.append("failed without a word")
    if code > 0 and whole != before:
        wrong.append("told as failed, and not as it was: " + ("new" if whole == after else "neither old nor new"))
    if code < 0 and whole not in (before, after) and not (what == "SIGKILL" and name in MANY):
        wrong.append("neither old nor new")
    # What cannot be taken away because that is what fails, and what kill -9 leaves, is taken away by the next run.
    may_stay = what == "SIGKILL" or kind == "unlink"
    if (rest or beside) and not may_stay and not (name in WORKSPACES and kind != "unlink" and not rest):
        wrong.append(f"left behind: {rest + beside}")
    if not wrong and (rest or beside):
        again = words + (["--force"] if "--force" not in words and words[0] != "import" and (whole == after or name in MANY) else [])
        runner.run(again, place)
        found = state(place)
        rest = left(found, before, after)
        beside = [file for file in os.listdir(place) if file.endswith(("-wal", "-shm", "-journal"))]
        if rest or beside or (found != after and name not in WORKSPACES):
            wrong.append(f"the next run leaves: {rest + beside}")
    shutil.rmtree(place)
    return wrong, code


# Several files in a folder of the user's are put there one after the other: only kill -9 can come between.
MANY = {"map", "map-again", "chart", "chart-again", "simulate", "what-if-again", "infer-links", "marked"}
WORKSPACES = {"import", "import-again", "withdraw"}


def numbers(count, most):
    if not most or count <= most:
        return range(1, count + 1)
    return sorted({1 + round(step * (count - 1) / (most - 1)) for step in range(most)}) if most > 1 else [1]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--command", default=ROOT + "/.build/debug/chainwright")
    options.add_argument("--most", type=int, default=0, help="requests of each kind that are failed; all when 0")
    options.add_argument("--only", action="append", default=[], choices=sorted(RUNS))
    options.add_argument("--failure", action="append", default=[], choices=FAILURES)
    options.add_argument("--cc", default="cc")
    options.add_argument("-v", action="store_true", dest="verbose")
    settings = options.parse_args()
    settings.command = os.path.abspath(settings.command)
    runner = Runner(settings)
    total, bad = 0, 0
    try:
        for name, (words, earlier) in RUNS.items():
            if settings.only and name not in settings.only:
                continue
            old = runner.base + "/old-" + name
            os.mkdir(old)
            if earlier:
                assert runner.run(earlier, old)[0] == 0, (name, runner.run(earlier, old))
            before = state(old)
            place, counts = runner.place(old), runner.base + "/counts"
            code, error = runner.run(words, place, count=counts)
            assert code == 0, (name, code, error)
            after = state(place)
            assert before != after, name
            with open(counts) as file:
                found = {line.split()[0]: int(line.split()[1]) for line in file}
            done = 0
            for kind in KINDS:
                for number in numbers(found[kind], settings.most):
                    for what in settings.failure or FAILURES:
                        wrong, code = check(runner, name, words, old, before, after, f"{kind}:{number}:{what}")
                        done += 1
                        if wrong or settings.verbose:
                            print(f"{name}: {kind}:{number}:{what} -> {code}", *wrong, sep="\n  ", flush=True)
                        bad += bool(wrong)
            total += done
            print(f"{name}: {done} faults; requests {found}", flush=True)
    finally:
        shutil.rmtree(runner.base, ignore_errors=True)
    print(f"{total} faults, {bad} findings")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
