#!/usr/bin/env python3
"""Holds the command against oracles written from the documents, on random networks.

    python3 Tests/Oracles/run.py --command PATH --networks N --seed S [--only weak-links,…] [--keep FOLDER] [--known FILE]

Prints a table of each oracle (networks, agreed, differed, the first seed that differs, with its folder kept) and ends with 1 where one differs
that the file of known differences does not name. The oracles read the documents' definitions and the CSV tables, never the product's code.
"""

import argparse
import concurrent.futures
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import generate  # noqa: E402
import registry  # noqa: E402
from case import Case, Failed  # noqa: E402


def one(command, base, name, check, seed, without):
    """(applies, faults) of one oracle on one network."""
    unknown = getattr(check, "unknown", False)
    folder = os.path.join(base, "%s-%d" % (name, seed))
    generate.write(generate.network(seed, unknown, without, getattr(check, "traits", None)), folder)
    try:
        faults = check(Case(command, folder, seed))
    except Failed as failure:
        faults = [str(failure)]
    except (KeyError, TypeError, IndexError) as failure:
        faults = ["the page is not as the oracle reads it: %s %s" % (type(failure).__name__, failure)]
    if faults:
        with open(os.path.join(folder, "DIFFERENCES.txt"), "w", encoding="utf-8") as file:
            file.write("\n".join(faults) + "\n")
    else:
        for path in [folder] + [folder + s for s in beside(folder)]:
            shutil.rmtree(path, ignore_errors=True) if os.path.isdir(path) else os.path.exists(path) and os.remove(path)
    return faults


def beside(folder):
    parent, stem = os.path.split(folder)
    return [f[len(stem):] for f in os.listdir(parent) if f.startswith(stem + ".")]


def known_differences(path):
    """name -> reason, of lines `name: reason`."""
    known = {}
    if path and os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.strip() and not line.startswith("#"):
                    name, _, reason = line.partition(":")
                    known[name.strip()] = reason.strip()
    return known


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--command", required=True, help="the chainwright program")
    parser.add_argument("--networks", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="oracles, with commas between: " + ", ".join(registry.ORACLES))
    parser.add_argument("--keep", help="a folder for the networks that differ (a new one in TMPDIR when left out)")
    parser.add_argument("--known", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "known-differences.txt"),
                        help="oracles that differ by known faults; they are shown and do not count ('' for none)")
    parser.add_argument("--show", type=int, default=3, help="how many differences to print of each oracle")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--without", default="", help="traits that no network has: two_stages, m_of_n, groups, no_product, … (generate.py)")
    asked = parser.parse_args()
    without = [w for w in asked.without.split(",") if w]
    shutil.which(asked.command) or parser.error("no program %s" % asked.command)
    names = [n for n in asked.only.split(",") if n] or list(registry.ORACLES)
    for n in names:
        if n not in registry.ORACLES:
            parser.error("no oracle %s; there are %s" % (n, ", ".join(registry.ORACLES)))
    command = os.path.abspath(asked.command) if os.path.sep in asked.command else asked.command
    base = asked.keep or tempfile.mkdtemp(prefix="chainwright-oracles-")
    os.makedirs(base, exist_ok=True)
    known = known_differences(asked.known)
    print("%-16s %8s %8s %8s  %s" % ("oracle", "networks", "agreed", "differed", "first seed that differs"))
    ended = 0
    for name in names:
        check = registry.ORACLES[name]
        seeds = range(asked.seed, asked.seed + asked.networks, registry.step(name) if not asked.only else 1)
        with concurrent.futures.ThreadPoolExecutor(asked.jobs) as pool:
            answers = list(pool.map(lambda s: one(command, base, name, check, s, without), seeds))
        applied = [(s, a) for s, a in zip(seeds, answers) if a is not None]
        wrong = [(s, a) for s, a in applied if a]
        where = "%d  %s/%s-%d" % (wrong[0][0], base, name, wrong[0][0]) if wrong else ""
        note = "  known: " + known[name] if wrong and name in known else ""
        print("%-16s %8d %8d %8d  %s%s" % (name, len(applied), len(applied) - len(wrong), len(wrong), where, note), flush=True)
        for s, faults in wrong[: asked.show]:
            for fault in faults[: asked.show]:
                print("    seed %d: %s" % (s, fault))
        if wrong and name not in known:
            ended = 1
        if not wrong and name in known and len(applied) > 99:
            print("    it is named in %s and differs nowhere: take it off" % asked.known)
    if not os.listdir(base):
        os.rmdir(base)
    return ended


if __name__ == "__main__":
    sys.exit(main())
