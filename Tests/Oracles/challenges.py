"""Challenges (match.md): products that nobody inside makes, and what stops inside when no delivery of them from outside comes."""

import copy
import math
import shutil

import generate
import survival
from case import Printed, figure_fault
from network import Network
from bounds import link_range, total
from structure import lost


def with_one_county_inside(case):
    """With all counties but the first outside, so that much comes from outside."""
    tables = copy.deepcopy(case.tables)
    for row in tables["counties"][1:]:
        row["inside"] = "no"
    return tables


def challenges(case):
    folder = case.folder + ".outside"
    generate.write(with_one_county_inside(case), folder)
    n = Network(folder)
    needs = survival.Needs(n)
    inside = {f for f in n.firms if n.in_region(f)}
    faults, got = [], case.run("match", "--challenges", folder=folder)
    rows = {r["id"]: r for r in got["challenges"]}
    want = {}
    for l in n.links:
        if l.product and l.buyer in inside and l.supplier not in inside and not inside & set(n.makers(l.product)):
            want.setdefault(l.product, []).append(l)
    listed = {i for i, r in rows.items() if r["subject_kind"] == "product"}
    if listed != set(want):
        faults.append("products %s, expected %s" % (sorted(listed), sorted(want)))
    for product in listed & set(want):
        faults += product_faults(product, rows[product], n, needs, inside, want[product])
    faults += stage_faults(rows, n, inside) + order_faults(got)
    if got["challenges_count"] != len(rows) or got["challenges_that_stop"] != sum(1 for r in rows.values() if r["stopped_inside"]):
        faults.append("counts %s, %s of %d" % (got["challenges_count"], got["challenges_that_stop"], len(rows)))
    for i, r in rows.items():
        faults += solver_faults(i, r, n, inside)
    if not faults:
        shutil.rmtree(folder)
    return faults


def product_faults(product, row, n, needs, inside, links):
    faults = []
    up = needs.running((), links)
    stopped = sorted(inside - up)
    counts = {"stopped_inside": len(stopped), "leaders_stopped_inside": len(set(stopped) & set(n.leaders)),
              "challenge_buyers": len({l.buyer for l in links}), "suppliers_now": len({l.supplier for l in links})}
    for column, number in counts.items():
        if row[column] != number:
            faults.append("%s: %s %s, expected %s" % (product, column, row[column], number))
    if not faults:
        faults += filter(None, [figure_fault(product + ": output at risk", row["output_at_risk"], lost(n, stopped, "output")),
                                figure_fault(product + ": bought outside", row["bought_outside_cny_wan"], total([link_range(l) for l in links]))])
    return faults


def stage_faults(rows, n, inside):
    """A stage that a stage inside requires, at which nobody inside works and of which no purchase inside is on record, has an unknown risk."""
    faults = []
    for i, row in rows.items():
        if row["subject_kind"] != "stage":
            continue
        needed = any(r["input_stage_id"] == i and any(r["output_stage_id"] in n.stages[f] for f in inside) for r in n.requires)
        bought = any(l.buyer in inside and l.product and n.stage_of_product.get(l.product) == i for l in n.links)
        if not needed or bought or any(i in n.stages[f] for f in inside) or row["output_at_risk"] is not None or row["stopped_inside"] is not None:
            faults.append("%s: a stage %s" % (i, row))
    for r in n.requires:
        s = r["input_stage_id"]
        if (r.get("importance") or "essential") in ("essential", "2") and not r.get("substitute_group") and s not in rows:
            if any(r["output_stage_id"] in n.stages[f] for f in inside) and not any(s in n.stages[f] for f in inside):
                if not any(l.buyer in inside and l.product and n.stage_of_product.get(l.product) == s for l in n.links):
                    faults.append("%s: required, neither made nor bought inside, and no challenge" % s)
    return faults


def order_faults(got):
    """By what stops inside; the stages of unknown risk last."""
    keys = []
    for r in got["challenges"]:
        value = r["output_at_risk"]
        if isinstance(value, Printed):
            value = value.low if math.isnan(value) else float(value)
        keys.append((r["subject_kind"] == "stage", value))
    if [k[0] for k in keys] != sorted(k[0] for k in keys):
        return ["a stage of unknown risk stands before a product"]
    known = [v for _, v in keys if v is not None]
    return ["not the largest risk first: %s" % known] if any(a < b for a, b in zip(known, known[1:])) else []


def solver_faults(i, row, n, inside):
    """A reason that is given holds: at the same stage or one that stands in, of the industry of those who deliver, at a neighbour stage, makes it elsewhere."""
    stage = i if row["subject_kind"] == "stage" else n.stage_of_product.get(i)
    delivering = {l.supplier for l in n.links if l.product == i and l.buyer in inside}
    beside = {r["output_stage_id"] for r in n.requires if r["input_stage_id"] == stage} | {
        r["input_stage_id"] for r in n.requires if r["output_stage_id"] == stage}
    faults = []
    for f, reason in zip(row["solver_ids"], row["solver_reasons"]):
        if reason == "makes_elsewhere":
            holds = f not in inside and f not in delivering and (f in n.makers(i) if row["subject_kind"] == "product" else stage in n.stages[f])
        elif reason == "same_stage":
            holds = f in inside and stage in n.stages[f]
        elif reason == "same_industry":
            holds = f in inside and n.sector(f) in {n.sector(d) for d in delivering}
        elif reason == "neighbour_stage":
            tech = any(f in n.roles.get(k, ()) for k in ("listed", "high_tech", "srdi", "little_giant")) or (n.cell(f, "rd_cny_wan") or 0) > 0
            holds = f in inside and bool(n.stages[f] & beside) and tech
        else:
            holds = f in inside
        if not holds:
            faults.append("%s: %s as a solver (%s)" % (i, f, reason))
    return faults + (["%s: %d solvers" % (i, len(row["solver_ids"]))] if len(row["solver_ids"]) > 6 else [])


challenges.traits = dict(county=1, two_stages=False)
