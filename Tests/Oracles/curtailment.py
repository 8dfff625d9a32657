"""Curtailment (M24): the linear program of the guide, written down and solved in fractions."""

import copy
import random
import shutil
from fractions import Fraction

import generate
import simplex
from case import same

CUTS = {"yellow": dict(A=0, B=0.1, C=0.2, D=0.4), "orange": dict(A=0, B=0.2, C=0.5, D=0.8), "red": dict(A=0, B=0.4, C=0.8, D=1)}


def concerned(n, f):
    """The illustration exempts divisions 01 to 05 and 47 to 97 (farming, construction, services); a firm without a code counts as under the order."""
    code = (n.row[f].get("industry_code") or "")[:2]
    return not (code.isdigit() and (1 <= int(code) <= 5 or 47 <= int(code) <= 97))


def readable(case):
    """Whether the guide says all that the program needs: amounts, counties; one need for each purchase; no non-essential purchase."""
    n = case.network
    if any(l.amount is None for l in n.links) or any(n.county(f) is None for f in n.firms):
        return False
    for f in n.firms:
        links = [l for _, inputs in case.needs.of[f] for x in inputs for l in x]
        if len(links) != len(set(links)) or len(set(links)) != sum(len(x) for x in n.purchases.get(f, {}).values()):
            return False
        if any(m > 1 for m, _ in case.needs.of[f]):
            return False
        if any(sum(l.amount for x in inputs for l in x) == 0 for _, inputs in case.needs.of[f]):
            return False
    return all(usual(n, f) > 0 for f in n.firms)


def usual(n, f):
    """Revenue, or recorded sales where they are more; else what the firm buys."""
    sold = sum(Fraction(l.amount) for l in n.sales.get(f, []))
    value = max(Fraction(n.cell(f, "revenue_cny_wan") or 0), sold)
    return value or sum(Fraction(l.amount) for x in n.purchases.get(f, {}).values() for l in x)


def weight(n, f, by):
    if not n.in_region(f):
        return Fraction(0)
    if by == "firms":
        return Fraction(1)
    return Fraction(n.output(f) or 0)  # the weight is output as everywhere (revenue, else sales), though x is sales where they are more


def grades_that_may_be(n, f):
    """The grades (None: not under the order) that the firm may have: one where that is known.

    A firm without an industry code is under the order where the rules only exempt some; with a grade it surely is."""
    grade = n.row[f]["emission_grade"] or None
    if not n.in_region(f) or not concerned(n, f):
        return [None]
    if grade:
        return [grade]
    return list("ABCD") if n.sector(f) else [None] + list("ABCD")


def cut_of(alert, grade):
    return Fraction(str(CUTS[alert][grade])) if grade else Fraction(0)


def program(case, alert, listed, by="output", grades=None):
    """(what is kept, of how much): the best that the order leaves; `grades` of firms, where not those on record."""
    n, rows, cost = case.network, [], {}
    sales = {f: {} for f in n.firms}
    for f in n.firms:
        k, s = ("k", f), ("s", f)
        cost[k] = weight(n, f, by)
        x = usual(n, f)
        grade = (grades or {}).get(f) or (n.row[f]["emission_grade"] or "D" if n.in_region(f) and concerned(n, f) else None)
        cut = cut_of(alert, None if f in listed or grade == "none" else grade)
        capacity = [r["capacity_cny_wan"] for r in n.tables["makes"] if r["firm_id"] == f and r["capacity_cny_wan"]]
        room = max(Fraction(1), sum(Fraction(c) for c in capacity) / x) if capacity else Fraction(1)
        rows.append(({k: 1}, 1))
        rows.append(({k: 1, s: 1}, (1 - cut) * room))
        for need, (_, inputs) in enumerate(case.needs.of[f]):
            links = [l for i in inputs for l in i]
            total = sum(Fraction(l.amount) for l in links)
            row = {k: -1, s: -1}
            for l in links:
                z = ("z", f, need, l.supplier, l.good)
                row[z] = row.get(z, 0) + 1
                sales[l.supplier][z] = total
            rows.append((row, 0))
            rows.append(({v: -c for v, c in row.items()}, 0))
    for f in n.firms:
        x, k, s = usual(n, f), ("k", f), ("s", f)
        sold = sum(Fraction(l.amount) for l in n.sales.get(f, []))
        beyond = max(Fraction(0), x - sold)
        row = {z: -a for z, a in sales[f].items()}
        row.update({k: x, s: x})
        rows.append((row, beyond))
        rows.append(({v: -c for v, c in row.items()}, 0))
    value, _ = simplex.largest(cost, rows)
    total = sum(cost.values())
    return (value, total)


def is_measured(n):
    """Whether the cut is known of at least half of the firms that the order concerns, or may concern."""
    may = [grades_that_may_be(n, f) for f in n.firms]
    may = [g for g in may if g != [None]]
    return 2 * sum(1 for g in may if len(g) > 1) <= len(may)


def kept_faults(name, got, want, measured):
    """A share kept: printed where most cuts are known, else none."""
    if not measured:
        return [] if got is None else ["%s: kept %s, though most grades are unknown" % (name, got)]
    # values are rounded to 1/10,000 of a firm
    return [] if got is not None and same(got, float(want), 3e-5) else ["%s: kept %s, expected %s" % (name, got, float(want))]


def range_faults(case, alert, by, got):
    """At worst with every firm of unknown cut cut most, at best not covered or cut least; whatever the grades turn out to be lies between."""
    n, faults = case.network, []
    open_ = {f: g for f, g in ((f, grades_that_may_be(n, f)) for f in n.firms) if len(g) > 1}
    name = "%s by %s" % (alert, by)
    if not open_:
        return [name + ": a range of known grades"] if got.get("kept_lowest") is not None and got["kept_lowest"] != got["kept_highest"] else []
    ends = []
    for pick in (max, min):
        grades = {f: pick(g, key=lambda x: cut_of(alert, x)) or "none" for f, g in open_.items()}
        value, total = program(case, alert, (), by, grades)
        ends.append(float(value / total))
    if not same(got["kept_lowest"], ends[0], 3e-5) or not same(got["kept_highest"], ends[1], 3e-5):
        faults.append("%s: kept in %s…%s, expected %s…%s" % (name, got["kept_lowest"], got["kept_highest"], *ends))
    r, folder = random.Random("grades-%d" % case.seed), case.folder + ".grades"
    tables = copy.deepcopy(case.tables)
    for row in tables["firms"]:
        if row["firm_id"] in open_:
            grade = r.choice(open_[row["firm_id"]])
            row["emission_grade"], row["industry_code"] = (grade, row["industry_code"]) if grade else ("", "5171")
    generate.write(tables, folder)
    if all(s["product_id"] for s in tables["supplies"]):  # the good of a sale without a product is that of the supplier's sector
        then = case.run("curtail", "--alert", alert, "--by", by, folder=folder)["kept_without_list"]
        if not got["kept_lowest"] - 3e-5 <= then <= got["kept_highest"] + 3e-5:
            faults.append("%s: kept in %s…%s, with these grades %s" % (name, got["kept_lowest"], got["kept_highest"], then))
    if not faults:
        shutil.rmtree(folder)
    return faults


def curtail(case):
    """What is kept at an orange and a red alert; the worth of places on a white list; the best list of one."""
    n, faults = case.network, []
    if not readable(case) or not any(weight(n, f, "output") for f in n.firms):
        return None
    measured = is_measured(n)
    for alert, by in (("orange", "output"), ("red", "firms")):
        value, total = program(case, alert, (), by)
        got = case.run("curtail", "--alert", alert, "--by", by)
        faults += kept_faults("%s by %s" % (alert, by), got["kept_without_list"], value / total, measured)
        faults += range_faults(case, alert, by, got)
    value, total = program(case, "orange", ())
    inside = [f for f in n.firms if n.in_region(f)]
    if len(inside) > 9 or not any(cut_of("orange", g) for f in inside for g in [grades_that_may_be(n, f)[-1]]):
        return faults  # too many to try, or nobody has to cut
    gains = {f: program(case, "orange", (f,))[0] for f in inside}
    got = case.run("curtail", "--alert", "orange", "--best", "1")
    kept = got.get("kept_with_list", got["kept_without_list"])
    faults += kept_faults("best list of 1", kept, max(gains.values()) / total, measured)
    first = case.run("curtail", "--alert", "orange")
    for row in first["next"]:
        want = float(gains[row["firm_id"]] - value)
        if not same(row["next_worth"], want, 1e-4) and abs(row["next_worth"] - want) > 1e-3:
            faults.append("worth of %s %s, expected %s" % (row["firm_id"], row["next_worth"], want))
    return faults


curtail.traits = dict(importance=False, two_stages=False, m_of_n=False, blank=0, county=1, shares="none")
