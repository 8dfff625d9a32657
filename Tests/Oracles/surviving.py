"""Time to survive (M19 to M22): the linear programs of the guide in fractions, and the days of cover; without and with capacity to spare."""

import copy
import random
import shutil
from fractions import Fraction

import generate
import simplex
import survival
from case import same
from network import Network

DAYS = 365


class Part:
    """The leader's upstream part: what flows on each link for it, a day."""

    def __init__(self, n, needs, leader, stock_days):
        self.n, self.leader = n, leader
        self.inputs = {}  # firm -> [(links, use a day at the usual rate, stock)]
        self.firms, order = {leader}, [leader]
        for f in order:
            for l in n.links:
                if l.buyer == f and l.supplier not in self.firms:
                    self.firms.add(l.supplier)
                    order.append(l.supplier)
        self.demand = Fraction(n.cell(leader, "revenue_cny_wan")) / DAYS
        # Suppliers keep serving others in proportion: of a firm that sells half to this part, half of what it makes is made for it, by all its inputs.
        self.rate = {f: sum(Fraction(l.amount) for l in n.sales.get(f, []) if l.buyer in self.firms) / DAYS for f in self.firms}
        self.rate[leader] = self.demand
        # What a firm could make beyond its usual output goes to the leader's part alone.
        self.made = {f: max(sum(Fraction(l.amount) for l in n.sales.get(f, [])), Fraction(n.cell(f, "revenue_cny_wan") or 0)) / DAYS for f in self.firms}
        self.spare = {f: max(Fraction(0), capacity(n, f) / DAYS - self.made[f]) for f in self.firms}
        for f in self.firms:
            self.inputs[f] = []
            for _, inputs in needs.of[f]:
                links = [l for x in inputs for l in x]
                use = sum(Fraction(l.amount) for l in links) / DAYS
                self.inputs[f].append((links, use, stock_days * use))

    def rows(self, down, t):
        """The program's rows; t: a number of days, or None for the variable."""
        rows, sent = [], {}
        for f in self.firms:
            v = ("v", f)
            w = ("w", f)
            if f in down or not self.spare[f]:
                rows.append(({w: 1}, 0))
            else:
                rows.append(({w: 1, "t": -self.spare[f]}, 0) if t is None else ({w: 1}, self.spare[f] * t))
                rows.append(({w: self.rate[f], v: -self.spare[f]}, 0))
            if f in down:
                rows.append(({v: 1}, 0))
            elif t is None:
                rows.append(({v: 1, "t": -self.rate[f]}, 0))
            else:
                rows.append(({v: 1}, self.rate[f] * t))
            for k, (links, use, stock) in enumerate(self.inputs[f]):
                row = {v: use / self.rate[f], w: use / self.made[f]}
                for l in links:
                    y = ("y", l.supplier, l.good, f, k)
                    row[y] = row.get(y, 0) - 1
                    sent.setdefault(l.supplier, {}).setdefault(l.good, set()).add(y)
                rows.append((row, stock))
        for f in self.firms - {self.leader}:
            made = {}
            for good, ys in sent.get(f, {}).items():
                x = ("x", f, good)
                rows.append(({**{y: 1 for y in ys}, x: -1}, 0))
                made[x] = 1
            rows.append(({**made, ("v", f): -1, ("w", f): -1}, 0))
        return rows

    def survive(self, down):
        """M21: the greatest t for which no customer is short; None without end."""
        rows = self.rows(down, None)
        rows.append(({"t": self.demand, ("v", self.leader): -1, ("w", self.leader): -1}, 0))
        try:
            return simplex.largest({"t": 1}, rows)[0]
        except ArithmeticError:
            return None

    def loss(self, down, t):
        """M19: what the leader fails to deliver in t days."""
        rows = self.rows(down, t)
        rows.append(({"z": 1, ("v", self.leader): -1, ("w", self.leader): -1}, 0))
        rows.append(({"z": 1}, self.demand * t))
        return self.demand * t - simplex.largest({"z": 1}, rows)[0]

    def cover(self, down):
        """M22: stock / use, the least along the chain."""
        memo = {}

        def of(f):
            if f in down:
                return 0
            if f not in memo:
                ends = [stock / use + min(of(l.supplier) for l in links) for links, use, stock in self.inputs[f] if use]
                memo[f] = min(ends) if ends else float("inf")
            return memo[f]

        return of(self.leader)


def capacity(n, f):
    """Of all that a firm makes, where every row of it has one."""
    rows = [r["capacity_cny_wan"] for r in n.tables["makes"] if r["firm_id"] == f]
    return sum(Fraction(c) for c in rows) if rows and all(rows) else Fraction(0)


def survive(case):
    r = random.Random("survive-%d" % case.seed)
    tables = copy.deepcopy(case.tables)
    sold = case.sold()
    if sold is None:
        return None
    for row in tables["firms"]:
        row["revenue_cny_wan"] = sold.get(row["firm_id"]) or row["revenue_cny_wan"]
    # Which of several products a capacity is for is another question: one row a firm.
    several = {f for f in case.network.firms if sum(1 for m in tables.get("makes", []) if m["firm_id"] == f) > 1 or len(
        {l.good for l in case.network.sales.get(f, [])}) > 1}
    for row in tables.get("makes", []):
        row["capacity_cny_wan"] = "" if row["firm_id"] in several else row["capacity_cny_wan"]
    folder = case.folder + ".stopped"
    generate.write(tables, folder)
    n = Network(folder)
    needs = survival.Needs(n)
    stock_days, faults = r.choice([2, 5, 10]), []
    if any(sum(l.amount for x in inputs for l in x) == 0 for f in n.firms for _, inputs in needs.of[f]) or any(v == 0 for v in sold.values()):
        return None
    for leader in n.leaders[:2]:
        part = Part(n, needs, leader, stock_days)
        if part.demand == 0 or len(part.firms) < 2:
            continue
        groups = {}
        for row in n.tables["groups"]:
            groups.setdefault(row["group_id"], set()).add(row["firm_id"])
        got = case.run("survive", "--leader", leader, "--default-stock-days", str(stock_days), "--default-recovery-days", "20", folder=folder)
        rows = {x["disruption_id"]: x for x in got["disruptions"]}
        events = {f: {f} for f in part.firms - {leader}}
        events.update({g: m for g, m in groups.items() if m & part.firms})
        own = {g for g in groups if leader in groups[g]}  # whether a group that strikes the leader itself is listed is not said
        if set(rows) - own != set(events) - own:
            faults.append("%s: disruptions %s, expected %s" % (leader, sorted(rows), sorted(events)))
        losses = {}
        for e in set(rows) & set(events):
            if leader in events[e]:
                continue  # the leader itself is struck
            row, down = rows[e], events[e] & part.firms
            recovery = max(n.cell(f, "recovery_days") if n.cell(f, "recovery_days") is not None else 20 for f in events[e])
            name = "%s without %s (stock %d days)" % (leader, e, stock_days)
            faults += row_faults(name, row, part, down, recovery, losses, e)
        largest = max([x["loss_cny_wan"] or 0 for x in rows.values()], default=0)
        for e, x in rows.items():
            if x["rei"] is not None and largest and not same(x["rei"], x["loss_cny_wan"] / largest, 1e-6):
                faults.append("%s: risk exposure %s of %s, expected %s" % (leader, x["rei"], e, x["loss_cny_wan"] / largest))
    if not faults:
        shutil.rmtree(folder)
    return faults


def row_faults(name, row, part, down, recovery, losses, e):
    faults = []
    want = part.survive(down)
    if (want is None) != (row["survive_days"] is None) or want is not None and not same(row["survive_days"], float(want), 1e-6):
        faults.append("%s: %s days, expected %s" % (name, row["survive_days"], None if want is None else float(want)))
    if row["recovery_days"] != recovery:
        faults.append("%s: recovery %s, expected %s" % (name, row["recovery_days"], recovery))
    cover = part.cover(down)
    if (row["cover_days"] is None) != (cover == float("inf")) or row["cover_days"] is not None and not same(row["cover_days"], float(cover), 1e-6):
        faults.append("%s: cover %s, expected %s" % (name, row["cover_days"], float(cover)))
    losses[e] = float(part.loss(down, recovery))
    if row["loss_cny_wan"] is None or abs(row["loss_cny_wan"] - losses[e]) > 2e-5 * max(1, losses[e]):
        faults.append("%s: loss %s, expected %s" % (name, row["loss_cny_wan"], losses[e]))
    verdict = "survives" if want is None or recovery <= want else "fails"
    if row["verdict"] != verdict and not (want is not None and abs(float(want) - recovery) < 1e-6):
        faults.append("%s: %s, expected %s" % (name, row["verdict"], verdict))
    return faults


TRAITS = dict(revenue=1, blank=0, shares="none", two_stages=False, m_of_n=False, self_supply=False, importance=False, circles=False,
                      capacity=0, leaderless=False)
survive.traits = TRAITS


def survive_spare(case):
    """With capacity to spare on record."""
    return survive(case)


survive_spare.traits = dict(TRAITS, capacity=0.7)
