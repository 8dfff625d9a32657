"""A shared plant (M42) by the definition: need against capacity, what is kept in an alert, and the network with the step in one plant."""

import math
import random
import shutil

from case import Range, figure_fault, same
from curtailment import CUTS
from network import Network, number
from survival import Needs

PLANT = "SYN-PLANT"
HEAD = "name: shared\ntitle: shared\nprovenance: proposed\nsource: test\nchanges:\n"


class Shared:
    """One change `share_step`: the firms of a selector hand their step over to a plant."""

    def __init__(self, case):
        r, n = random.Random("sharing-%d" % case.seed), case.network
        self.n = n
        steps = {s: [f for f in n.firms if s in n.stages[f]] for s in sorted(n.stage_rows)}
        steps = {s: fs for s, fs in steps.items() if fs}
        many = [s for s, fs in steps.items() if len(fs) > 1]
        self.stage = r.choice(many or sorted(steps)) if steps else None
        if self.stage is None:
            return
        everyone, way = steps[self.stage], r.random()
        one = r.choice(everyone)
        selector = {"stage": self.stage}
        if way < 0.3 and n.county(one):
            selector["county"] = "'%s'" % n.county(one)
            self.firms = [f for f in everyone if n.county(f) == n.county(one)]
        elif way < 0.5 and n.cluster(one):
            selector["cluster"] = n.cluster(one)
            self.firms = [f for f in everyone if n.cluster(f) == n.cluster(one)]
        elif way < 0.8:
            self.firms = sorted(r.sample(everyone, min(len(everyone), r.randint(2, 4))))
            selector["firms"] = "[%s]" % ", ".join(self.firms)
        else:
            self.firms = everyone
        self.grade = r.choice(["A", "A", "B", "C", "D", ""])
        self.capacity, self.jobs = (r.choice([None, r.randint(100, 12000)]) for _ in range(2))
        self.investment, self.savings = (r.choice([None, r.randint(1, 5000)]) for _ in range(2))
        plant = dict(plant_id=PLANT, name="Plant", emission_grade=self.grade, capacity_cny_wan=self.capacity, jobs=self.jobs,
                     investment_cny_wan=self.investment, savings_cny_wan=self.savings)
        braces = lambda d: "{%s}" % ", ".join("%s: %s" % x for x in d.items() if x[1] not in (None, ""))
        self.text = HEAD + "  - share_step: %s\n    plant: %s\n" % (braces(selector), braces(plant))

    def capacities(self, f):
        """What is recorded of its capacity at the step."""
        n = self.n
        rows = [r for r in n.tables["makes"] if r["firm_id"] == f and self.stage in (r["stage_id"], n.stage_of_product.get(r["product_id"]))]
        return [number(r["capacity_cny_wan"]) for r in rows]

    @property
    def in_part(self):
        """Whether of some firm a part is recorded: a capacity at the step in one row and not in another, sales of which some have no amount."""
        return any(least and not whole for least, whole in (self.need(f) for f in self.firms))

    def need(self, f):
        """(at least, whether that is all) of one firm: its capacity at the step, else what it is recorded to sell of its products, else unknown."""
        known = [c for c in self.capacities(f) if c is not None]
        if known:
            return sum(known), len(known) == len(self.capacities(f))
        sold = [l for l in self.n.sales.get(f, []) if l.product and self.n.stage_of_product.get(l.product) == self.stage]
        return sum(l.known or 0 for l in sold), bool(sold) and all(l.amount is not None for l in sold)

    def weighted(self, weight):
        """Σ weight · need as a range."""
        low, high, known, partly = 0, 0, [], []
        for f in self.firms:
            least, whole = self.need(f)
            w = weight(f)
            low += w * least
            high += w * least if whole or w == 0 else math.inf
            (known if whole else partly if least else []).append(w * least)
        found = Range(low, high, known=sum(known) if known or partly else None)
        found.values = [sum(known), sum(known) + sum(partly)] if known or partly else []
        return found

    def requires(self, a, b):
        return any(x["input_stage_id"] == a and x["output_stage_id"] == b and x["importance"] not in ("negligible", "0") for x in self.n.requires)

    def links(self):
        """The links after: (supplier, buyer, product) -> amounts of rows, None where unknown; and those of which the guide does not say the good.

        What a firm hands on within itself is of unknown amount, and a moved link of the same ends and product is one with it (`self.handed`).
        Of a purchase that goes to both, the guide says no amount to the plant."""
        self.handed = set()
        n, s, firms, after, open_ = self.n, self.stage, set(self.firms), {}, set()
        for l in n.links:
            stage = n.stage_of_product.get(l.product) if l.product else None
            supplier = PLANT if l.supplier in firms and stage == s else l.supplier
            buyers = [l.buyer]
            if l.buyer in firms and supplier != PLANT:
                others = n.stages[l.buyer] - {s}
                alone = not any(stage and self.requires(stage, o) for o in others)
                if not others or (stage and self.requires(stage, s)):  # of a firm without another step, the step alone takes all in
                    buyers = [PLANT] if alone else [l.buyer, PLANT]
            for b in buyers:
                after.setdefault((supplier, b, l.product), []).extend(l.amounts if b == buyers[0] else [None])
        for f in self.firms:
            for o in n.stages[f] - {s}:
                ways = [(f, PLANT, o)] if self.requires(o, s) else []
                ways += [(PLANT, f, s)] if self.requires(s, o) else []
                for supplier, buyer, stage in ways:
                    goods = {p for p in n.made.get(f, set()) | {l.product for l in n.sales.get(f, [])} if n.stage_of_product.get(p) == stage}
                    for p in goods:
                        after.setdefault((supplier, buyer, p), []).append(None)
                        self.handed.add((supplier, buyer, p))
                    if not goods:  # a firm of which only the stage is on record
                        open_ |= {(supplier, buyer, p) for p, t in n.stage_of_product.items() if t == stage} | {(supplier, buyer, None)}
        return after, open_


def link_faults(plan, after):
    faults = []
    want, open_ = plan.links()
    there = {(l.supplier, l.buyer, l.product): l for l in after.links}
    for k in sorted(set(want) - set(there), key=str):
        faults.append("no link %s %s %s after" % k)
    for k in sorted(set(there) - set(want) - open_, key=str):
        faults.append("link %s %s %s after, not expected" % k)
    for k in sorted(set(want) & set(there), key=str):
        amount = None if any(a is None for a in want[k]) else sum(want[k])
        if k in open_ and there[k].amount is None:
            continue  # of a firm of which only the stage is on record it may be this good that it hands on
        if not same(there[k].amount, amount):
            faults.append("link %s %s %s of %s, expected %s" % (*k, there[k].amount, want[k]))
        elif k in plan.handed and there[k].amounts != [None]:
            faults.append("link %s %s %s in rows of %s, expected one of unknown amount" % (*k, there[k].amounts))
    for k in sorted(set(there) & open_ - set(want), key=str):
        if there[k].amount is not None:
            faults.append("link %s %s %s of %s, which nobody records" % (*k, there[k].amount))
    return faults


def step_faults(plan, after):
    faults = []
    if after.stages.get(PLANT) != {plan.stage}:
        faults.append("the plant is at %s" % sorted(after.stages.get(PLANT, [])))
    for f in plan.firms:
        if plan.stage in after.stages[f]:
            faults.append("%s is still at %s" % (f, plan.stage))
        for column in plan.n.row[f]:
            then, now = after.row[f].get(column) or "", plan.n.row[f][column]
            if then != now and not (column != "name" and then and now and same(float(then), float(now))):
                faults.append("%s: %s becomes %r" % (f, column, after.row[f].get(column)))
    capacity = [number(r.get("capacity_cny_wan")) for r in after.tables["makes"] if r["firm_id"] == PLANT]
    known = [c for c in capacity if c is not None]
    if (sum(known) if known else None) != plan.capacity:
        faults.append("the plant's capacity in makes.csv: %s of %s" % (capacity, plan.capacity))
    for column in ("county_code", "cluster_id"):  # what all of its firms have in common
        places = {plan.n.row[f][column] for f in plan.firms}
        if (after.row[PLANT][column] or "") != (places.pop() if len(places) == 1 else ""):
            faults.append("the plant's %s is %r, of its firms %s" % (column, after.row[PLANT][column], sorted({plan.n.row[f][column] for f in plan.firms})))
    return faults


def plant_faults(plan, row):
    faults, n = [], plan.n
    need = plan.weighted(lambda f: 1)
    faults += filter(None, [figure_fault("need", row["step_need"], need)])
    enough = None
    if plan.capacity is not None:
        enough = False if need.low > plan.capacity + 1e-9 else True if need.high <= plan.capacity + 1e-9 else None
    people = [n.cell(f, "employees") for f in plan.firms]
    known = [p for p in people if p is not None]
    staff = Range(sum(known)) if len(known) == len(people) else Range(sum(known), math.inf, sum(known) if known else None)
    faults += filter(None, [figure_fault("people", row["employees_of_firms"], staff)])
    grades = {g: sum(1 for f in plan.firms if (n.row[f]["emission_grade"] or None) == g) for g in "ABCD"}
    want = dict(is_enough=enough, plant_capacity=plan.capacity, plant_jobs=plan.jobs, plant_investment=plan.investment, plant_savings=plan.savings,
                sharing_firms=len(plan.firms), sharing_firm_ids=sorted(plan.firms), emission_grade=plan.grade or None, stage_id=plan.stage, plant_id=PLANT)
    for name, value in want.items():
        got = sorted(row[name]) if name == "sharing_firm_ids" else row[name]
        if got != value:
            faults.append("%s %s, expected %s" % (name, got, value))
    graded = [x for x in row["firms_by_grade"] or [] if x[:1] in "ABCD"]
    if graded != ["%s %d" % (g, k) for g, k in grades.items() if k]:
        faults.append("grades %s, expected %s" % (row["firms_by_grade"], grades))
    return faults


def alert_faults(plan, rows, whole=False):
    """What is kept: no grade counts as D. `whole`: only where all of something unknown is cut, which leaves nothing for certain; else only the others."""
    faults = []
    if [x["alert"] for x in rows] != list(CUTS):
        faults.append("alerts %s" % [x["alert"] for x in rows])
    for x in rows:
        cut = lambda grade: CUTS[x["alert"]][grade or "D"]
        if not same(x["plant_cut"], cut(plan.grade)):
            faults.append("%s: cut of the plant %s" % (x["alert"], x["plant_cut"]))
        left = lambda f: 1 - cut(plan.n.row[f]["emission_grade"])
        before = plan.weighted(left)
        if whole == any(left(f) == 0 and not plan.need(f)[1] for f in plan.firms):
            faults += filter(None, [figure_fault(x["alert"] + ": kept before", x["kept_before"], before)])
        need, rest = plan.weighted(lambda f: 1), 1 - cut(plan.grade)
        most = math.inf if plan.capacity is None else plan.capacity
        least = min(need.low, most) if plan.capacity is not None else 0
        after = Range(rest * least, rest * min(need.high, most) if rest else 0)
        after.values = None
        if whole == (rest == 0 and (not need.is_exact or plan.capacity is None)):
            faults += filter(None, [figure_fault(x["alert"] + ": kept after", x["kept_after"], after)])
    return faults


def stop_faults(case, plan, after, row):
    n, faults = case.network, []
    stopped = {f: set(n.firms) - case.needs.running({f}) for f in plan.firms}
    worst = max(len(s) for s in stopped.values())
    named = row["stops_before"]
    if row["stopped_with_one_before"] != worst or named != min(f for f in plan.firms if len(stopped[f]) == worst):
        faults.append("before %s with %s, expected %s" % (row["stopped_with_one_before"], named, {f: len(s) for f, s in stopped.items()}))
    leaders = stopped.get(named, set()) & set(n.leaders) - {named}  # a firm is no single point of itself (M2)
    if set(row["leaders_stopped_before"] or []) != leaders:
        faults.append("leaders before %s, expected %s" % (row["leaders_stopped_before"], sorted(leaders)))
    then = set(after.firms) - Needs(after).running({PLANT})
    if row["stopped_with_plant"] != len(then):
        faults.append("with the plant %s, expected %s" % (row["stopped_with_plant"], sorted(then)))
    if set(row["leaders_stopped_with_plant"] or []) != then & set(n.leaders):
        faults.append("leaders with the plant %s, expected %s" % (row["leaders_stopped_with_plant"], sorted(then & set(n.leaders))))
    return faults


def shared(case):
    """`what-if` of a random shared plant: the network after, and the tables of the plant; `curtail --scenario` says the same."""
    plan = Shared(case)
    if plan.stage is None or len(plan.firms) < 2:
        return None  # a shared plant has two firms at least
    path, folder = case.file("shared.yaml", plan.text), case.folder + ".after"
    got = case.run("what-if", path, "--save-network", folder, "--force")
    after = Network(folder)
    faults = link_faults(plan, after) + step_faults(plan, after)
    if not plan.in_part:
        faults += plant_faults(plan, got["shared_plants"][0]) + alert_faults(plan, got["shared_alerts"])
    faults += stop_faults(case, plan, after, got["shared_stops"][0])
    alert = random.Random("alert-%d" % case.seed).choice(list(CUTS))
    cut, alone = case.run("curtail", "--alert", alert, "--scenario", path), case.run("curtail", "--alert", alert, folder=folder)
    for name in ("shared_plants", "shared_alerts", "shared_stops"):
        if repr(cut[name]) != repr(got[name]):
            faults.append("curtail: %s %s, what-if has %s" % (name, cut[name], got[name]))
    for name in ("kept_without_list", "kept_lowest", "kept_highest", "firms_under_order", "leaders"):
        if repr(cut.get(name)) != repr(alone.get(name)):
            faults.append("curtail --scenario: %s %s, of the network after %s" % (name, cut.get(name), alone.get(name)))
    if not faults:
        shutil.rmtree(folder)
    return faults


def shared_in_part(case):
    """Need and what is kept where of some firm a part is recorded: it needs that much at least."""
    plan = Shared(case)
    if plan.stage is None or len(plan.firms) < 2 or not plan.in_part:
        return None
    got = case.run("curtail", "--alert", "red", "--scenario", case.file("shared.yaml", plan.text))
    return plant_faults(plan, got["shared_plants"][0]) + alert_faults(plan, got["shared_alerts"])


def shared_all_cut(case):
    """What is kept where a grade gives up all: nothing, for certain, whatever is not known."""
    plan = Shared(case)
    if plan.stage is None or len(plan.firms) < 2 or plan.in_part:
        return None
    return alert_faults(plan, case.run("curtail", "--alert", "red", "--scenario", case.file("shared.yaml", plan.text))["shared_alerts"], whole=True)


shared_in_part.traits = dict(two_stages=True, capacity=0.5, blank=0.4, shares="none")


def is_service(n, f):
    """A trade or service by the firm's own code (GB/T 4754, divisions 51 to 97); the stages of these networks have no code."""
    code = (n.sector(f) or "")[:2]
    return code.isdigit() and 51 <= int(code) <= 97


def candidates(case):
    """`match --share-step`: steps and counties with at least two firms that are not of grade A and not known to have a revenue of 2,000 or more."""
    n, faults = case.network, []
    got = case.run("match", "--share-step", "--min-firms", "2")["sharing"]
    want = {}
    for f in n.firms:
        for s in n.stages[f] if n.county(f) and not is_service(n, f) else []:
            revenue, grade = n.cell(f, "revenue_cny_wan"), n.row[f]["emission_grade"]
            kind = "other" if grade == "A" or (revenue is not None and revenue >= 2000) else "small"
            want.setdefault((n.county(f), s), {"small": [], "other": []})[kind].append(f)
    want = {k: v for k, v in want.items() if len(v["small"]) > 1}
    there = {(x["county_code"], x["stage_id"]): x for x in got}
    if set(there) != set(want):
        return ["steps %s, expected %s" % (sorted(there), sorted(want))]
    for k, x in sorted(there.items()):
        small = sorted(want[k]["small"])
        if sorted(x["sharing_firm_ids"]) != small or x["sharing_firms"] != len(small):
            faults.append("%s: %s, expected %s" % (k, x["sharing_firm_ids"], small))
        counts = dict(firms_known_small=sum(1 for f in small if n.cell(f, "revenue_cny_wan") is not None), firms_not_sharing=len(want[k]["other"]),
                      firms_graded_b_to_d=sum(1 for f in small if n.row[f]["emission_grade"]))
        for name, value in counts.items():
            if x[name] != value:
                faults.append("%s: %s %s, expected %d" % (k, name, x[name], value))
        revenue = [n.cell(f, "revenue_cny_wan") for f in small]
        known = [v for v in revenue if v is not None]
        whole = Range(sum(known)) if len(known) == len(small) else Range(sum(known), 2000 * (len(small) - len(known)) + sum(known), sum(known) if known else None)
        whole.outer = (whole.low, math.inf) if not whole.is_exact else None
        faults += filter(None, [figure_fault("%s: revenue" % (k,), x["revenue_of_firms"], whole)])
    return faults
