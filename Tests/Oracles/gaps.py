"""Chain gaps (M33) stage by stage."""

from bounds import local_share
from case import Range, figure_fault, same

NOT_SAID = "not said"


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
        """Recorded supply from firms inside at the stage to firms inside at a stage that requires it.

        A sale without a product counts for a firm that works at this stage alone; a firm at both stages hands on within itself."""
        n = self.n
        return bool(self.makers & self.firms_requiring) or any(
            (n.stages[l.supplier] == {self.stage} if l.product is None else n.stage_of_product.get(l.product) == self.stage)
            for l in n.links if l.supplier in self.makers and l.buyer in self.firms_requiring)

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


def is_bare(n, cluster):
    """Whether no firm of the cluster is on record at any stage of its chain."""
    own = set(stages_of(n, cluster))
    return not any(n.stages[f] & own for f in n.members(cluster))


def verdicts(n, cluster, s):
    """What each class of a stage is: True, False, None where it is undecided, NOT_SAID where the documents leave that open."""
    stage = Stage(n, cluster, s, negligible=False)  # a stage that calls an input negligible does not require it
    bare, buys = is_bare(n, cluster), any(l.buyer in stage.members for l in n.links)
    local, want = local_of(stage), {}
    want["missing"] = not stage.makers if stage.is_needed else None if bare else False
    bare = bare and want["missing"] is not True  # of what is not missing, broken and weak are undecided then
    if stage.makers and stage.requiring and not stage.inside_supply:
        want["broken"] = True if stage.recorded else None
    else:
        want["broken"] = None if bare else False
    if stage.makers and stage.in_demand:
        # Shares beside amounts do not say what is bought in all (sourcing.md): the ends are those of the formula.
        low, high = local.widest if local is not None else (0.5, 0.5)
        want["weak"] = True if len(stage.makers) == 1 or high < 0.5 else None if low < 0.5 or not buys else False
        if len(stage.makers) > 1 and stage.bought and local is None:
            want["weak"] = NOT_SAID  # 0/0: all that is bought is of amount 0
    else:
        want["weak"] = None if bare else False
    want["chokepoint"] = chokepoint(n, stage) if buys else None
    return want


def local_of(stage):
    purchases = {}
    for l in stage.bought:
        purchases.setdefault((l.buyer, l.good), []).append(l)
    return local_share(purchases.values(), lambda l: l.supplier in stage.members)


def counted(flags):
    """How many of (True, False, None: undecided): from those that are sure to those and the undecided; None where the documents do not say."""
    flags = list(flags)
    if NOT_SAID in flags:
        return None
    sure, open_ = flags.count(True), flags.count(None)
    if not open_:
        return Range(sure)
    found = Range(sure, sure + open_, sure if open_ < len(flags) else None)
    found.is_count = True
    return found


def any_of(flags):
    """Whether one of the classes holds."""
    flags = list(flags)
    return True if True in flags else NOT_SAID if NOT_SAID in flags else None if None in flags else False


def stages_with_gaps(n, county):
    """Of the clusters of a county along their chains; None where the documents do not say."""
    own = [c for c, r in n.cluster_rows.items() if r.get("county_code") == county and r.get("chain_id")]
    return counted(any_of(verdicts(n, c, s).values()) for c in own for s in stages_of(n, c))


def stage_faults(n, cluster, s, row, unknown=False):
    """The faults of one stage; `unknown`: only those that hang on an unknown amount, else only the others."""
    faults, stage = [], Stage(n, cluster, s)
    name = "%s, %s" % (cluster, s)
    local, exact = local_of(stage), all(l.amount is not None for l in stage.bought)
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
    want = verdicts(n, cluster, s)
    got = {g: True for g in row["gaps"]}
    got.update({g: None for g in row["undecided_gaps"]})
    if len(got) != len(row["gaps"]) + len(row["undecided_gaps"]):
        faults.append("%s: %s, and undecided %s" % (name, row["gaps"], row["undecided_gaps"]))
    for gap in want:
        if want[gap] != NOT_SAID and got.get(gap, False) != want[gap]:
            faults.append("%s: %s is %s, expected %s" % (name, gap, WORDS[got.get(gap, False)], WORDS[want[gap]]))
    return faults


WORDS = {True: "a gap", False: "none", None: "undecided"}


def gaps_unknown(case):
    """The stages of which some purchase has no amount."""
    n, faults = case.network, []
    for cluster, row in sorted(n.cluster_rows.items()):
        if row.get("chain_id"):
            for r in case.run("gaps", "--cluster", cluster)["stages"]:
                faults += stage_faults(n, cluster, r["stage_id"], r, unknown=True)
    return faults


def chokepoint(n, stage):
    """All that the cluster is recorded to buy of it comes from one supplier outside the region; undecided where its county is unknown.

    A firm of the cluster whose county is unknown is inside."""
    suppliers = {l.supplier for l in stage.bought}
    if len(suppliers) != 1:
        return False
    supplier = next(iter(suppliers))
    inside = n.in_region(supplier)
    if inside is None:
        return False if supplier in stage.members else None
    return NOT_SAID if not inside and supplier in stage.members else not inside
