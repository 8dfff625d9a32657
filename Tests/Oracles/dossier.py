"""Dossiers: who alone stops a firm, its partners over two tiers, its peers, and its figures (the fields of shortlists.md)."""

import random

import shortlist
from case import figure_fault, same


def dossier(case):
    n, faults = case.network, []
    r = random.Random("dossier-%d" % case.seed)
    fields = shortlist.fields(case)
    for f in r.sample(n.firms, min(4, len(n.firms))):
        got = case.run("dossier", "--firm", f)
        found = stopping_faults(case, f, got) + partner_faults(n, f, got) + peer_faults(n, f, got) + value_faults(f, got, fields)
        faults += ["%s: %s" % (f, x) for x in found]
    return faults


def stopping_faults(case, f, got):
    n = case.network
    want = sorted(g for g in n.firms if g != f and f not in case.needs.running({g}))
    subjects = sorted({x["subject"]["id"] for x in got["findings"] if x["rule"] == "single-point-of-failure"})
    faults = ["stopping firms %s, expected %s" % (got["stopping_firms"], want)] if got["stopping_firms"] != len(want) else []
    return faults + (["findings about %s, expected %s" % (subjects, want)] if not got["findings_omitted"] and subjects != want else [])


def partner_faults(n, f, got):
    """Tier 1: direct partners; tier 2: their partners that are no direct ones."""
    faults = []
    for side, end, other in (("suppliers", "supplier", "buyer"), ("buyers", "buyer", "supplier")):
        direct = {getattr(l, end) for l in n.links if getattr(l, other) == f} - {f}
        second = {getattr(l, end) for l in n.links if getattr(l, other) in direct} - direct - {f}
        rows = {(p["tier"], p["firm_id"]): p for p in got[side]}
        want = {(1, p) for p in direct} | {(2, p) for p in second}
        if set(rows) != want:
            faults.append("%s %s, expected %s" % (side, sorted(rows), sorted(want)))
            continue
        for p in direct:
            links = [l for l in n.links if getattr(l, other) == f and getattr(l, end) == p]
            if all(l.amount is not None for l in links):
                total = sum(l.amount for l in links)
                if rows[(1, p)]["amount_cny_wan"] is None or abs(rows[(1, p)]["amount_cny_wan"] - total) > 1e-6:
                    faults.append("%s: %s for %s, expected %s" % (side, rows[(1, p)]["amount_cny_wan"], p, total))
    return faults


def peer_faults(n, f, got):
    """The region's firms at the same stages (without stages: of the same industry code), by output; the rank is the firm's place among them."""
    faults = []
    if any(n.county(g) is None for g in n.firms):
        return []
    own, sector = n.stages[f], n.sector(f)
    if not own and sector is None:
        return []
    peers = {g for g in n.firms if g != f and n.in_region(g) and (n.stages[g] & own if own else n.sector(g) == sector)}
    peers_low = peers
    listed = [p["firm_id"] for p in got["peer_firms"]]
    if not (peers_low <= set(listed) <= peers if got["peer_count"] == len(listed) else len(peers_low) <= got["peer_count"] <= len(peers)):
        faults.append("peers %s (%s), expected %s" % (listed, got["peer_count"], sorted(peers)))
    outputs = {g: n.output(g) for g in listed}
    known = [outputs[g] for g in listed if outputs[g] is not None]
    if known != sorted(known, reverse=True):
        faults.append("peers not by output: %s" % known)
    mine = n.output(f)
    if mine is not None and None not in outputs.values() and got["peer_count"] == len(listed) and n.in_region(f):
        rank = 1 + sum(1 for v in known if v > mine)
        ties = sum(1 for v in known if v == mine)
        if not rank <= (got["output_rank"] or 0) <= rank + ties:
            faults.append("rank %s, expected %s" % (got["output_rank"], rank))
    return faults


def value_faults(f, got, fields):
    """The dossier's own words “one unknown amount makes the share unknown” and those of metrics.md, a range, are both taken for a share known in part."""
    faults = []
    for row in got["figures"]:
        want = fields[row["figure"]](f) if row["figure"] in fields else None
        if want is None or want.debated:
            continue
        if row["value"] is None and not want.is_exact:
            pass
        elif not (want.outer and want.outer != (want.low, want.high)):
            faults += filter(None, [figure_fault(row["figure"], row["value"], want)])
        certain = want.is_exact and not (want.outer and not same(*want.outer))
        if (row["value"] is None) != (row["missing"] is not None) and certain:
            faults.append("%s: %s, missing %s" % (row["figure"], row["value"], row["missing"]))
    return faults
