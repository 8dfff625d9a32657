"""Recovery of the whole network (M40): days to survive and loss of every firm and common cause, each program by itself and in fractions."""

import copy
import random
import shutil
from fractions import Fraction

import generate
import simplex
import survival
from case import same
from network import Network, number

DAYS = 365


class Whole:
    """The network as the guide's table puts it into a program: what each firm makes, needs, holds and may lose, a day."""

    def __init__(self, n, needs, stock_days):
        self.n = n
        sold = {f: sum((Fraction(l.amount) for l in n.sales.get(f, [])), Fraction(0)) for f in n.firms}
        revenue = {f: number(n.row[f].get("revenue_cny_wan")) for f in n.firms}
        self.made = {f: max(sold[f], Fraction(revenue[f] or 0)) / DAYS for f in n.firms}
        self.firms = [f for f in n.firms if self.made[f] > 0]
        self.unmeasured = [f for f in n.firms if revenue[f] is None and not n.sales.get(f)]
        inside = set(self.firms)
        # What does not go to firms of the network is final demand; and so is, read into this, what goes to firms that make nothing on record,
        # or that can do without it (non-essential inputs).
        needed = {id(l) for f in self.firms for _, inputs in needs.of[f] for x in inputs for l in x}
        self.passes = {id(l) for l in n.links if l.buyer in inside and id(l) in needed}
        self.demand = {f: self.made[f] - sum((Fraction(l.amount) for l in n.sales.get(f, []) if id(l) in self.passes), Fraction(0)) / DAYS for f in self.firms}
        self.capacity, self.margin = {}, {}
        for f in self.firms:
            rows = [r for r in n.tables["makes"] if r["firm_id"] == f]
            capacity = [number(r.get("capacity_cny_wan")) for r in rows]
            self.capacity[f] = max(self.made[f], Fraction(sum(capacity)) / DAYS if rows and None not in capacity else 0)
            margins = [Fraction(r["margin"]) for r in rows if r.get("margin")]
            self.margin[f] = margins[0] if margins else Fraction(1)
        self._stocks(needs, stock_days)

    def _stocks(self, needs, stock_days):
        own, rest, self.finished = {}, {}, {f: Fraction(0) for f in self.firms}
        for r in self.n.tables["stocks"]:
            f, product, days, amount = r["firm_id"], r.get("product_id") or None, number(r.get("days")), number(r.get("amount_cny_wan"))
            if r.get("kind") == "output":
                if f in self.finished:
                    self.finished[f] += Fraction(r["days"]) * self.made[f] if days is not None else Fraction(r["amount_cny_wan"])
            elif product:
                own[f, product] = ("days", Fraction(r["days"])) if days is not None else ("amount", Fraction(r["amount_cny_wan"]))
            else:
                rest[f] = Fraction(r["days"])
        self.inputs = {f: [] for f in self.firms}  # (links, use a day, stock)
        self.mixed = False  # whether of some goods that replace each other a stock is on record, and of others none
        for f in self.firms:
            served = {}  # one purchase may serve several needs: in equal parts
            for _, inputs in needs.of[f]:
                for l in {id(l): l for x in inputs for l in x}.values():
                    served[id(l)] = served.get(id(l), 0) + 1
            for _, inputs in needs.of[f]:
                links = [l for x in inputs for l in x]
                part = {id(l): Fraction(l.amount) / served[id(l)] for l in links}
                use = sum(part.values()) / DAYS
                stock = Fraction(0)
                on_record = {bool((f, l.good[1]) in own or f in rest) for l in links}
                self.mixed |= len(on_record) > 1
                for good in {l.good for l in links}:
                    daily = sum(part[id(l)] for l in links if l.good == good) / DAYS
                    whole = sum(Fraction(l.amount) for l in links if l.good == good) / DAYS
                    kind, value = own.get((f, good[1]) if good[0] == "product" else None, ("days", rest.get(f, stock_days)))
                    stock += value * daily if kind == "days" else value * daily / whole if whole else 0
                if use:
                    self.inputs[f].append((links, use, stock))

    def rows(self, down, t):
        """The program's rows; t: a number of days, or None for the variable. ("z", f) is what the customers of f get."""
        rows, sent = [], {f: [] for f in self.firms}
        at_most = lambda row, daily: rows.append(({**row, "t": -daily}, 0) if t is None else (row, daily * t))
        for f in self.firms:
            v = ("v", f)
            at_most({v: 1}, 0 if f in down else self.capacity[f])
            for k, (links, use, stock) in enumerate(self.inputs[f]):
                row = {v: use / self.made[f]}
                for l in links:
                    if l.supplier in sent:
                        y = ("y", l.supplier, l.good, f, k)
                        row[y] = Fraction(-1)
                        sent[l.supplier].append(y)
                rows.append((row, stock))
        for f in self.firms:
            # What it holds of its output is on hand for each good that it sends, and for its customers, by its usual share.
            share = lambda daily: self.finished[f] * daily / self.made[f]
            made = {("v", f): -1}
            for good in sorted({y[2] for y in sent[f]}):
                made["x", f, good] = 1
                usual = sum(Fraction(l.amount) for l in self.n.sales[f] if l.good == good and id(l) in self.passes) / DAYS
                rows.append(({("x", f, good): -1, **{y: 1 for y in sent[f] if y[2] == good}}, share(usual)))
            made["x", f] = 1
            if t is None:
                rows.append(({"t": self.demand[f], ("x", f): -1}, share(self.demand[f])))
            else:
                rows.append(({("z", f): 1, ("x", f): -1}, share(self.demand[f])))
                rows.append(({("z", f): 1}, self.demand[f] * t))
            rows.append((made, 0))
        return rows

    def survive(self, down):
        """M21: the greatest t for which no customer is short; None without end."""
        try:
            return simplex.largest({"t": 1}, self.rows(down, None))[0]
        except ArithmeticError:
            return None

    def loss(self, down, t):
        """M19: the least Σ f l until the last is back."""
        value, _ = simplex.largest({("z", f): self.margin[f] for f in self.firms if self.margin[f]}, self.rows(down, t))
        return sum(self.margin[f] * self.demand[f] * t for f in self.firms) - value


def furnished(case, r, to_unmeasured=False):
    """The network with capacities, margins, stocks and recovery days on record, and some of them missing.

    `to_unmeasured`: firms with a capacity and a margin sell to firms of unknown output, too."""
    tables = copy.deepcopy(case.tables)
    sold = case.sold()
    if sold is None or any(v == 0 for v in sold.values()):
        return None
    sells = {}
    for row in tables["supplies"]:
        sells.setdefault(row["supplier_id"], set()).add(row["product_id"])
    makes = {}
    for row in tables.get("makes", []):
        makes.setdefault(row["firm_id"], []).append(row)
    usual = {}
    for row in tables["firms"]:
        f = row["firm_id"]
        if r.random() < (0.6 if to_unmeasured else 0.3):
            row["revenue_cny_wan"] = ""
        elif r.random() < 0.6 and f in sold:
            row["revenue_cny_wan"] = round(sold[f] * r.choice([1, 1, 1.5]))
        usual[f] = max(sold.get(f, 0), float(row["revenue_cny_wan"] or 0))
        row["recovery_days"] = r.choice(["", r.randint(3, 60), r.randint(3, 60)])
        row["alternate_site_days"] = r.choice(["", "", r.randint(2, 40)])
    for row in tables.get("makes", []):
        # Which of several products a capacity or margin is for is another question: one row a firm.
        single = len(makes[row["firm_id"]]) == 1 and len(sells.get(row["firm_id"], {row["product_id"]}) | {row["product_id"]}) == 1
        row["capacity_cny_wan"] = round(usual[row["firm_id"]] * r.choice([1, 1.1, 1.5, 3])) + 1 if single and r.random() < (0.9 if to_unmeasured else 0.5) else ""
        row["margin"] = r.choice(["", 0.1, 0.25, 0.5]) if single else ""
    blanks(r, tables["supplies"])
    if not to_unmeasured:  # see whole_unmeasured
        silent = {row["firm_id"] for row in tables["firms"] if row["revenue_cny_wan"] == "" and row["firm_id"] not in sold}
        partners = {row["supplier_id"] for row in tables["supplies"] if row["buyer_id"] in silent}
        for row in tables.get("makes", []):
            row["capacity_cny_wan"] = "" if row["firm_id"] in partners else row["capacity_cny_wan"]
    stocks = []
    bought = {}
    for row in tables["supplies"]:
        if row["product_id"]:
            bought.setdefault(row["buyer_id"], set()).add(row["product_id"])
    for row in tables["firms"]:
        f = row["firm_id"]
        line = dict(firm_id=f, product_id="", kind="material", days="", amount_cny_wan="", provenance="synthetic")
        for product in sorted(bought.get(f, ())):
            if r.random() < 0.4:
                stocks.append(dict(line, product_id=product, **(dict(days=r.randint(1, 30)) if r.random() < 0.7 else dict(amount_cny_wan=r.randint(1, 60)))))
        if r.random() < 0.25:
            stocks.append(dict(line, days=r.randint(1, 15)))
        if r.random() < 0.4 and usual[f] and len(sells.get(f, ())) < 2:
            stocks.append(dict(line, kind="output", **(dict(days=r.randint(1, 10)) if r.random() < 0.7 else dict(amount_cny_wan=r.randint(1, 50)))))
    if stocks:
        tables["stocks"] = stocks
    return tables


def blanks(r, rows):
    """Some amounts are not known, each where another supplier of the buyer's good has one."""
    if r.random() < 0.6:
        return
    purchases = {}
    for row in rows:
        purchases.setdefault((row["buyer_id"], row["product_id"]), []).append(row)
    for (_, product), of in purchases.items():
        if product and len(of) > 1 and len({row["supplier_id"] for row in of}) == len(of):
            for row in of[1:]:
                row["amount_cny_wan"] = "" if r.random() < 0.5 else row["amount_cny_wan"]


def assume(n):
    """In place of an amount that is not known: the mean of the buyer's other suppliers of that good. How many there are."""
    count = 0
    for goods in n.purchases.values():
        for links in goods.values():
            known = [Fraction(l.amount) for l in links if l.amount is not None]
            for l in links:
                if l.amount is None:
                    l.amounts = [sum(known) / len(known)]
                    count += 1
    return count


def whole(case, to_unmeasured=False):
    r = random.Random("whole-%d" % case.seed)
    tables = furnished(case, r, to_unmeasured)
    if tables is None:
        return None
    folder = case.folder + ".whole"
    generate.write(tables, folder)
    n = Network(folder)
    unknown = assume(n)
    needs = survival.Needs(n)
    stock_days, asked = 0, []
    if r.random() < 0.3:
        stock_days, asked = 4, ["--default-stock-days", "4"]
    assumed = None
    if r.random() < 0.3:
        assumed, asked = 15, asked + ["--default-recovery-days", "15"]
    net = Whole(n, needs, stock_days)
    if net.mixed and stock_days:  # whether the default counts for the others then is not said
        net, asked = Whole(n, needs, 0), asked[2:]
    if any(sum(l.amount for x in inputs for l in x) == 0 for f in net.firms for _, inputs in needs.of[f]):
        return None
    got = case.run("survive", "--every", *asked, folder=folder)
    faults = page_faults(n, net, assumed, got) + (
        ["%s amounts assumed, of %d that are not known" % (got["assumed_amounts"], unknown)] if got["assumed_amounts"] > unknown else [])
    if not faults:
        shutil.rmtree(folder)
    return ["%s: %s" % (" ".join(asked) or "nothing assumed", f) for f in faults]


def whole_unmeasured(case):
    """With capacities and margins of firms that sell to firms of unknown output: what these buy is final demand of the seller like any other."""
    return whole(case, to_unmeasured=True)


def recovery_of(n, firms, assumed):
    """M23; of a group the last; None where one is not known."""
    days = []
    for f in firms:
        known = [x for x in (n.cell(f, "recovery_days"), number(n.row[f].get("alternate_site_days"))) if x is not None]
        days.append(min(known) if known else assumed)
    return None if None in days else max(days)


def page_faults(n, net, assumed, got):
    faults = []
    events = {f: {f} for f in n.firms if f not in net.unmeasured}  # who has no output that could be lost is not tried
    for row in n.tables["groups"]:
        events.setdefault(row["group_id"], set()).add(row["firm_id"])
    rows = {x["disruption_id"]: x for x in got["recoveries"]}
    if len(rows) != len(got["recoveries"]) or not set(rows) <= set(events) or got["disruptions_count"] != sum(1 for m in events.values() if m & set(net.firms)):
        faults.append("disruptions %s of %s, expected %s" % (sorted(rows), got["disruptions_count"], sorted(events)))
    # Those that only sell in amounts nobody knows count too: what they lose has no size.
    if got["unmeasured_firms"] < len(net.unmeasured):
        faults.append("%s firms of unknown output, expected %d at least" % (got["unmeasured_firms"], len(net.unmeasured)))
    events = {e: members for e, members in events.items() if members & set(net.firms)}
    losses, harmless, unknown = {}, 0, 0
    for e, members in sorted(events.items()):
        down = members & set(net.firms)
        days, recovery = net.survive(down), recovery_of(n, members, assumed)
        loss = None if recovery is None else net.loss(down, Fraction(recovery))
        if days is None:
            loss = 0  # nobody is ever short, however long it is away
        unknown += loss is None
        harmless += loss == 0
        row = rows.get(e)
        if loss is not None:
            losses[e] = float(loss)
        if row is None:
            if loss is None or loss > Fraction(1, 10 ** 5):
                faults.append("%s is not listed: survives %s days, away %s, loss %s" % (e, days and float(days), recovery, loss and float(loss)))
            continue
        if loss == 0:
            faults.append("%s costs nothing and is listed: %s" % (e, row))
        if (days is None) != (row["survive_days"] is None) or days is not None and not same(row["survive_days"], float(days), 1e-6):
            faults.append("%s: %s days, expected %s" % (e, row["survive_days"], None if days is None else float(days)))
        if row["recovery_days"] != recovery:
            faults.append("%s: recovery %s, expected %s" % (e, row["recovery_days"], recovery))
        if (loss is None) != (row["loss_cny_wan"] is None) or loss is not None and abs(row["loss_cny_wan"] - float(loss)) > 2e-5 * max(1, float(loss)):
            faults.append("%s: loss %s, expected %s" % (e, row["loss_cny_wan"], None if loss is None else float(loss)))
        elif loss is not None:
            own, others = row["own_loss_cny_wan"], row["others_loss_cny_wan"]
            most = float(sum(net.margin[f] * net.demand[f] * recovery for f in down))
            if not same(own + others, row["loss_cny_wan"], 1e-6) or own < -1e-6 or others < -1e-6 or own > most * (1 + 1e-6) + 1e-6:
                faults.append("%s: own loss %s and others' %s of %s, at most %s own" % (e, own, others, row["loss_cny_wan"], most))
    if (got["harmless_stops"], got["recovery_unknown"]) != (harmless, unknown) or got["costly_stops"] != len(losses) - harmless:
        faults.append("%s harmless, %s costly, %s unknown, expected %d, %d, %d" % (
            got["harmless_stops"], got["costly_stops"], got["recovery_unknown"], harmless, len(losses) - harmless, unknown))
    largest = max(losses.values(), default=0)
    for e, row in rows.items():
        if row["rei"] is not None and largest and not same(row["rei"], losses.get(e, -1) / largest, 1e-5):
            faults.append("%s: risk exposure %s, expected %s" % (e, row["rei"], losses.get(e, -1) / largest))
    order = [x["loss_cny_wan"] for x in got["recoveries"] if x["loss_cny_wan"] is not None]
    if order != sorted(order, reverse=True):
        faults.append("not the largest loss first: %s" % order)
    return faults


# What amounts mean where a group asks for m of n, and where one need implies another, is not said.
whole.traits = dict(revenue=1, blank=0, shares="none", two_stages=False, m_of_n=False, self_supply=False, capacity=0)
whole_unmeasured.traits = whole.traits
