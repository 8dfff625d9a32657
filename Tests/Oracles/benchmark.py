"""The benchmark gap: its formula where all is known, and bounds that hold however the unknown turns out."""

import shutil

import generate
from case import same
from completion import complete, with_exact_shares
from measures import TECHNOLOGY, honoured, output_range
from network import Network

PARTS = ["scale", "local_supply", "redundancy", "technology", "research"]


def pairs(n):
    by_chain = {}
    for c, r in sorted(n.cluster_rows.items()):
        if r.get("chain_id") and any(n.stage_rows[s]["chain_id"] == r["chain_id"] for f in n.members(c) for s in n.stages[f]):
            by_chain.setdefault(r["chain_id"], []).append(c)
    return [(a, b) for cs in by_chain.values() for a in cs for b in cs if a < b]


def values(n, c, s):
    """The parts of a cluster at a stage; None where nothing is there to measure. Everything is known here."""
    members = set(n.members(c))
    firms = [f for f in members if s in n.stages[f]]
    if not firms:
        return None
    shares = {f: 1 / len(n.stages[f]) for f in firms}  # a firm at several stages counts at each with an equal part
    bought = [l for l in n.links if l.buyer in members and l.product and n.stage_of_product.get(l.product) == s]
    total = sum(l.amount for l in bought)
    doubled = {}
    for l in bought:
        doubled.setdefault((l.buyer, l.good), []).append(l)
    revenue = sum(n.cell(f, "revenue_cny_wan") for f in firms)  # of a firm at several stages whole at each: the guide shares output only
    return {
        "scale": sum(output_range(n, f).low * shares[f] for f in firms),
        "local_supply": sum(l.amount for l in bought if l.supplier in members) / total if total else None,
        # “The share of what firms buy that has two or more suppliers” is read as a share of purchases (buyer and good), not of yuan.
        "redundancy": sum(1 for x in doubled.values() if len(x) > 1) / len(doubled) if doubled else None,
        "technology": sum(1 for f in firms if honoured(n, f)) / len(firms) if all(k in n.roles for k in TECHNOLOGY) else None,
        "research": sum(n.cell(f, "rd_cny_wan") for f in firms) / revenue if revenue else None,
    }


def gap_of(n, a, b, m=None, match=None):
    """(gap, parts by stage) of cluster a against peer b in points of 100; where b is of another network m, over the stages that `match` gives theirs."""
    chain = n.cluster_rows[a]["chain_id"]
    stages = {s: r for s, r in n.stage_rows.items() if r["chain_id"] == chain}
    weight = {s: 1.0 if (r.get("weight") or "") == "" else float(r["weight"]) for s, r in stages.items()}
    total, rows = sum(weight.values()), {}
    for s in stages:
        if match is not None and s not in match:
            continue
        va, vb = values(n, a, s), values(m or n, b, match[s] if match is not None else s)
        omega = 100 * weight[s] / total / 6
        row = dict.fromkeys(["presence"] + PARTS, 0.0)
        if va and vb:
            for p in PARTS:
                x, y = va[p], vb[p]
                if x is None or y is None:
                    continue
                if p in ("scale", "research"):
                    top = max(x, y)
                    x, y = (x / top, y / top) if top > 0 else (0, 0)
                row[p] = omega * (y - x)
        elif va or vb:
            one = va or vb
            score = omega * (1 + sum(1 if p in ("scale", "research") and one[p] else one[p] or 0 for p in PARTS))
            row["presence"] = score if vb else -score
        rows[s] = row
    return sum(sum(r.values()) for r in rows.values()), rows


def benchmark(case):
    """On networks of which everything is known: the gap, its parts, its sum; the other way round every sign is swapped."""
    faults = []
    folder = case.folder + ".complete"
    generate.write(complete(case.tables, case.seed), folder)
    n = Network(folder)
    chosen = pairs(n)
    if not chosen:
        shutil.rmtree(folder)
        return None
    for a, b in chosen:
        got = case.run("benchmark", "--cluster", a, "--peer", b, folder=folder)
        back = case.run("benchmark", "--cluster", b, "--peer", a, folder=folder)
        want, rows = gap_of(n, a, b)
        if not same(got["score_gap"], want, 1e-7):
            faults.append("%s, %s: gap %s, expected %s" % (a, b, got["score_gap"], want))
        if not same(got["score_gap"], -back["score_gap"], 1e-9):
            faults.append("%s, %s: swapped %s, %s" % (a, b, got["score_gap"], back["score_gap"]))
        for row in got["gaps"]:
            for p, column in [("presence", "presence_gap")] + [(p, p + "_gap") for p in PARTS]:
                if not same(row[column] or 0, rows[row["stage_id"]][p], 1e-7):
                    faults.append("%s, %s, %s: %s %s, expected %s" % (a, b, row["stage_id"], column, row[column], rows[row["stage_id"]][p]))
            if not same(row["score_gap"], sum(row[c + "_gap"] or 0 for c in ["presence"] + PARTS), 1e-9):
                faults.append("%s, %s, %s: parts do not add up" % (a, b, row["stage_id"]))
    if not faults:
        shutil.rmtree(folder)
    return faults


def bounds(case):
    """“At least” and “at most” hold, in all and at each stage, when the unknown is filled in (three times, by the command itself)."""
    n, faults = case.network, []
    chosen = pairs(n)[:2]
    if not chosen:
        return None
    tables, asked = with_exact_shares(case.tables), case.folder + ".asked"
    generate.write(tables, asked)
    for a, b in chosen:
        got = case.run("benchmark", "--cluster", a, "--peer", b, folder=asked)
        for k in range(3):
            folder = case.folder + ".complete%d" % k
            generate.write(complete(tables, case.seed * 10 + k), folder)
            then = case.run("benchmark", "--cluster", a, "--peer", b, folder=folder)
            before = len(faults)
            if not got["score_gap_low"] - 1e-6 <= then["score_gap"] <= got["score_gap_high"] + 1e-6:
                faults.append("%s, %s: gap %s…%s, with the unknown filled in (%d) %s" % (
                    a, b, got["score_gap_low"], got["score_gap_high"], k, then["score_gap"]))
            rows = {r["stage_id"]: r for r in then["gaps"]}
            for row in got["gaps"]:
                value = rows[row["stage_id"]]["score_gap"]
                if not row["score_gap_low"] - 1e-6 <= value <= row["score_gap_high"] + 1e-6:
                    faults.append("%s, %s, %s: gap %s…%s, with the unknown filled in (%d) %s" % (
                        a, b, row["stage_id"], row["score_gap_low"], row["score_gap_high"], k, value))
            if len(faults) == before:
                shutil.rmtree(folder)
    if not faults:
        shutil.rmtree(asked)
    return faults
