"""The order of rows means nothing: the rows of every table in another order give the same JSON, byte for byte."""

import json
import random
import re
import shutil

import generate
from case import Case, Failed

GATES = """name: g
title: g
gates:
""" + "".join("  - id: %s\n    title: %s\n    measure: %s\n    at_least: 0.5\n" % (m, m, m) for m in [
    "firms", "output_cny_wan", "employees", "tax_cny_wan", "rd_share", "sme_output_share", "chain_output_share", "local_supply_ratio",
    "single_sourced_share", "technology_share", "output_hhi", "completeness"])
SHORTLIST = """name: s
title: s
filters:
  - field: inside
    is: yes
  - field: suppliers
    at_least: 1
  - field: esri
    at_least: 0.01
  - field: output_cny_wan
    at_least: 100
sort:
  - field: employees
limit: 3
"""
SCENARIO = """name: shut-one
title: shut one
provenance: synthetic
source: test
changes:
  - shut: {firms: SYN-F00}
"""
EVENTS = """name: stop-one
title: stop one
provenance: synthetic
source: test
events:
  - firms: SYN-F00
    loss: 1
    start: 3
    duration: 10
"""


def commands(case):
    """name -> arguments, of everything that answers in JSON; FOLDER stands after the first."""
    n = case.network
    gates, listed = case.file("gates.yaml", GATES), case.file("list.yaml", SHORTLIST)
    scenario, events = case.file("scenario.yaml", SCENARIO), case.file("events.yaml", EVENTS)
    found = {
        "describe": ("describe",), "audit": ("audit",), "sourcing": ("sourcing",), "sourcing --all": ("sourcing", "--all"),
        "gaps": ("gaps",), "gates": ("gates", gates), "scorecard": ("scorecard",), "shortlist": ("shortlist", listed),
        "match": ("match",), "match as-sold": ("match", "--unknown-capacity", "as-sold"), "match --challenges": ("match", "--challenges"),
        "match --pool": ("match", "--pool", "--min-buyers", "2"), "cascade --all": ("cascade", "--all"),
        "worst-group 2": ("worst-group", "--size", "2"), "worst-group 2 firms": ("worst-group", "--size", "2", "--by", "firms"),
        "curtail orange": ("curtail", "--alert", "orange"), "curtail red best 1": ("curtail", "--alert", "red", "--best", "1"),
        "complexity": ("complexity",), "what-if": ("what-if", scenario, "--all"), "simulate": ("simulate", events),
        "key-sectors": ("key-sectors",),
        "cascade --shock": ("cascade", "--shock", "SYN-F00"), "dossier": ("dossier", "--firm", "SYN-F00"),
    }
    for c in sorted(n.cluster_rows):
        found["weak-links %s" % c] = ("weak-links", "--cluster", c, "--order", "2", "--events", "firms,links,products,stages,groups")
    with_chain = [c for c, r in sorted(n.cluster_rows.items()) if r.get("chain_id") == "CH1"]
    if len(with_chain) > 1:
        found["benchmark"] = ("benchmark", "--cluster", with_chain[0], "--peer", with_chain[1])
    if n.leaders:
        found.update({
            "weak-links": ("weak-links",), "weak-links 2": ("weak-links", "--order", "2", "--events", "firms,links,products,stages,groups"),
            "paths": ("weak-links", "--paths"), "importance": ("importance", "--events", "firms,links,groups"),
            "tiers": ("tiers", "--leader", n.leaders[0]), "leaders": ("leaders",), "survive": ("survive", "--leader", n.leaders[0]),
            "robustness": ("robustness",), "strengthen spof": ("strengthen", "--budget", "2600"),
            "strengthen output": ("strengthen", "--budget", "2600", "--objective", "output"),
            "strengthen risk": ("strengthen", "--budget", "2600", "--objective", "risk"),
            "candidates": ("strengthen", "--list-candidates"),
        })
    return found


def normal(value, folder, contents):
    """Without what must differ: the number of a row becomes the row itself, the name of the folder a word."""
    if isinstance(value, dict):
        if set(value) >= {"file", "row"}:
            value = dict(value, row=contents.get((value["file"], value["row"]), value["row"]))
        return {k: normal(v, folder, contents) for k, v in value.items()}
    if isinstance(value, list):
        return [normal(v, folder, contents) for v in value]
    if isinstance(value, str):
        value = re.sub(r"\brow \d+\b", "row N", value)
        return value.replace(folder, "FOLDER").replace(folder.rsplit("/", 1)[-1], "NAME")
    return value


def rows_of(folder, tables):
    found = {}
    for name in tables:
        with open("%s/%s.csv" % (folder, name), encoding="utf-8") as file:
            for k, line in enumerate(file.read().splitlines()):
                found[(name + ".csv", k + 1)] = line
    return found


def answer(case, folder, arguments, tables):
    code, out, error = case.raw(arguments[0], folder, *arguments[1:], "--format", "json", "--lang", "en")
    if code == 0:
        return json.dumps(normal(json.loads(out), folder, rows_of(folder, tables)), ensure_ascii=False)
    return "exit %d: %s" % (code, "" if code == 65 else error)


def canonical(value):
    """Whatever the order of lists, of words in a sentence, and the last digits of numbers."""
    if isinstance(value, dict):
        return "{" + ",".join("%s:%s" % (k, canonical(v)) for k, v in sorted(value.items())) + "}"
    if isinstance(value, list):
        return "[" + ",".join(sorted(canonical(v) for v in value)) + "]"
    if isinstance(value, float) or isinstance(value, int) and not isinstance(value, bool):
        return "%.8g" % (0 if abs(value) < 1e-9 else value)
    if isinstance(value, str):
        return " ".join(sorted(re.findall(r"[^\s,;()→]+", value)))
    return repr(value)


def rounded(value):
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    if isinstance(value, list):
        return [rounded(v) for v in value]
    return float("%.8g" % (0 if abs(value) < 1e-9 else value)) if isinstance(value, float) else value


def kind_of(one, two):
    """What differs: the `digits` (the last ones), the `order` (of a list, or of names in a sentence), or the `answer`."""
    if one.startswith("exit") or two.startswith("exit"):
        return "answer"
    a, b = json.loads(one), json.loads(two)
    if json.dumps(rounded(a)) == json.dumps(rounded(b)):
        return "digits"
    return "order" if canonical(a) == canonical(b) else "answer"


def shuffled_with(case, kinds):
    tables, faults = case.tables, []
    folder = case.folder + ".shuffled"
    generate.write(tables, folder, random.Random("shuffle-%d" % case.seed))
    for name, arguments in sorted(commands(case).items()):
        one, two = answer(case, case.folder, arguments, tables), answer(case, folder, arguments, tables)
        if one != two and kind_of(one, two) in kinds:
            k = next((i for i, (a, b) in enumerate(zip(one, two)) if a != b), min(len(one), len(two)))
            if kinds == ("answer",) and not one.startswith("exit") and not two.startswith("exit"):
                a, b = difference(json.loads(one), json.loads(two))
                faults.append("%s: %s | %s" % (name, a[:300], b[:300]))
            else:
                faults.append("%s: %s: …%s… | …%s…" % (name, kind_of(one, two), one[max(0, k - 90): k + 60], two[max(0, k - 90): k + 60]))
    if not faults:
        shutil.rmtree(folder)
    return faults


def difference(a, b, path=""):
    """Where the answers first differ, whatever the order."""
    if isinstance(a, dict) and isinstance(b, dict):
        for k in sorted(set(a) | set(b)):
            if canonical(a.get(k)) != canonical(b.get(k)):
                return difference(a.get(k), b.get(k), path + "/" + k)
    if isinstance(a, list) and isinstance(b, list):
        left, right = {canonical(x): x for x in a}, {canonical(x): x for x in b}
        only_a = [left[c] for c in left if c not in right]
        only_b = [right[c] for c in right if c not in left]
        if len(only_a) == 1 and len(only_b) == 1:
            return difference(only_a[0], only_b[0], path + "/…")
        a, b = only_a, only_b
    return "%s %s" % (path, json.dumps(a, ensure_ascii=False)), json.dumps(b, ensure_ascii=False)


def shuffled(case):
    """The rows of every table in another order: another answer (not only another order of lists, or other last digits)."""
    return shuffled_with(case, ("answer",))


def shuffled_bytes(case):
    """The rows of every table in another order: another byte."""
    return shuffled_with(case, ("answer", "order", "digits"))


def table(command, base, seeds):
    """For each command, on how many networks it answered and where a shuffle changed digits, order or answer."""
    import collections
    import os

    count = collections.defaultdict(collections.Counter)
    for seed in seeds:
        folder = os.path.join(base, "table-%d" % seed)
        tables = generate.network(seed)
        generate.write(tables, folder)
        generate.write(tables, folder + ".shuffled", random.Random("shuffle-%d" % seed))
        case = Case(command, folder, seed)
        for name, arguments in commands(case).items():
            one, two = answer(case, folder, arguments, tables), answer(case, folder + ".shuffled", arguments, tables)
            name = re.sub(r" C\d$", " --cluster", name)
            count[name]["runs"] += 1
            count[name]["same" if one == two else kind_of(one, two)] += 1
    print("%-22s %5s %5s %7s %6s %7s" % ("command", "runs", "same", "digits", "order", "answer"))
    for name, c in sorted(count.items()):
        print("%-22s %5d %5d %7d %6d %7d" % (name, c["runs"], c["same"], c["digits"], c["order"], c["answer"]))


if __name__ == "__main__":
    import sys

    table(sys.argv[1], sys.argv[2], range(int(sys.argv[3]), int(sys.argv[3]) + int(sys.argv[4])))
