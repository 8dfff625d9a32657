"""Chain gaps (M33) stage by stage."""

from bounds import local_share
from case import figure_fault, same


def weight(row):
    return 1.0 if (row.get("weight") or "") == "" else float(row["weight"])


def stages_of(network, cluster):
    chain = network.cluster_rows[cluster].get("chain_id") or None
    return {s: r for s, r in network.stage_rows.items() if r["chain_id"] == chain}


def completeness(network, cluster):
    """Σ weight of stages with a firm inside / Σ weight of all but the spared ones; None where no firm of the cluster is at any of them."""
    return completenesses(network, cluster)[0]


def completenesses(network, cluster):
    """One of which no requirement speaks at all is there for its own sake, and counts."""
    stages = stages_of(network, cluster)
    parts = {s: Stage(network, cluster, s) for s in stages}
    if not any(p.makers for p in parts.values()):
        return [None]
    held = sum(weight(stages[s]) for s, p in parts.items() if p.makers)
    return [held / sum(weight(stages[s]) for s, p in parts.items() if not p.spared or not p.is_spoken_of)]


class Stage:
    """What the gap rules ask of one stage."""

    def __init__(self, n, cluster, stage, negligible=True):
        self.n, self.stage = n, stage
        self.members = set(n.members(cluster))
        self.makers = {f for f in self.members if stage in n.stages[f]}
        own_rows = [r for r in n.requires if r["input_stage_id"] == stage
                    and (negligible or r.get("importance") not in ("negligible", "0"))]
        self.is_spoken_of = any(r["input_stage_id"] == stage for r in n.requires)
        at = lambda s: {f for f in self.members if s in n.stages[f]}
        self.requiring = {r["output_stage_id"] for r in own_rows if at(r["output_stage_id"])}
        self.firms_requiring = set().union(*[at(s) for s in self.requiring]) if self.requiring else set()
        self.bought = [l for l in n.links if l.buyer in self.members and l.product and n.stage_of_product.get(l.product) == stage]
        self.own_rows = [r for r in own_rows if r.get("importance") not in ("negligible", "0")]

    def is_dispensable(self, row):
        """Of one requirement above negligible: non-essential, or enough other inputs of its substitute group are made inside."""
        if (row.get("importance") or "essential") not in ("essential", "2"):
            return True
        group = row.get("substitute_group") or None
        if not group:
            return False
        same_group = [r for r in self.n.requires if r["output_stage_id"] == row["output_stage_id"] and r.get("substitute_group") == group]
        asked = max(int(r.get("needs") or 1) for r in same_group)
        others = {r["input_stage_id"] for r in same_group} - {self.stage}
        return sum(1 for o in others if any(o in self.n.stages[f] for f in self.members)) >= asked

    @property
    def is_needed(self):
        """A firm inside buys it, or a stage inside cannot do without it."""
        return bool(self.bought) or any(r["output_stage_id"] in self.requiring and not self.is_dispensable(r) for r in self.own_rows)

    @property
    def spared(self):
        """Without a firm inside, not missing, and every requirement (above negligible) can do without it."""
        return not self.makers and not self.is_needed and all(self.is_dispensable(r) for r in self.own_rows)

    @property
    def in_demand(self):
        """Some stage inside requires it, or a firm inside buys it."""
        return bool(self.requiring or self.bought)

    @property
    def inside_supply(self):
        """Recorded supply from firms inside at the stage to firms inside at a stage that requires it: True, False, or None for debated."""
        n, unclear = self.n, False
        for l in n.links:
            if l.supplier not in self.makers or l.buyer not in self.firms_requiring:
                continue
            if l.product is None:
                unclear = True  # counts where the firm stands at this stage alone
                if n.stages[l.supplier] == {self.stage}:
                    return True
            elif n.stage_of_product.get(l.product) == self.stage:
                return True
        if self.makers & self.firms_requiring:
            return True  # a firm at both stages hands on within itself
        return None if unclear else False

    @property
    def recorded(self):
        """A break is only claimed when some sale of the stage's firms, or some purchase of its product inside, is on record."""
        return bool(self.bought) or any(l.supplier in self.makers for l in self.n.links)


def gaps(case):
    n, faults = case.network, []
    for cluster, row in sorted(n.cluster_rows.items()):
        if not row.get("chain_id"):
            continue
        got = case.run("gaps", "--cluster", cluster)
        want = completenesses(n, cluster)
        if not any(same(got["completeness"], w) for w in want):
            faults.append("%s: completeness %s, expected %s" % (cluster, got["completeness"], want))
        rows = {r["stage_id"]: r for r in got["stages"]}
        own = set(stages_of(n, cluster))
        if set(rows) != own:
            faults.append("%s: stages %s, expected %s" % (cluster, sorted(rows), sorted(own)))
        for s in sorted(set(rows) & own):
            faults += stage_faults(n, cluster, s, rows[s])
    return faults


def verdicts(stage, local):
    """What each class must be: True, False, or None where the documents leave it open."""
    n, want, needed = stage.n, {}, stage.is_needed
    want["missing"] = needed and not stage.makers
    broken = False
    if stage.makers and stage.requiring:
        supply = stage.inside_supply
        broken = None if supply is None else (not supply and stage.recorded)
    want["broken"] = broken
    weak = False
    if stage.makers and stage.in_demand:
        weak = len(stage.makers) == 1
        if not weak and local is not None:
            low, high = local.widest
            weak = True if high < 0.5 else False if low >= 0.5 else None if local.high < 0.5 or local.low >= 0.5 else False
    want["weak"] = weak
    want["chokepoint"] = chokepoint(n, stage)
    return want


def stage_faults(n, cluster, s, row, unknown=False):
    """The faults of one stage; `unknown`: only those that hang on an unknown amount, else only the others."""
    faults, stage = [], Stage(n, cluster, s)
    name = "%s, %s" % (cluster, s)
    purchases = {}
    for l in stage.bought:
        purchases.setdefault((l.buyer, l.good), []).append(l)
    local = local_share(purchases.values(), lambda l: l.supplier in stage.members)
    exact = all(l.amount is not None for l in stage.bought)
    if unknown == exact:
        return []
    if row["firms_inside"] != len(stage.makers):
        faults.append("%s: firms inside %s, expected %d" % (name, row["firms_inside"], len(stage.makers)))
    suppliers = {l.supplier for l in stage.bought}
    if row["suppliers"] != len(suppliers):
        faults.append("%s: suppliers %s, expected %d" % (name, row["suppliers"], len(suppliers)))
    value = row["cluster_supply_ratio"]
    if not stage.bought:
        faults += ["%s: supply inside %s of nothing bought" % (name, value)] if value is not None else []
    elif not exact or local is not None:
        faults += filter(None, [figure_fault(name + ": supply inside", value, local)])
    # A stage that calls an input negligible does not require it.
    want = verdicts(Stage(n, cluster, s, negligible=False), local)
    for gap in want:
        if want[gap] is not None and (gap in row["gaps"]) != want[gap]:
            faults.append("%s: %s%s, expected %s" % (name, "" if gap in row["gaps"] else "not ", gap, "it" if want[gap] else "not"))
    return faults


def gaps_unknown(case):
    """The stages of which some purchase has no amount."""
    n, faults = case.network, []
    for cluster, row in sorted(n.cluster_rows.items()):
        if row.get("chain_id"):
            for r in case.run("gaps", "--cluster", cluster)["stages"]:
                faults += stage_faults(n, cluster, r["stage_id"], r, unknown=True)
    return faults


def chokepoint(n, stage):
    """All that the cluster is recorded to buy of it comes from one supplier outside the region."""
    suppliers = {l.supplier for l in stage.bought}
    if len(suppliers) != 1:
        return False
    inside = n.in_region(next(iter(suppliers)))
    return None if inside is None else not inside
