#!/usr/bin/env python3
"""Runs what docs/reliability.md counts, and writes the figures into it.

    scripts/reliability.py --seconds 3600      the command by chance for an hour, each reader for five minutes, every fault
    scripts/reliability.py --seconds 60 --most 4

The command and the readers must have been built (`make fuzz` builds both). The sanitizers take an hour each, so what they printed is given as files:

    scripts/sanitize.sh address > address.log; scripts/sanitize.sh thread > thread.log; scripts/sanitize.sh valgrind > valgrind.log
    scripts/reliability.py --address-log address.log --thread-log thread.log --valgrind-log valgrind.log
"""
import argparse
import datetime
import glob
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PAGE = ROOT + "/docs/reliability.md"
READERS = ["csv", "sheet", "zip", "graphml", "gexf", "jgf", "geojson", "yaml", "rules", "openpsa", "package", "workspace", "rows", "frozen"]


def lines(*patterns):
    count = 0
    for pattern in patterns:
        for path in glob.glob(f"{ROOT}/{pattern}", recursive=True):
            with open(path, encoding="utf-8", errors="replace") as file:
                count += sum(1 for line in file if line.strip())
    return count


def run(*words, **more):
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, **more)


def readers(seconds):
    """For each reader how many inputs were tried, and whether one crashed it."""
    program = ROOT + "/.build/fuzz/debug/ReaderFuzz"
    if not os.path.exists(program):
        return None
    found = {}
    for reader in READERS:
        with tempfile.TemporaryDirectory() as place:
            done = run(program, f"-max_total_time={seconds}", "-max_len=65536", "-timeout=25", "-rss_limit_mb=4096", "-print_final_stats=1",
                       f"-artifact_prefix={place}/", place, f"{ROOT}/Tests/Fuzz/corpus/{reader}", env={**os.environ, "CHAINWRIGHT_READER": reader, "ASAN_OPTIONS": "detect_leaks=0", "SWIFT_BACKTRACE": "enable=no"})
            runs = re.search(r"number_of_executed_units:\s*(\d+)", done.stderr)
            found[reader] = (int(runs.group(1)) if runs else 0, done.returncode)
    return found


def logged(path):
    """The same from what scripts/fuzz.sh printed."""
    found = {}
    for part in open(path, errors="replace").read().split("== ")[1:]:
        runs = re.search(r"number_of_executed_units:\s*(\d+)", part)
        found[part.split()[0]] = (int(runs.group(1)) if runs else 0, 1 if re.search("ERROR|Test unit written", part) or not runs else 0)
    return found


def sanitized(path, name):
    """A row of the table: what the tests said under a sanitizer, and how many reports it made. The tests may have been run in several parts."""
    if path is None:
        return f"| tests under {name} | not run for this table | – |"
    text = open(path, errors="replace").read()
    ends = re.findall(r"Test run with (\d+) tests in (\d+) suites (passed|failed)", text)
    tests, suites = sum(int(end[0]) for end in ends), sum(int(end[1]) for end in ends)
    reports = len(re.findall(r"(?:ERROR|WARNING): (?:Address|Thread)Sanitizer", text))
    failed = "" if all(end[2] == "passed" for end in ends) else ", of which some failed"
    return f"| tests under {name} | {tests:,} tests of {suites} suites{failed} | {reports} |" if ends else f"| tests under {name} | stopped before the end | {max(1, reports)} |"


def checked(path):
    if path is None:
        return "| C files under valgrind | not run for this table | – |"
    text = open(path, errors="replace").read()
    clean = "valgrind: clean" in text
    runs = len(re.findall(r"^valgrind: (?!clean)", text, flags=re.M))
    return f"| C files under valgrind | {runs} runs of the command | {0 if clean else 1} |"


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--command", default=ROOT + "/.build/debug/chainwright")
    options.add_argument("--seconds", type=int, default=3600)
    options.add_argument("--most", type=int, default=0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--fuzz-log", help="the last line of an earlier run of Tests/Fuzz/fuzz.py, in the place of a run")
    options.add_argument("--faults-log", help="the last line of an earlier run of Tests/Faults/faults.py, in the place of a run")
    options.add_argument("--readers-log", help="what an earlier run of scripts/fuzz.sh printed of the readers, in the place of a run")
    options.add_argument("--address-log")
    options.add_argument("--thread-log")
    options.add_argument("--valgrind-log")
    settings = options.parse_args()

    def last(path, *words):
        text = open(path).read() if path else run(*words).stdout
        return text.strip().splitlines()[-1]

    fuzz = last(settings.fuzz_log, "Tests/Fuzz/fuzz.py", "--command", settings.command, "--seconds", str(settings.seconds), "--seed", str(settings.seed))
    faults = last(settings.faults_log, "Tests/Faults/faults.py", "--command", settings.command, "--most", str(settings.most))
    found = logged(settings.readers_log) if settings.readers_log else readers(max(1, settings.seconds // 12))
    rows = ["| tried | how much | found, not yet mended |", "|---|---|---|"]
    runs, findings = re.search(r"(\d+) runs from seed \d+, (\d+) findings", fuzz).groups()
    rows.append(f"| the command on networks made by chance | {int(runs):,} runs | {findings} |")
    count, bad = re.search(r"(\d+) faults, (\d+) findings", faults).groups()
    rows.append(f"| requests to the system that failed, or a signal before them | {int(count):,} faults | {bad} |")
    if found:
        crashed = [reader for reader, (_, code) in found.items() if code != 0]
        rows.append(f"| readers under libFuzzer and AddressSanitizer | {sum(count for count, _ in found.values()):,} inputs ("
                    + ", ".join(f"{reader} {count:,}" for reader, (count, _) in found.items()) + f") | {len(crashed)}{': ' + ', '.join(crashed) if crashed else ''} |")
    rows += [sanitized(settings.address_log, "AddressSanitizer"), sanitized(settings.thread_log, "ThreadSanitizer"), checked(settings.valgrind_log)]
    rows.append(f"| tests | {lines('Tests/**/*.swift', 'Tests/**/*.py'):,} lines, for {lines('Sources/**/*.swift', 'Sources/**/*.c', 'Sources/**/*.h'):,} of code | – |")
    table = "\n".join(rows + ["", f"Made on {datetime.date.today()} by `scripts/reliability.py`."])
    with open(PAGE) as file:
        page = file.read()
    page = re.sub(r"<!-- figures -->.*<!-- end of figures -->", lambda _: f"<!-- figures -->\n\n{table}\n\n<!-- end of figures -->", page, flags=re.S)
    with open(PAGE, "w") as file:
        file.write(page)
    print(table)


if __name__ == "__main__":
    sys.exit(main())
