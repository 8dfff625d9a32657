"""Shortlists: every field of shortlists.md, one rule at a time and several together."""

import math
import random

from bounds import Purchase, largest_share, local_share, total
from case import Range
from measures import TECHNOLOGY, cell_range, decided, output_range, quotient, share_of
from sourcing import is_local
from structure import reached

INF = math.inf


def fields(case):
    """field -> function of a firm that gives a Range, True, False, None (unknown), or a text."""
    n = case.network
    suppliers = {f: {l.supplier for l in n.links if l.buyer == f} for f in n.firms}
    buyers = {f: {l.buyer for l in n.links if l.supplier == f} for f in n.firms}
    stops = {}
    for f in n.firms:
        up = case.needs.running({f})
        stops[f] = sum(1 for l in n.leaders if l != f and l not in up)
    distance = tiers(n)

    def role(kind):
        return lambda f: (f in n.roles[kind]) if kind in n.roles else None

    def honours(f):
        has = sum(1 for k in TECHNOLOGY if f in n.roles.get(k, ()))
        return Range(has, has + sum(1 for k in TECHNOLOGY if k not in n.roles), has)

    def bought(f):
        return [l for links in n.purchases.get(f, {}).values() for l in links]

    def cluster_share(f):
        c = n.cluster(f)
        if c is None:
            return None
        members = n.members(c)
        return share_of([output_range(n, g) for g in members], [g == f for g in members])

    def highest(f):
        """The largest of its goods: each lies anywhere within its own ends."""
        found = [Purchase(links) for links in n.purchases.get(f, {}).values()]
        if not found or total_is_zero(f):
            return None
        values = [p.hhi for p in found]
        top = Range(max(v.low for v in values), max(v.high for v in values))
        top.complete = all(p.exact for p in found)
        if not top.is_exact:
            top.values = None if any(v.is_exact or v.values for v in values) else []
        return top

    def per_head(f):
        people = n.cell(f, "employees")
        if people == 0:
            return None
        return quotient([cell_range(n, f, "revenue_cny_wan")], [cell_range(n, f, "employees")])

    def local_of(f):
        return local_share(n.purchases.get(f, {}).values(), lambda l: is_local(n, l))

    def top(links, end):
        """The largest partner's share of all that is bought or sold."""
        # What a firm supplies itself counts among what it buys, and not among what it sells.
        links = [l for l in links if end == "supplier" or l.supplier != l.buyer]
        if not links:
            return None
        parties = {}
        for l in links:
            parties.setdefault(getattr(l, end), []).append(Range(l.amount) if l.amount is not None else Range(l.known or 0, INF, l.known))
        value = largest_share([total(p) for p in parties.values()])
        if value is None or end == "supplier" and any(Purchase(x).by_share for x in n.purchases[links[0].buyer].values()):
            return None if value is None or len(parties) > 1 else value  # how shares of single goods make a share of all is not said
        return value

    def total_is_zero(f):
        return any(all(l.amount == 0 for l in links) for links in n.purchases.get(f, {}).values())

    def count(k):
        """A count of what is on record; of a firm of which nothing of the kind is, the documents do not say whether that is 0 or unknown."""
        return Range(k) if k else None

    found = {c: (lambda f, c=c: cell_range(n, f, c)) for c in ("revenue_cny_wan", "rd_cny_wan", "employees", "tax_cny_wan")}
    found.update({
        "output_cny_wan": lambda f: output_range(n, f),
        "revenue_per_employee": per_head,
        "rd_share": lambda f: quotient([cell_range(n, f, "rd_cny_wan")], [cell_range(n, f, "revenue_cny_wan")]),
        "cluster_share": cluster_share,
        "technology_honours": honours,
        # A firm that supplies itself is one of its own suppliers, and none of its buyers.
        "suppliers": lambda f: count(len(suppliers[f])),
        "buyers": lambda f: count(len(buyers[f] - {f})),
        "upstream_firms": lambda f: count(len(reached(f, suppliers) - {f})),
        "tier": lambda f: Range(distance[f]) if f in distance else None,
        "goods_bought": lambda f: count(len(n.purchases.get(f, {}))),
        "single_sourced_goods": lambda f: Range(
            sum(1 for links in n.purchases.get(f, {}).values() if len(links) == 1)) if n.purchases.get(f) else None,
        "highest_hhi": highest,
        "local_supply_ratio": local_of,
        "top_supplier_share": lambda f: top(bought(f), "supplier"),
        "top_buyer_share": lambda f: top(n.sales.get(f, []), "buyer"),
        "targets_stopped": lambda f: Range(stops[f]) if n.leaders else None,
        "single_point": lambda f: stops[f] > 0 if n.leaders else None,
        "synthetic": lambda f: True,
        "inside": lambda f: n.in_region(f),
        "partners_inside": lambda f: count(len({p for p in suppliers[f] | buyers[f] if p != f and n.cluster(p) == n.cluster(f)}))
        if n.cluster(f) else None,
    })
    for kind in ("leader", "chain_leader", "listed", "little_giant", "srdi", "high_tech"):
        found[kind] = role(kind)
    return found


def tiers(n):
    distance, queue = {l: 0 for l in n.leaders}, list(n.leaders)
    for f in queue:
        for l in n.links:
            if l.buyer == f and l.supplier not in distance:
                distance[l.supplier] = distance[f] + 1
                queue.append(l.supplier)
    return distance


# Fields of which the documents do not say what holds when there is nothing to measure: a firm that buys nothing, has no cluster, …
def classify(value, rule, name):
    """holds, fails, undecided, or None where the documents leave it open."""
    kind, comparison, threshold = rule
    if name in ("single_point", "targets_stopped") and value is None:
        return None  # without a leader: not said
    if kind == "flag":
        return "undecided" if value is None else "holds" if value == threshold else "fails"
    if value is None or value.debated:
        return None
    answer = decided(value, comparison, threshold)
    return None if answer == "not said" else {True: "holds", False: "fails", None: "undecided"}[answer]


def rules_of(case, r, all_fields):
    n, rules = case.network, {}
    for name, of in all_fields.items():
        values = [of(f) for f in n.firms]
        if any(isinstance(v, bool) for v in values) or name in ("single_point", "listed", "little_giant", "srdi", "high_tech", "leader", "chain_leader"):
            rules[name] = ("flag", "is", r.random() < 0.5)
            continue
        known = [v.low for v in values if v is not None and math.isfinite(v.low)]
        base = r.choice(known) if known else 1
        rules[name] = ("number", r.choice(["at_least", "at_most", "above", "below"]), round(base * r.choice([0.5, 1, 1.3]) + 0.00037, 5))
    return rules


def yaml_line(name, rule):
    kind, comparison, threshold = rule
    return "  - field: %s\n    %s: %s\n" % (name, comparison, ("yes" if threshold else "no") if kind == "flag" else repr(threshold))


def answer(case, names, rules):
    text = "name: random\ntitle: random\nfilters:\n" + "".join(yaml_line(name, rules[name]) for name in names)
    got = case.run("shortlist", case.file("shortlist-%s.yaml" % "-".join(names), text))
    return ({r["firm_id"] for r in got["firms"]}, {r["firm_id"] for r in got["left_out"]}, {r["firm_id"] for r in got["undecided"]})


def shortlist_with(case, exact):
    n, faults = case.network, []
    r = random.Random("shortlist-%d" % case.seed)
    all_fields = fields(case)
    rules = rules_of(case, r, all_fields)
    questions = [[name] for name in r.sample(sorted(all_fields), 9)] + [r.sample(sorted(all_fields), 3)]
    for names in questions:
        on, out, open_ = answer(case, names, rules)
        for f in n.firms:
            values = [all_fields[name](f) for name in names]
            verdicts = [classify(v, rules[name], name) for v, name in zip(values, names)]
            if None in verdicts:
                continue
            complete = all(isinstance(v, bool) or (v is not None and v.complete) for v in values)
            if complete != exact:
                continue
            want = "left out" if "fails" in verdicts else "undecided" if "undecided" in verdicts else "on"
            mine = "on" if f in on else "left out" if f in out else "undecided" if f in open_ else "nowhere"
            if mine != want:
                faults.append("%s: %s is %s, expected %s (%s)" % (
                    f, " and ".join("%s %s %s" % (name, *rules[name][1:]) for name in names), mine, want, values))
    return faults


def shortlist(case):
    """Fields that are known."""
    return shortlist_with(case, True)


def shortlist_unknown(case):
    """Fields known in part: a firm is in or out only where lowest and highest agree."""
    return shortlist_with(case, False)
