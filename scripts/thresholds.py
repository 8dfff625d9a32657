#!/usr/bin/env python3
"""Holds the release build to thresholds that are committed here: how large it is, what it loads, how much of it an empty command touches.

    scripts/build.sh && scripts/thresholds.py

A change that needs more says so by changing a number below. Seconds are not held: they say more about the machine than about the program.
"""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

PROGRAM = ".build/release/chainwright"
# Measured 96.3 and 35.2 on 2026-11-30, with 39 chains, recovery, credit, projects, shared plants and lights (74.2 and 28.7 before lists were read as they are); 98.5 with
# frozen networks, and shares, merging and the pipe come to it. All of Foundation would bring 34 MB of ICU with it.
MOST_MEGABYTES = 103
MOST_STRIPPED_MEGABYTES = 38
# Other libraries are loaded at their first use, and only then.
LIBRARIES = {"libc.so.6", "libm.so.6"}
# Pages that an empty command touches beyond those of /bin/true: 517 measured. They stand for work at start-up, and differ little from run to run.
MOST_PAGES = 600


def pages(*command):
    """Page faults of a run, the median of many: where the system puts things changes from run to run."""
    counts = []
    for _ in range(21):
        child = os.fork()
        if child == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.execv(command[0], command)
        _, status, usage = os.wait4(child, 0)
        if status != 0:
            sys.exit(f"thresholds: {' '.join(command)} failed")
        counts.append(usage.ru_minflt)
    return statistics.median(counts)


def main():
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    with tempfile.TemporaryDirectory() as folder:
        stripped = os.path.join(folder, "chainwright")
        shutil.copy(PROGRAM, stripped)
        subprocess.run(["strip", stripped], check=True)
        sizes = os.path.getsize(PROGRAM) / 1e6, os.path.getsize(stripped) / 1e6
    dynamic = subprocess.run(["readelf", "-d", PROGRAM], check=True, capture_output=True, text=True).stdout
    loaded = {line.split("[")[1].split("]")[0] for line in dynamic.splitlines() if "(NEEDED)" in line}
    loaded = {name for name in loaded if not name.startswith("ld-linux")}
    touched = pages(PROGRAM, "--version") - pages("/bin/true")
    failed = False
    for what, value, most in [
        ("size, MB", sizes[0], MOST_MEGABYTES), ("stripped, MB", sizes[1], MOST_STRIPPED_MEGABYTES), ("pages at start-up", touched, MOST_PAGES),
    ]:
        failed |= value > most
        print(f"thresholds: {what}: {value:.1f} of at most {most}" + (" TOO MUCH" if value > most else ""))
    if loaded - LIBRARIES:
        failed = True
        print(f"thresholds: loads {', '.join(sorted(loaded - LIBRARIES))} at every start, TOO MUCH")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
