"""Oracles of what M1 decides: single points, cut sets, path sets, worst groups, importance, remedies, tiers."""

import itertools
import re

from case import Printed, Range, figure_fault, same
from survival import Target, events_of, minimal_sets, stops


def targets_of(case):
    """(options, kind, id) of every leader, cluster and chain that has something to stop."""
    n = case.network
    found = [(("--leader", l), "leader", l) for l in n.leaders]
    found += [(("--cluster", c), "cluster", c) for c in sorted(n.cluster_rows)]
    found += [(("--chain", c["chain_id"]), "chain", c["chain_id"]) for c in n.tables["chains"]]
    return [(o, k, i) for o, k, i in found if case.target(k, i).parts]


def lost(network, firms, by):
    """The weight of firms that stop: a sum of which some parts may be unknown."""
    weights = [network.weight(f, by) for f in firms]
    known = [w for w in weights if w is not None]
    if len(known) == len(weights):
        return Range(sum(known))
    return Range(sum(known), float("inf"), sum(known) if known else None)


def weak_links(case):
    """Single points by deletion (M2), what stops with each (M5), for every leader, cluster and chain."""
    n, faults = case.network, []
    for options, kind, id in targets_of(case):
        target = case.target(kind, id)
        got = case.run("weak-links", *options, "--by", "output")
        rows = {r["firm_id"]: r for r in got["single_points"]}
        want = {}
        for f in n.firms:
            if f in target.own:
                continue
            up = case.needs.running({f})
            if not target.runs(up):
                want[f] = [g for g in n.firms if g not in up]
        if set(rows) != set(want):
            faults.append("%s %s: single points %s, expected %s" % (kind, id, sorted(rows), sorted(want)))
        for f in set(rows) & set(want):
            if rows[f]["stopped_firms"] != len(want[f]):
                faults.append("%s %s: %s stops %s firms, expected %d" % (kind, id, f, rows[f]["stopped_firms"], len(want[f])))
            amount = lost(n, want[f], "output")
            fault = figure_fault("%s %s: output lost with %s" % (kind, id, f), rows[f]["lost_output_cny_wan"], amount)
            faults += [fault] if fault and amount.is_exact else []
        if got["single_points_count"] != len(want) and set(rows) == set(want):
            faults.append("%s %s: count %s, expected %d" % (kind, id, got["single_points_count"], len(want)))
    return faults


def weak_links_unknown(case):
    """The output lost with a single point where outputs are unknown: the known part or unknown, never 0 for nothing known."""
    n, faults = case.network, []
    for options, kind, id in targets_of(case):
        for row in case.run("weak-links", *options, "--by", "output")["single_points"]:
            up = case.needs.running({row["firm_id"]})
            firms = [g for g in n.firms if g not in up]
            amount = lost(n, firms, "output")
            fault = figure_fault("%s %s: output lost with %s" % (kind, id, row["firm_id"]), row["lost_output_cny_wan"], amount)
            if fault and not amount.is_exact and row["stopped_firms"] == len(firms):
                faults.append(fault)
    return faults


def cut_sets(case):
    """All minimal cut sets up to order 2 of firms and of everything, and the counts of all orders, by trying every set."""
    n, faults = case.network, []
    for options, kind, id in targets_of(case)[:3]:
        target = case.target(kind, id)
        for kinds in (["firms"], ["firms", "links", "products", "stages", "groups"]):
            if len(kinds) > 1 and len(n.links) > 16:
                continue
            events = events_of(n, kinds, target)
            want = minimal_sets(sorted(events), 2, lambda chosen: stops(case.needs, target, events, chosen))
            got = case.run("weak-links", *options, "--order", "2", "--events", ",".join(kinds))
            sets = {frozenset(event_id(e) for e in s["event_ids"]) for s in got["cut_sets"]}
            if sets != want:
                faults.append("%s %s, %s: too many %s, lacking %s" % (
                    kind, id, ",".join(kinds), sorted(map(sorted, sets - want))[:4], sorted(map(sorted, want - sets))[:4]))
        if len(n.firms) <= 10:
            events = events_of(n, ["firms"], target)
            want = minimal_sets(sorted(events), len(events), lambda chosen: stops(case.needs, target, events, chosen))
            rows = {r["order"]: r["sets_count"] for r in case.run("weak-links", *options, "--count")["counts"]}
            counts = [rows.get(k, 0) for k in range(1, max(rows, default=0) + 1)]
            mine = [sum(1 for s in want if len(s) == k) for k in range(1, len(events) + 1)]
            if trimmed(counts) != trimmed(mine):
                faults.append("%s %s: counts %s, expected %s" % (kind, id, counts, trimmed(mine)))
    return faults


def event_id(text):
    """Without the table that is put before it where things of two kinds have one id."""
    return re.sub(r"^(firm|product|stage|group|link):", "", text)


def trimmed(counts):
    counts = list(counts)
    while counts and counts[-1] == 0:
        counts.pop()
    return counts


def path_sets(case):
    """Minimal path sets: enough to keep the target running when every other firm is lost."""
    n, faults = case.network, []
    if len(n.firms) > 10:
        return None
    for options, kind, id in targets_of(case)[:3]:
        target = case.target(kind, id)
        events = events_of(n, ["firms"], target)
        everyone = set(events)
        if target.runs(case.needs.running(everyone)):
            continue  # it needs nobody: the empty set is the only one
        want = minimal_sets(sorted(events), len(events), lambda kept: target.runs(case.needs.running(everyone - set(kept))))
        got = case.run("weak-links", *options, "--paths")
        sets = {frozenset(event_id(e) for e in s["event_ids"]) for s in got["path_sets"]}
        if sets != want:
            faults.append("%s %s: path sets %s, expected %s" % (kind, id, sorted(map(sorted, sets))[:4], sorted(map(sorted, want))[:4]))
    return faults


def remedies(case):
    """A remedy of a single point, applied whole and alone, saves a target: each buyer named gets one more supplier that runs of each good named."""
    n, faults = case.network, []
    if not n.leaders:
        return None
    names = {r["name"]: r["product_id"] for r in n.tables["products"]}
    firms = {n.row[f]["name"]: f for f in n.firms}
    got = case.run("weak-links")
    for finding in got["findings"]:
        if finding["rule"] != "single-point-of-failure":
            continue
        lost_firm = finding["subject"]["id"]
        sources, is_read = {}, True
        for part in finding["remedy"].split("; "):
            found = re.match(r"secure (.+) for (.+?)(?: \(this saves .+\))?$", part)
            goods = []
            for phrase in re.split(r" and (?=an? (?:second|further) )", found.group(1)) if found else [""]:
                listed = re.match(r"(?:an? )?(?:second|further) suppliers? of (.+)$", phrase)
                goods += [names.get(g.strip()) for g in re.split(r", | and ", listed.group(1))] if listed else [None]
            if None in goods or found.group(2) not in firms:
                is_read = False  # another kind of remedy: a site, a supplier still to be found on record
                break
            sources.setdefault(firms[found.group(2)], set()).update(goods)
        if is_read and not any(saved(case, sources, lost_firm, l) for l in n.leaders if l != lost_firm):
            faults.append("%s: “%s” saves no target" % (lost_firm, finding["remedy"]))
    return faults


def saved(case, sources, lost_firm, leader):
    """Whether the leader, which `lost_firm` stops today, runs when each buyer of `sources` has one more supplier, that runs, of each of its goods."""
    if leader in case.needs.running({lost_firm}):
        return False
    needs = case.needs.of
    kept = {buyer: needs[buyer] for buyer in sources}
    for buyer, goods in sources.items():
        changed = []
        for m, inputs in kept[buyer]:
            served = [i for i, links in enumerate(inputs) if any(l.product in goods for l in links)]
            alone = all(len(links) == 1 for links in inputs) and len({l.good for links in inputs for l in links}) == 1
            if served and alone:
                changed.append((m - 1, inputs))  # one more supplier of the good itself
            else:
                changed.append((m - len(served), [links for i, links in enumerate(inputs) if i not in served]))
        needs[buyer] = changed
    runs = leader in case.needs.running({lost_firm})
    needs.update(kept)
    return runs


def worst_group(case):
    """The worst k firms or common-cause groups by trying all (M6)."""
    n, faults = case.network, []
    groups = {}
    for r in n.tables["groups"]:
        groups.setdefault(r["group_id"], set()).add(r["firm_id"])
    questions = [(k, by, {f: {f} for f in n.firms}, ()) for k in (1, 2, 3) for by in ("output", "firms")]
    questions += [(k, "firms", groups, ("--groups",)) for k in range(1, len(groups) + 1)]
    for k, by, events, options in questions:
        if k == 3 and by == "output" and len(n.firms) > 10:
            continue
        best = 0
        values = {f: n.weight(f, by) for f in n.firms}
        if all(v is None for v in values.values()):
            continue
        for j in range(1, k + 1):
            for chosen in itertools.combinations(sorted(events), j):
                up = case.needs.running(set().union(*[events[e] for e in chosen]))
                best = max(best, sum(values[f] or 0 for f in n.firms if f not in up))
        got = case.run("worst-group", "--size", str(k), "--by", by, *options)
        column = {"output": "lost_output_cny_wan", "firms": "lost_firms", "jobs": "lost_jobs"}[by]
        column = column if column in got else next(c for c in got if c.startswith("lost"))
        if not same(got[column], best):
            faults.append("size %d by %s %s: %s, expected %g" % (k, by, "".join(options), got[column], best))
        # Of the known firms it is proven; whether another group costs more by what is not known nobody knows.
        proven = None if any(v is None for v in values.values()) else True
        if got["is_proven"] is not proven or not same(got["bound"], best) or isinstance(got["bound"], Printed) == bool(proven):
            faults.append("size %d by %s %s: bound %s, proven %s, expected %g" % (k, by, "".join(options), got["bound"], got["is_proven"], best))
    return faults


def importance(case):
    """P(stop), Birnbaum, Fussell-Vesely, criticality by going through all states of the firms (M3)."""
    n, faults = case.network, []
    if len(n.firms) > 9 or not n.leaders:
        return None
    got = case.run("importance")
    probability = {r["target_id"]: r["probability"] for r in got["target_list"]}
    rows = {(r["target_id"], r["event_id"]): r for r in got["importance"]}
    for leader in n.leaders[:2]:
        target = case.target("leader", leader)
        ids = [f for f in n.firms if f != leader]
        q = {f: 0.01 if n.cell(f, "failure_probability") is None else n.cell(f, "failure_probability") for f in ids}
        want = states(ids, q, lambda down: not target.runs(case.needs.running(down)))
        if not same(probability.get(leader), want["p"], 1e-9):
            faults.append("%s: P %s, expected %.12g" % (leader, probability.get(leader), want["p"]))
        for f in ids:
            row = rows.get((leader, f))
            if row is None:
                if want["birnbaum"][f] > 1e-12:
                    faults.append("%s: no row of %s" % (leader, f))
                continue
            for column, value in (("birnbaum", want["birnbaum"][f]), ("fussell_vesely", want["fv"][f]),
                                  ("criticality", want["birnbaum"][f] * q[f] / want["p"] if want["p"] else None)):
                if not same(row[column], value, 1e-8):
                    faults.append("%s, %s: %s %s, expected %s" % (leader, f, column, row[column], value))
    return faults


def states(ids, q, fails):
    failing, total = {}, 0.0
    for bits in itertools.product((0, 1), repeat=len(ids)):
        down = frozenset(f for f, b in zip(ids, bits) if b)
        failing[down] = fails(down)
    minimal = [d for d in failing if failing[d] and not any(failing[d - {f}] for f in d)]

    def weight(down, without=None):
        w = 1.0
        for f in ids:
            if f != without:
                w *= q[f] if f in down else 1 - q[f]
        return w

    total = sum(weight(d) for d, x in failing.items() if x)
    birnbaum, fv = {}, {}
    for f in ids:
        birnbaum[f] = sum(weight(d, f) * (1 if f in d else -1) for d, x in failing.items() if x)
        own = [m for m in minimal if f in m]
        fv[f] = sum(weight(d) for d, x in failing.items() if x and any(m <= d for m in own)) / total if total else None
    return {"p": total, "birnbaum": birnbaum, "fv": fv}


def tiers(case):
    """Shortest and longest distance to each leader along recorded supply (M8)."""
    n, faults = case.network, []
    if not n.leaders:
        return None
    suppliers = {f: sorted({l.supplier for l in n.links if l.buyer == f}) for f in n.firms}
    for leader in n.leaders:
        shortest, queue = {leader: 0}, [leader]
        for f in queue:
            for s in suppliers[f]:
                if s not in shortest:
                    shortest[s] = shortest[f] + 1
                    queue.append(s)
        reach = {f: reached(f, suppliers) for f in shortest}
        circle = {f: frozenset(g for g in shortest if g == f or (g in reach[f] and f in reach[g])) for f in shortest}
        memo = {}

        def longest(part):
            """Of the condensation: the most links from this part to the leader's."""
            if part not in memo:
                steps = {circle[b] for b in shortest for s in suppliers[b] if circle[s] == part and circle[b] != part}
                memo[part] = 0 if leader in part else max(longest(p) for p in steps) + 1
            return memo[part]

        got = {r["firm_id"]: r for r in case.run("tiers", "--leader", leader)["members"]}
        if set(got) != set(shortest):
            faults.append("%s: firms %s, expected %s" % (leader, sorted(got), sorted(shortest)))
        for f in set(got) & set(shortest):
            size = len(circle[f])
            want = (shortest[f], longest(circle[f]) if size == 1 else None, size)
            mine = (got[f]["tier"], got[f]["longest_tier"], got[f]["cycle_firms"])
            if mine != want:
                faults.append("%s: %s has tier, longest, circle %s, expected %s" % (leader, f, mine, want))
    return faults


def reached(firm, suppliers):
    seen, queue = set(), [firm]
    while queue:
        for s in suppliers[queue.pop()]:
            if s not in seen:
                seen.add(s)
                queue.append(s)
    return seen
