#!/usr/bin/env python3
"""The smallest network on which an oracle still differs: rows and cells are taken away while a text stays in its differences.

    python3 Tests/Oracles/reduce.py --command PATH --oracle NAME --seed S --text "part of a difference" --to FOLDER [--without TRAITS]
"""

import argparse
import copy
import os
import re
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import generate  # noqa: E402
import registry  # noqa: E402
from case import Case, Failed  # noqa: E402


def differences(command, check, tables, seed, base):
    folder = os.path.join(base, "n")
    shutil.rmtree(base, ignore_errors=True)
    os.makedirs(base)
    try:
        generate.write({n: r for n, r in tables.items() if r}, folder)
        return check(Case(command, folder, seed)) or []
    except (Failed, KeyError, ValueError, IndexError, ZeroDivisionError):
        return []


def main():
    parser = argparse.ArgumentParser()
    for name in ("--command", "--oracle", "--to", "--text"):
        parser.add_argument(name, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--without", default="")
    asked = parser.parse_args()
    check = registry.ORACLES[asked.oracle]
    base = tempfile.mkdtemp(prefix="chainwright-reduce-")
    pattern = re.compile(asked.text)
    tables = generate.network(asked.seed, getattr(check, "unknown", False), [w for w in asked.without.split(",") if w],
                              getattr(check, "traits", None))

    def holds(t):
        return bool(t.get("firms")) and any(pattern.search(f) for f in differences(asked.command, check, t, asked.seed, base))

    if not holds(tables):
        print("the oracle does not differ so")
        return 1
    changed = True
    while changed:
        changed = False
        for name in sorted(tables, key=lambda n: (n in ("firms", "stages"), n)):
            k = 0
            while k < len(tables.get(name, [])):
                fewer = copy.deepcopy(tables)
                row = fewer[name].pop(k)
                if name == "firms":  # with all that hangs on it
                    for other in fewer:
                        fewer[other] = [r for r in fewer[other] if row["firm_id"] not in (r.get("supplier_id"), r.get("buyer_id"), r.get("firm_id"))]
                fewer = {n: r for n, r in fewer.items() if r}
                if holds(fewer):
                    tables, changed = fewer, True
                else:
                    k += 1
    for name in list(tables):  # columns that say nothing
        for column in list(tables[name][0]):
            fewer = copy.deepcopy(tables)
            for r in fewer[name]:
                r.pop(column)
            if fewer[name][0] and holds(fewer):
                tables = fewer
    found = differences(asked.command, check, tables, asked.seed, base)
    shutil.rmtree(asked.to, ignore_errors=True)
    shutil.copytree(os.path.join(base, "n"), asked.to) if os.path.isdir(os.path.join(base, "n")) else generate.write(tables, asked.to)
    for f in os.listdir(base):
        if f.startswith("n.") and os.path.isfile(os.path.join(base, f)):
            shutil.copy(os.path.join(base, f), os.path.join(asked.to, f[2:]))
    shutil.rmtree(base)
    print("\n".join(f for f in found if pattern.search(f)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
