"""Strengthening (M37): today's loss, what the plan's own scenario leaves, and the best of all plans where all can be tried."""

import itertools
import os
import random
import shutil

from case import Failed, same
from network import Link, Network
from survival import Needs
from structure import states


def single_points(needs, leaders, firms, spared=()):
    """Pairs (firm, leader) such that the firm's loss alone stops the leader; a firm with another site is not stopped by its own loss."""
    pairs = set()
    for f in firms:
        if f in spared:
            continue
        up = needs.running({f})
        pairs |= {(f, l) for l in leaders if l != f and l not in up}
    return pairs


def without_implied(needs):
    """What others imply is left out (metrics.md): of a firm's needs those that hold whenever another one does."""
    met = lambda need, up: sum(1 for links in need[1] if any(l in up for l in links)) >= need[0]

    def implies(a, b):
        links = list({id(l): l for _, inputs in (a, b) for x in inputs for l in x}.values())
        sets = (set(c) for k in range(len(links) + 1) for c in itertools.combinations(links, k))
        return all(met(b, up) for up in sets if met(a, up))

    kept = list(needs)
    for need in needs:
        others = [x for x in kept if x is not need]
        if any(implies(x, need) for x in others):
            kept = others
    return kept


def needed_goods(case):
    """What each firm needs: firm -> goods."""
    return {f: {l.good for _, inputs in without_implied(case.needs.of[f]) for x in inputs for l in x} for f in case.network.firms}


def bought_by_new_firm(n, product, needed):
    """Each good that at least half of today's makers need, of those of whom any need is on record, with all of their suppliers of it.

    Makers are those that makes.csv or a recorded sale names (strengthen.md)."""
    today = [f for f in n.makers(product) if needed[f]]
    those = {g: [f for f in today if g in needed[f]] for g in {g for f in today for g in needed[f]}}
    return {g: {l.supplier for f in fs for l in n.purchases[f][g]} for g, fs in those.items() if 2 * len(fs) >= len(today)}


def budget_of(case):
    return random.Random("budget-%d" % case.seed).choice([30, 60, 150, 400, 2500])


def planned(case, *options):
    """None where the budget buys nothing, which the command says with what to do."""
    try:
        return case.run("strengthen", *options)
    except Failed as failure:
        if "buys none of the candidate actions" in str(failure):
            return None
        raise


def promise(case):
    """`strengthen --plan`, then the scenario it wrote: what is left by the oracle is what the plan says, and today's loss too."""
    n, faults = case.network, []
    if not n.leaders:
        return None
    budget = budget_of(case)
    plan, after = case.folder + ".plan.yaml", case.folder + ".after"
    got = planned(case, "--budget", str(budget), "--plan", plan, "--force")
    if got is None:
        return None
    today = single_points(case.needs, n.leaders, n.firms)
    if got["loss_today"] != len(today):
        faults.append("today %s, expected %d: %s" % (got["loss_today"], len(today), sorted(today)))
    if got["cost_cny_wan"] > budget + 1e-9:
        faults.append("costs %s of %s" % (got["cost_cny_wan"], budget))
    if got["loss_left"] < got["loss_bound"] - 1e-9:
        faults.append("left %s below the bound %s" % (got["loss_left"], got["loss_bound"]))
    if not got["actions"]:
        return faults
    applied = case.run("what-if", plan, "--save-network", after, "--force")
    changed = Network(after)
    spared = {a["firm_id"] for a in got["actions"] if a["action"] == "alternate_site"}
    left = single_points(Needs(changed, case.needs), n.leaders, changed.firms, spared)
    if got["loss_left"] != len(left):
        faults.append("the plan leaves %s, its scenario %d by the oracle: %s" % (got["loss_left"], len(left), sorted(left)))
    told = case.run("weak-links", folder=after)
    pairs = {(r["firm_id"], t) for r in told["single_points"] for t in r["target_ids"]}
    if len(pairs) != got["loss_left"]:
        faults.append("the plan leaves %s, `weak-links` of its scenario's network %d: %s" % (got["loss_left"], len(pairs), sorted(pairs)))
    if not faults:
        shutil.rmtree(after)
    return faults


def new_firms(case):
    """What a new firm of a plan buys, from whom, at which stage it is and whom it supplies, as the scenario writes it; one candidate at a time."""
    n, faults = case.network, []
    if not n.leaders:
        return None
    listed = [c for c in case.run("strengthen", "--list-candidates")["candidates"] if c["action"] == "new_firm" and c["product_id"] in n.stage_of_product]
    needed, asked = needed_goods(case), 0
    for c in listed:
        product, name = c["product_id"], "new-" + c["product_id"]
        rows = "action,firm_id,product_id,supplier_id,county_code,days,cost_cny_wan\nnew_firm,,%s,,%s,,10\n" % (product, c["county_code"] or "")
        plan, after = case.folder + "." + name + ".yaml", case.folder + "." + name
        got = planned(case, "--budget", "100", "--candidates", case.file(name + ".csv", rows), "--plan", plan, "--force")
        if got is None or not got["actions"]:
            continue  # it takes no single point away
        asked += 1
        case.run("what-if", plan, "--save-network", after, "--force")
        changed = Network(after)
        came = [f for f in changed.firms if f not in n.row]
        if len(came) != 1:
            faults.append("%s: firms %s came" % (product, came))
            continue
        bought = {g: {l.supplier for l in links} for g, links in changed.purchases.get(came[0], {}).items()}
        want = bought_by_new_firm(n, product, needed)
        if bought != want:
            faults.append("a new maker of %s buys %s, expected %s" % (product, bought, want))
        stages = {n.stage_of_product[product]} - {None}
        if changed.stages[came[0]] != stages:
            faults.append("a new maker of %s is at %s" % (product, sorted(changed.stages[came[0]])))
        sold = {(l.buyer, l.product) for l in changed.sales.get(came[0], [])}
        buyers = {(b, product) for b in n.firms if ("product", product) in n.purchases.get(b, {})}
        if not sold or not sold <= buyers:
            faults.append("a new maker of %s supplies %s, of buyers %s" % (product, sorted(sold), sorted(buyers)))
        if not faults:
            shutil.rmtree(after)
    return faults if asked else None


def with_actions(case, actions):
    """The needs with second suppliers added; and the firms with another site."""
    n = case.network
    spared, added = set(), []
    for a in actions:
        if a["action"] == "alternate_site":
            spared.add(a["firm_id"])
        else:
            added.append(Link(a["supplier_id"], a["firm_id"], a["product_id"], n.good_of(a["supplier_id"], a["product_id"])))
    kept = n.purchases
    n.purchases = {b: {g: list(links) for g, links in goods.items()} for b, goods in kept.items()}
    for l in added:
        n.purchases.setdefault(l.buyer, {}).setdefault(l.good, []).append(l)
    needs = Needs(n, case.needs)
    n.purchases = kept
    return needs, spared


def best_plan(case):
    """The best plan of second suppliers and other sites by trying every set of candidates (up to 10)."""
    n, faults = case.network, []
    if not n.leaders or any(l.product is None for l in n.links):
        return None  # a candidate for goods without product names a sector: how it links is not said
    listed = case.run("strengthen", "--list-candidates")["candidates"]
    listed = [c for c in listed if c["action"] in ("second_supplier", "alternate_site")][:10]
    if not listed:
        return None
    rows = ["action,firm_id,product_id,supplier_id,county_code,days,cost_cny_wan"]
    rows += ["%s,%s,%s,%s,,,%r" % (c["action"], c["firm_id"], c["product_id"] or "", c["supplier_id"] or "", c["cost_cny_wan"]) for c in listed]
    path = case.file("candidates.csv", "\n".join(rows) + "\n")
    budget = budget_of(case)
    got = planned(case, "--budget", str(budget), "--candidates", path)
    if got is None:
        return None
    best = None
    for k in range(len(listed) + 1):
        for chosen in itertools.combinations(listed, k):
            if sum(c["cost_cny_wan"] for c in chosen) <= budget + 1e-9:
                needs, spared = with_actions(case, chosen)
                left = len(single_points(needs, n.leaders, n.firms, spared))
                best = left if best is None else min(best, left)
    if got["is_proven"] and got["loss_left"] != best:
        faults.append("proven best with %s left, expected %s (candidates %d, budget %s)" % (got["loss_left"], best, len(listed), budget))
    if got["loss_bound"] > best + 1e-6:
        faults.append("bound %s above what a plan reaches, %s" % (got["loss_bound"], best))
    return faults


def risk(case):
    """Today's loss of --objective risk: Σ P(the leader stops for lack of supply) times its output, where outputs are known."""
    n = case.network
    if not n.leaders or len(n.firms) > 8 or any(n.output(l) is None for l in n.leaders):
        return None
    q = {f: 0.01 if n.cell(f, "failure_probability") is None else n.cell(f, "failure_probability") for f in n.firms}
    want = 0
    for l in n.leaders:
        ids = [f for f in n.firms if f != l]
        want += n.output(l) * states(ids, q, lambda down: l not in case.needs.running(down))["p"]
    got = planned(case, "--budget", "100000", "--objective", "risk")["loss_today"]
    return [] if same(got, want, 1e-6) else ["today %s, expected %s" % (got, want)]


def output(case):
    """Today's loss of --objective output: for each firm upstream of a leader the output that stops with it, added up."""
    n = case.network
    if not n.leaders or any(n.output(f) is None for f in n.firms):
        return None
    upstream, queue = set(n.leaders), list(n.leaders)  # the leaders themselves are read as part of what is upstream
    seen = set(queue)
    while queue:
        f = queue.pop()
        for l in {l for _, inputs in case.needs.of[f] for x in inputs for l in x}:  # along what is needed
            upstream.add(l.supplier)
            if l.supplier not in seen:
                seen.add(l.supplier)
                queue.append(l.supplier)
    want = 0
    for f in upstream:
        up = case.needs.running({f})
        want += sum(n.output(g) for g in n.firms if g not in up)
    got = planned(case, "--budget", "100000", "--objective", "output")["loss_today"]
    return [] if same(got, want, 1e-6) else ["today %s, expected %s" % (got, want)]
