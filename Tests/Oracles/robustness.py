"""Robustness (M35): every world of up to four doubtful rows gone through, each written as a network of its own."""

import copy
import itertools
import random
import shutil

import generate
import survival
from case import same
from network import Network

RULES = {"missing": "missing-link", "broken": "broken-link", "weak": "weak-link", "chokepoint": "chokepoint"}
FIRST = 2  # of the ranking that is watched


def doubtful(case):
    """The tables with confidences, and the rows in doubt: (table, place, confidence)."""
    r = random.Random("robustness-%d" % case.seed)
    tables = copy.deepcopy(case.tables)
    places = [(name, k) for name in ("supplies", "makes") for k in range(len(tables.get(name, [])))]
    for name in ("supplies", "makes"):
        for row in tables.get(name, []):
            row["confidence"] = r.choice(["", "", 1])
    rows = []
    for name, k in sorted(r.sample(places, min(len(places), r.randint(2, 4)))):
        c = r.choice([0.1, 0.25, 0.5, 0.8, 0.95])
        tables[name][k]["confidence"] = c
        rows.append((name, k, c))
    return tables, rows


def without(tables, rows):
    """The network without these rows: what a row said is unknown then."""
    gone = {(name, k) for name, k, _ in rows}
    left = {name: [row for k, row in enumerate(of) if (name, k) not in gone] for name, of in tables.items()}
    return {name: of for name, of in left.items() if of}


class World:
    def __init__(self, case, tables, folder, clusters):
        generate.write(tables, folder)
        self.network = n = Network(folder)
        needs = survival.Needs(n)
        self.findings, loss = set(), {}
        for leader in n.leaders:
            for f in n.firms:
                up = needs.running({f}) if f != leader else None
                if up is not None and leader not in up:
                    self.findings.add(("single-point-of-failure", f, leader))
                    loss[f] = sum(n.output(g) for g in n.firms if g not in up)
        self.order = sorted(loss, key=lambda f: (-loss[f], f))
        self.first = set(self.order[:FIRST])
        for c in clusters:  # what the page of gaps says is held against the documents elsewhere
            for row in case.run("gaps", "--cluster", c, folder=folder)["stages"]:
                self.findings |= {(RULES.get(g, g), row["stage_id"], c) for g in row["gaps"]}
        shutil.rmtree(folder)


def robustness(case):
    n = case.network
    if not n.leaders:
        return None
    tables, rows = doubtful(case)
    clusters = [c for c in sorted(n.cluster_rows) if n.cluster_rows[c].get("chain_id")]
    folder = case.folder + ".doubt"
    generate.write(tables, folder)
    got = case.run("robustness", "--ranks", str(FIRST), folder=folder)
    if got["uncertain_facts"] != len(rows) or got["worlds"] != 2 ** len(rows) or got["worlds_method"] != "exact":
        return ["%s facts in doubt, %s worlds (%s), expected %d" % (got["uncertain_facts"], got["worlds"], got["worlds_method"], len(rows))]
    worlds = {}
    for held in itertools.product((True, False), repeat=len(rows)):
        p = 1.0
        for h, (_, _, c) in zip(held, rows):
            p *= c if h else 1 - c
        worlds[held] = (p, World(case, without(tables, [r for h, r in zip(held, rows) if not h]), case.folder + ".world" + "".join(str(int(h)) for h in held), clusters))
    now = worlds[(True,) * len(rows)][1]
    faults = finding_faults(got, worlds, now) + rank_faults(got, worlds, now) + survey_faults(got, worlds, rows)
    if not faults:
        shutil.rmtree(folder)
    return faults


def chance(worlds, holds):
    return sum(p for p, w in worlds.values() if holds(w))


def finding_faults(got, worlds, now):
    faults = []
    mine = {f: chance(worlds, lambda w, f=f: f in w.findings) for f in set().union(*[w.findings for _, w in worlds.values()])}
    theirs = {(s["rule"], s["subject_id"], s["about_id"]): s for s in got["statements"]}
    for f in sorted(set(mine) | set(theirs)):
        if f not in theirs or f not in mine:
            faults.append("%s: holds in %s, on the page %s" % (" ".join(f), mine.get(f, 0), f in theirs and theirs[f]["worlds_share"]))
            continue
        s = theirs[f]
        if any(not same(s[c], mine[f], 1e-9) for c in ("worlds_share", "worlds_share_low", "worlds_share_high")) or s["holds_now"] != (f in now.findings):
            faults.append("%s: %s (now %s), expected %s (%s)" % (" ".join(f), s["worlds_share"], s["holds_now"], mine[f], f in now.findings))
    return faults


def rank_faults(got, worlds, now):
    faults, rows = [], {r["firm_id"]: r for r in got["ranks"]}
    for f, row in rows.items():
        rank = now.order.index(f) + 1 if f in now.order else None
        share = chance(worlds, lambda w: f in w.first)
        if row["rank_now"] != rank or not same(row["top_share"], share):
            faults.append("%s: rank %s, among the first in %s, expected %s, %s" % (f, row["rank_now"], row["top_share"], rank, share))
    lacking = {f for _, w in worlds.values() for f in w.first} - set(rows)
    return faults + ["no rank of %s" % f for f in sorted(lacking)]


def survey_faults(got, worlds, rows):
    """Worth of a row: min(c, 1 − c) times the mean, over the other rows, of how many of the first differ with and without it."""
    faults, names = [], {"%s.csv:%d" % (name, k + 2): i for i, (name, k, _) in enumerate(rows)}
    printed = {names.get(r["place"]): r for r in got["survey_next"]}
    for i, (name, k, c) in enumerate(rows):
        change = 0.0
        for held, (p, w) in worlds.items():
            if held[i]:
                other = worlds[held[:i] + (False,) + held[i + 1:]][1]
                change += p / c * max(len(w.first - other.first), len(other.first - w.first))
        row = printed.get(i)
        if (row is None) != (change < 1e-12):
            faults.append("%s.csv:%d: change %s, on the page %s" % (name, k + 2, change, row))
        elif row and (not same(row["change_between_answers"], change) or not same(row["worth_of_asking"], change * min(c, 1 - c))):
            faults.append("%s.csv:%d: change %s, worth %s, expected %s, %s" % (
                name, k + 2, row["change_between_answers"], row["worth_of_asking"], change, change * min(c, 1 - c)))
    worth = [r["worth_of_asking"] for r in got["survey_next"]]
    return faults + (["not the largest worth first"] if any(a < b - 1e-12 for a, b in zip(worth, worth[1:])) else [])


robustness.traits = dict(revenue=1, leaderless=False)
