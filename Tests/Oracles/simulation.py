"""Inventory dynamics (M17): the seven steps of the guide, firm by firm and day by day."""

import copy
import random
import shutil

import generate
import survival
from case import same
from network import Network

DAYS_OF_YEAR = 365
OVERTIME_DAYS = 365


class Input:
    """A good, or a substitute group: who supplies it, how much of it is used a day, how much is there."""

    def __init__(self, links, holds_back, stock_days):
        self.links, self.holds_back, self.stock_days = links, holds_back, stock_days
        self.usual = {}
        for l in links:
            self.usual[l.supplier] = self.usual.get(l.supplier, 0) + l.amount / DAYS_OF_YEAR
        self.use = sum(self.usual.values())
        self.orders = dict(self.usual)
        self.stock = stock_days * self.use


def inputs_of(n, needs, f, stock_days):
    essential = [[l for links in inputs for l in links] for _, inputs in needs.of[f]]
    spoken = {id(l) for links in essential for l in links}
    others = [[l for l in links if id(l) not in spoken] for links in n.purchases.get(f, {}).values()]
    found = [(links, True) for links in essential] + [(links, False) for links in others if links]
    return [Input(links, holds, stock_days) for links, holds in found if sum(l.amount for l in links) > 0]


def play(n, needs, lost, days, stock_days, psi, tau, most, switching):
    """firm -> output of each day as a share of the undisturbed; `lost`: (firm, day) -> capacity lost."""
    h = 1.0
    sold = {f: sum(l.amount for l in n.sales.get(f, [])) / DAYS_OF_YEAR for f in n.firms}
    usual = {f: n.output(f) / DAYS_OF_YEAR for f in n.firms}
    final = {f: usual[f] - sold[f] for f in n.firms}
    stocks = {f: inputs_of(n, needs, f, stock_days) for f in n.firms}
    overtime, before = dict.fromkeys(n.firms, 1.0), dict(usual)
    series = {f: [] for f in n.firms}
    for day in range(1, days + 1):
        delta = {f: lost(f, day) for f in n.firms}
        demand = {f: final[f] for f in n.firms}
        for f in n.firms:
            for i in stocks[f]:
                for s, o in i.orders.items():
                    demand[s] += o
        wanted, made = {}, {}
        for f in n.firms:
            scarcity = (demand[f] - before[f]) / demand[f] if demand[f] > 0 else 0.0
            overtime[f] = max(1.0, overtime[f] + (most - overtime[f]) * scarcity * h / OVERTIME_DAYS)
            wanted[f] = min(demand[f], overtime[f] * (1 - delta[f]) * usual[f])
            share = 1.0
            for i in stocks[f]:
                required = max(psi * i.stock_days, h) * i.use * wanted[f] / usual[f]
                if i.holds_back and required > 0:
                    share = min(share, i.stock / required)
            made[f] = wanted[f] * share
        served = {f: made[f] / demand[f] if demand[f] > 0 else 0.0 for f in n.firms}
        for f in n.firms:
            for i in stocks[f]:
                used = i.use * made[f] / usual[f]
                received = sum(o * served[s] for s, o in i.orders.items())
                i.stock = max(0.0, i.stock + h * (received - used))  # of what holds nothing back more may be wanted than is there
                order = used + max(0.0, i.stock_days * i.use * wanted[f] / usual[f] - i.stock) / tau
                weights = {s: u * (overtime[s] * (1 - delta[s]) if switching else 1) for s, u in i.usual.items()}
                total = sum(weights.values())
                i.orders = {s: order * w / total if total > 0 else 0.0 for s, w in weights.items()}
            series[f].append(made[f] / usual[f])
        before = made
    return series


def simulate(case):
    """One or two firms lose capacity for some days; stocks, thresholds, restocking, overtime as asked."""
    r = random.Random("simulate-%d" % case.seed)
    tables = copy.deepcopy(case.tables)
    sold = case.sold()
    if sold is None:
        return None
    for row in tables["firms"]:  # how a revenue below the recorded sales counts is not said
        row["revenue_cny_wan"] = max(float(row["revenue_cny_wan"]), sold.get(row["firm_id"], 0) + r.choice([0, 0, 10, 500]), 1)
    folder = case.folder + ".played"
    generate.write(tables, folder)
    n = Network(folder)
    needs = survival.Needs(n)
    # A whole loss is left out: among whom an order is shared when none of the suppliers has capacity is not written down.
    events = [(r.choice(n.firms), r.choice([0.98, 0.5, 0.9]), r.randint(1, 6), r.randint(1, 25), r.choice([0, 5])) for _ in range(r.randint(1, 2))]
    text = "name: random\ntitle: random\nprovenance: synthetic\nsource: test\nevents:\n" + "".join(
        "  - firms: %s\n    loss: %s\n    start: %d\n    duration: %d\n" % e[:4] + ("    recovery: {shape: linear, days: %d}\n" % e[4] if e[4] else "")
        for e in events)

    def lost(f, day):
        left = 1.0
        for firm, loss, start, duration, recovery in events:
            if firm == f and start <= day:
                after = day - (start + duration) + 1
                back = 0.0 if after <= 0 else min(1.0, after / recovery) if recovery else 1.0
                left *= 1 - loss * (1 - back)
        return 1 - left

    stock_days, psi, tau = r.choice([3, 5, 15]), r.choice([0, 0, 0.5]), r.choice([5, 15])
    most, switching, days = r.choice([1.25, 1.5]), r.random() < 0.7, 50
    options = ["--days", str(days), "--series-of", "firm", "--default-stock-days", str(stock_days), "--stock-threshold", str(psi),
               "--restocking-days", str(tau), "--overproduction", str(most)] + ([] if switching else ["--no-switching"])
    got = case_run(case, folder, case.file("events.yaml", text), options)
    want = play(n, needs, lost, days, stock_days, psi, tau, most, switching)
    faults = []
    seen = {f: {} for f in n.firms}
    for row in got["series"]:
        seen[row["firm_id"]][row["day"]] = row["output_kept"]
    for f in n.firms:
        for day in range(1, days + 1):
            if not same(seen[f].get(day), want[f][day - 1], 1e-6) and abs((seen[f].get(day) or 0) - want[f][day - 1]) > 1e-9:
                faults.append("%s, day %d: output %s, expected %s (%s, %s)" % (f, day, seen[f].get(day), want[f][day - 1], events, " ".join(options)))
                break
    usual = {f: n.output(f) / DAYS_OF_YEAR for f in n.firms}
    missed = sum(usual[f] * (1 - k) for f in n.firms for k in want[f])
    if not faults and abs(got["missed_output_cny_wan"] - missed) > 1e-6 * max(1, abs(missed)):
        faults.append("missed output %s, expected %s" % (got["missed_output_cny_wan"], missed))
    if not faults:
        shutil.rmtree(folder)
    return faults


def case_run(case, folder, scenario, options):
    import json

    from case import Failed
    code, out, error = case.raw("simulate", folder, scenario, *options, "--format", "json", "--lang", "en")
    if code != 0:
        raise Failed("simulate: exit %d: %s" % (code, error.strip()[:300]))
    return json.loads(out)


simulate.traits = dict(revenue=1, blank=0, shares="none", two_stages=False, m_of_n=False, self_supply=False)
