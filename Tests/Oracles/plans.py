"""Programmes: targets, their pace and verdict; where visits cover most, who is exposed, which clusters buy the same (programme.md)."""

import datetime
import itertools
import math
import random

import measures
from case import figure_fault, same

YEAR = 365.2425


def day(text):
    return datetime.date.fromisoformat(text)


class Aim:
    """A target as the plan file has it, what it counts (a Range, None where it cannot be measured) and the figure it started from."""

    def __init__(self, id, year, threshold, query, value, base=None, factor=1.0, tail=""):
        self.id, self.year, self.threshold, self.query, self.value, self.base, self.factor, self.tail = id, year, threshold, query, value, base, factor, tail

    def text(self):
        return "  - id: %s\n    title: %s\n    year: %d\n    at_least: %r\n%s    measured_by:\n      - %s\n" % (
            self.id, self.id, self.year, self.threshold, self.tail, self.query)


def aims(case, r, start, today):
    n = case.network
    some = lambda base: round(base * r.choice([0.3, 0.8, 1.2, 3]) + 0.0137, 4)
    found = []
    role = r.choice(["srdi", "high_tech", "little_giant", "listed"])
    counted = [f for f in n.roles.get(role, ()) if n.in_region(f) is not False]
    places = all(n.county(f) is not None for f in n.roles.get(role, ()))
    if places:  # “firms known to be outside”: how one of unknown county counts is not said
        found.append(Aim("role", r.choice([2021, 2022, 2024]), r.choice([0.5, 1.5, 2.5]), "{count: roles, role: %s}" % role,
                         measures.Range(len(counted)) if role in n.roles else None))
    column = r.choice(["revenue_cny_wan", "employees", "tax_cny_wan"])
    total = measures.add([measures.cell_range(n, f, column) for f in n.firms])
    found.append(Aim("sum", r.choice([2021, 2024]), some(total.low or 100), "{sum: %s}" % column, total if total.known is not None else None))
    ratio = measures.quotient([measures.cell_range(n, f, "rd_cny_wan") for f in n.firms], [measures.cell_range(n, f, "revenue_cny_wan") for f in n.firms])
    if ratio is not None and ratio.known is not None:
        found.append(Aim("ratio", 2024, some(100 * ratio.known), "{ratio: rd_cny_wan, by: revenue_cny_wan}", ratio, factor=100.0, tail="    unit: '% of revenue'\n"))
    threshold = r.randint(100, 3000)
    low = sum(1 for f in n.firms if (n.cell(f, "revenue_cny_wan") or 0) >= threshold)
    open_ = sum(1 for f in n.firms if n.cell(f, "revenue_cny_wan") is None)
    if open_ < len(n.firms):  # whether a count of which nothing is known is a range or not measured is not said
        found.append(Aim("count", r.choice([2021, 2024]), r.choice([1.5, 4.5, 7.5]), "{count: firms, where: [{field: revenue_cny_wan, at_least: %d}]}" % threshold,
                         measures.Range(low, low + open_, low)))
    for c in sorted(n.cluster_rows)[:2]:
        values = {int(f["year"]): float(f["value"]) for f in n.tables["figures"] if f["subject_id"] == c}
        now = [y for y in values if y <= today.year]
        then = [y for y in values if y <= start.year]
        if now:
            found.append(Aim("figure-" + c, r.choice([2022, 2024, 2025]), some(values[max(now)]),
                             "{figure: 'output value', table: cluster, subject: %s, unit: '100 million CNY'}" % c,
                             measures.Range(values[max(now)]), values[max(then)] if then and max(now) > max(then) else None))  # no newer: no base
    return found


def verdict_of(aim, start, today):
    """(verdict, what an even pace would have reached): cannot be told only where the range leaves it open."""
    if aim.value is None:
        return "unmeasured", None
    low, high, end = aim.value.low * aim.factor, aim.value.high * aim.factor, datetime.date(aim.year, 12, 31)
    if low >= aim.threshold:
        return "met", None
    if high >= aim.threshold:
        return "undecided", None
    if today > end:
        return "missed", None
    if aim.base is None:
        return "open", None
    pace = aim.base + (aim.threshold - aim.base) * (today - start).days / (end - start).days
    if low >= pace or high < pace:
        return ("on_track" if low >= pace else "behind"), pace
    return "undecided", pace


def programme(case):
    n, faults = case.network, []
    r = random.Random("programme-%d" % case.seed)
    start, today = day("%d-0%d-11" % (r.choice([2020, 2021]), r.randint(1, 9))), day("2022-0%d-27" % r.randint(3, 9))
    asked = aims(case, r, start, today)
    count = r.randint(1, 3)
    text = ("name: random\ntitle: random\nsource: test\nstart: %s\nactions:\n  - id: '1'\n    title: one\n    measures:\n      - id: '1.1'\n        title: m\n"
            "        targets: [%s]\n        analyses:\n          - run: exposure\n            count: 50\n          - run: visits\n            count: %d\n"
            "          - run: alliances\ntargets:\n" % (start, asked[0].id, count)) + "".join(a.text() for a in asked)
    plan = case.file("plan.yaml", text)
    got = case.run("programme", plan, "--as-of", str(today))
    rows = {t["target_id"]: t for t in got["targets"]}
    for a in asked:
        faults += target_faults(rows[a.id], a, start, today)
    page = case.run("programme", plan, "--as-of", str(today), "--measure", "1.1")
    return faults + visit_faults(case, page, count) + exposure_faults(case, page) + alliance_faults(n, page)


def target_faults(row, aim, start, today):
    name, faults = "%s (%s, by %d)" % (aim.id, aim.query, aim.year), []
    want, pace = verdict_of(aim, start, today)
    close = aim.value is not None and any(math.isfinite(v) and abs(v * aim.factor - aim.threshold) < 1e-9 for v in (aim.value.low, aim.value.high))
    if row["verdict"] != want and not close:
        faults.append("%s: %s, expected %s (%s to %s)" % (name, row["verdict"], want, aim.value, aim.threshold))
    if aim.value is None or faults:
        return faults
    for column, value in (("value_low", aim.value.low), ("value_high", aim.value.high)):
        value = None if math.isinf(value) else value * aim.factor
        if not same(row[column], value, 1e-7):
            faults.append("%s: %s %s, expected %s" % (name, column, row[column], value))
    if pace is not None and row["expected"] is not None and not same(row["expected"], pace, 1e-9):
        faults.append("%s: even pace %s, expected %s" % (name, row["expected"], pace))
    if want in ("behind", "on_track", "open") and aim.value.is_exact:
        years = (datetime.date(aim.year, 12, 31) - today).days / YEAR
        gap = aim.threshold - aim.value.low * aim.factor
        if not same(row["target_gap"], gap, 1e-7) or not same(row["target_pace"], gap / years, 1e-7):
            faults.append("%s: gap %s, %s a year, expected %s, %s" % (name, row["target_gap"], row["target_pace"], gap, gap / years))
    return faults


def visit_faults(case, page, count):
    """Greedy takes what adds most; the bound of k steps: f(S) plus the k largest gains over S, the least over the steps; no k sets cover more."""
    n, faults = case.network, []
    if any(n.county(f) is None for f in n.firms):
        return []
    inside = [f for f in n.firms if n.in_region(f)]
    weight = {f: n.output(f) or 0 for f in inside}
    sets = {f: {f} & set(inside) | {g for l in n.links for g in (l.supplier, l.buyer) if f in (l.supplier, l.buyer) and g in weight} for f in inside}
    cover = lambda chosen: sum(weight[g] for g in set().union(*[sets[f] for f in chosen])) if chosen else 0
    chosen, bounds = [], []
    for k, row in enumerate(page["visits_order"]):
        gains = sorted((cover(chosen + [f]) - cover(chosen) for f in inside if f not in chosen), reverse=True)
        bounds.append((cover(chosen), gains))
        if row["firm_id"] not in sets or not same(row["output_added"], gains[0]) or not same(cover(chosen + [row["firm_id"]]) - cover(chosen), gains[0]):
            return faults + ["visit %d: %s adds %s, the most is %s" % (k + 1, row["firm_id"], row["output_added"], gains[0])]
        chosen.append(row["firm_id"])
        if not same(row["output_covered"], cover(chosen)):
            faults.append("visit %d: covered %s, expected %s" % (k + 1, row["output_covered"], cover(chosen)))
        best = max(cover(list(c)) for c in itertools.combinations(inside, k + 1))
        bound = min(f + sum(g[:k + 1]) for f, g in bounds)
        if row["output_bound"] < best - 1e-6:
            faults.append("visit %d: bound %s, but %s can be covered" % (k + 1, row["output_bound"], best))
        if row["output_bound"] > bound + 1e-6 * max(1, bound):
            faults.append("visit %d: bound %s, expected at most %s" % (k + 1, row["output_bound"], bound))
    if len(page["visits_order"]) < count and cover(chosen) < sum(weight.values()) - 1e-6:
        faults.append("%d visits of %d, and not all covered" % (len(chosen), count))
    return faults


def exposure_faults(case, page):
    """A firm's whole output where the stop of one other firm stops it, else what it sells to its largest buyer."""
    n, faults = case.network, []
    if any(n.county(f) is None for f in n.firms):
        return []
    rows = {x["firm_id"]: x for x in page["exposure_firms"]}
    for f, row in rows.items():
        points = [g for g in n.firms if g != f and f not in case.needs.running({g})]
        if (row["single_points"] or 0) != len(points):
            faults.append("%s: stopped by %s firms, expected %s" % (f, row["single_points"], points))
        sold = {}
        for l in n.sales.get(f, []):
            sold[l.buyer] = None if l.amount is None or sold.get(l.buyer, 0) is None else sold.get(l.buyer, 0) + l.amount
        want = n.output(f) if points else max(sold.values()) if sold and None not in sold.values() else None
        if want is not None and f not in sold:
            faults += filter(None, [figure_fault(f + ": exposure", row["exposure_cny_wan"], measures.Range(want))])
    hanging = sum(1 for f in n.firms if n.in_region(f) and any(f not in case.needs.running({g}) for g in n.firms if g != f))
    figures = {x["figure"]: x["value"] for x in page["numbers"]}
    if figures["firms_hanging"] != hanging:
        faults.append("%s firms stop with another, expected %s" % (figures["firms_hanging"], hanging))
    return faults


def alliance_faults(n, page):
    """Jaccard's index of the products bought."""
    faults, bought = [], {}
    for c in n.cluster_rows:
        bought[c] = {l.product for l in n.links if n.cluster(l.buyer) == c and l.product}
    rows = {frozenset((x["cluster_id"], x["other_id"])): x for x in page["alliances_pairs"]}
    for a, b in itertools.combinations(sorted(bought), 2):
        both, row = bought[a] & bought[b], rows.get(frozenset((a, b)))
        if (row is None) != (not both):
            faults.append("%s, %s: shared %s, on the page %s" % (a, b, sorted(both), row))
        elif row and (not same(row["jaccard"], len(both) / len(bought[a] | bought[b])) or set(row["shared_products"]) != both):
            faults.append("%s, %s: %s, %s, expected %s" % (a, b, row["jaccard"], row["shared_products"], sorted(both)))
    return faults
