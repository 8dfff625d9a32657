"""Chain gaps (M33) stage by stage."""

from case import Range, figure_fault, same
from sourcing import ratio


def weight(row):
    return 1.0 if (row.get("weight") or "") == "" else float(row["weight"])


def completeness(network, cluster):
    """Σ weight of stages with a firm inside / Σ weight of all; None where no firm of the cluster is at any stage of any chain."""
    chain = network.cluster_rows[cluster].get("chain_id") or None
    members = network.members(cluster)
    stages = {s: r for s, r in network.stage_rows.items() if r["chain_id"] == chain}
    if not stages or not any(network.stages[f] & set(stages) for f in members):
        return None
    held = sum(weight(r) for s, r in stages.items() if any(s in network.stages[f] for f in members))
    return held / sum(weight(r) for r in stages.values())


class Stage:
    """What the gap rules ask of one stage."""

    def __init__(self, n, cluster, stage, negligible=True):
        self.n, self.stage = n, stage
        self.members = set(n.members(cluster))
        self.makers = {f for f in self.members if stage in n.stages[f]}
        own_rows = [r for r in n.requires if r["input_stage_id"] == stage
                    and (negligible or r.get("importance") not in ("negligible", "0"))]
        at = lambda s: {f for f in self.members if s in n.stages[f]}
        self.requiring = {r["output_stage_id"] for r in own_rows if at(r["output_stage_id"])}
        self.firms_requiring = set().union(*[at(s) for s in self.requiring]) if self.requiring else set()
        self.bought = [l for l in n.links if l.buyer in self.members and l.product and n.stage_of_product.get(l.product) == stage]
        self.rows = own_rows

    @property
    def in_demand(self):
        """Some stage inside requires it, or a firm inside buys it."""
        return bool(self.requiring or self.bought)

    @property
    def demand_is_debated(self):
        """Required only non-essentially, or a substitute of it is made inside, and nobody buys it: how that counts is being written down."""
        if self.bought or not self.requiring:
            return False
        for r in self.rows:
            if r["output_stage_id"] not in self.requiring:
                continue
            group = r.get("substitute_group") or None
            essential = (r.get("importance") or "essential") in ("essential", "2")
            others = [x["input_stage_id"] for x in self.n.requires
                      if group and x["output_stage_id"] == r["output_stage_id"] and x.get("substitute_group") == group
                      and x["input_stage_id"] != self.stage]
            made = any(o in self.n.stages[f] for o in others for f in self.members)
            if essential and not made:
                return False
        return True

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
            return None  # one firm stands at both: silent
        return None if unclear else False

    @property
    def recorded(self):
        """A break is only claimed when some sale of the stage's firms, or some purchase of its product inside, is on record."""
        return bool(self.bought) or any(l.supplier in self.makers for l in self.n.links)


def gaps(case):
    n, faults = case.network, []
    for cluster, row in sorted(n.cluster_rows.items()):
        chain = row.get("chain_id") or None
        if not chain:
            continue
        got = case.run("gaps", "--cluster", cluster)
        want = completeness(n, cluster)
        if not same(got["completeness"], want):
            faults.append("%s: completeness %s, expected %s" % (cluster, got["completeness"], want))
        rows = {r["stage_id"]: r for r in got["stages"]}
        own = {s for s, r in n.stage_rows.items() if r["chain_id"] == chain}
        if set(rows) != own:
            faults.append("%s: stages %s, expected %s" % (cluster, sorted(rows), sorted(own)))
        for s in sorted(set(rows) & own):
            faults += stage_faults(n, cluster, s, rows[s])
    return faults


def verdicts(n, stage, local):
    """What each class must be: True, False, or None where the documents leave it open."""
    want, debated = {}, stage.demand_is_debated
    want["missing"] = None if debated else stage.in_demand and not stage.makers
    broken = False
    if stage.makers and stage.requiring:
        supply = stage.inside_supply
        broken = None if supply is None else (not supply and stage.recorded)
        broken = None if debated and broken else broken
    want["broken"] = broken
    weak = False
    if stage.makers and stage.in_demand:
        weak = True if len(stage.makers) == 1 else None
        if weak is None and stage.bought:
            weak = True if local.high < 0.5 else False if local.low >= 0.5 else None
        elif weak is None:
            weak = False
        weak = None if debated and weak else weak
    want["weak"] = weak
    want["chokepoint"] = chokepoint(n, stage)
    return want


def stage_faults(n, cluster, s, row, unknown=False):
    """The faults of one stage; `unknown`: only those that hang on an unknown amount, else only the others."""
    faults, stage = [], Stage(n, cluster, s)
    name = "%s, %s" % (cluster, s)
    parts = [(Range(l.amount) if l.amount is not None else Range(l.known or 0, float("inf"), l.known), l.supplier in stage.members)
             for l in stage.bought]
    local = ratio(parts)
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
    elif not exact or sum(l.amount for l in stage.bought) > 0:
        faults += filter(None, [figure_fault(name + ": supply inside", value, local)])
    # Whether a stage that is only negligible to another “requires” is not said: where it matters nothing is claimed.
    with_it, without = verdicts(n, stage, local), verdicts(n, Stage(n, cluster, s, negligible=False), local)
    for gap in with_it:
        if with_it[gap] is not None and with_it[gap] == without[gap] and (gap in row["gaps"]) != with_it[gap]:
            faults.append("%s: %s%s, expected %s" % (name, "" if gap in row["gaps"] else "not ", gap, "it" if with_it[gap] else "not"))
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
