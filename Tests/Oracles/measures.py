"""What is measured of a set of firms: gates, the scorecard, shortlists. Each figure is what it may be once everything is known (Range)."""

import math
import random

import complexity
from bounds import hhi_of_holders, local_share, share_of_part
from case import Range, figure_fault, same
from gaps import completenesses, counted, stages_with_gaps
from sourcing import is_local

INF = math.inf
TECHNOLOGY = ["high_tech", "srdi", "little_giant"]


def output_range(n, f):
    """Revenue, else known sales. Where a sale without amount stands beside known ones, the output is at least the known."""
    revenue = n.cell(f, "revenue_cny_wan")
    if revenue is not None:
        return Range(revenue)
    sales = n.sales.get(f, [])
    known = n.output(f)
    if known is None:
        return Range(0, INF, None)
    if all(l.amount is not None for l in sales):
        return Range(known)
    found = Range(known, INF, known)
    found.debated = True  # “the sum of known sales”: a value, or at least that? Not said, so nothing is claimed of it
    return found


def is_debated(ranges):
    return any(r.debated for r in ranges)


def cell_range(n, f, column):
    value = n.cell(f, column)
    return Range(0, INF, None) if value is None else Range(value)


def add(ranges):
    if is_debated(ranges):
        return None
    known = [r.known for r in ranges if r.known is not None]
    low, high = sum(r.low for r in ranges), sum(r.high for r in ranges)
    return Range(low, high, sum(known) if known else None, all(r.complete for r in ranges))


def share_of(weights, flags):
    """Σ of the flagged / Σ of all; a flag may be None (not known)."""
    return None if is_debated(weights) else share_of_part(list(zip(weights, flags)))


def quotient(tops, bottoms):
    """Σ / Σ, the firms known of both for the value of the known."""
    top, bottom = add(tops), add(bottoms)
    both = [(a.low, b.low) for a, b in zip(tops, bottoms) if a.is_exact and b.is_exact]
    total = sum(b for _, b in both)
    value = sum(a for a, _ in both) / total if total > 0 else None
    if bottom.high == 0:
        return None
    low = top.low / bottom.high if not math.isinf(bottom.high) else 0.0
    high = INF if bottom.low == 0 or math.isinf(top.high) else top.high / bottom.low
    return Range(low, high, value, top.complete and bottom.complete)


def is_small(n, f):
    """Under 1,000 people or under 400 million yuan of revenue."""
    people, revenue = n.cell(f, "employees"), n.cell(f, "revenue_cny_wan")
    if (people is not None and people < 1000) or (revenue is not None and revenue < 40000):
        return True
    return None if people is None or revenue is None else False


def honoured(n, f):
    """Whether it has one of the technology honours; a kind that no row names is unknown for everybody."""
    if any(f in n.roles.get(k, ()) for k in TECHNOLOGY):
        return True
    return False if all(k in n.roles for k in TECHNOLOGY) else None


def purchases(n, firms):
    return [(b, g, links) for b in firms for g, links in n.purchases.get(b, {}).items()]


def local_range(n, firms, local):
    return local_share([links for _, _, links in purchases(n, firms)], local)


def single_share(n, firms):
    all_of = purchases(n, firms)
    return Range(sum(1 for p in all_of if len(p[2]) == 1) / len(all_of)) if all_of else None


def cluster_measures(n, cluster):
    """The measures of gates.md: name -> Range, None where the documents do not say (0/0, or no firm)."""
    firms = n.members(cluster)
    outputs = [output_range(n, f) for f in firms]
    chain = n.cluster_rows[cluster].get("chain_id") or None
    own = {s for s, r in n.stage_rows.items() if r["chain_id"] == chain} if chain else set()
    whole = completenesses(n, cluster) if chain else [None]
    found = {
        "firms": Range(len(firms)),
        "output_cny_wan": add(outputs),
        "employees": add([cell_range(n, f, "employees") for f in firms]),
        "tax_cny_wan": add([cell_range(n, f, "tax_cny_wan") for f in firms]),
        "rd_share": quotient([cell_range(n, f, "rd_cny_wan") for f in firms], [cell_range(n, f, "revenue_cny_wan") for f in firms]),
        "sme_output_share": share_of(outputs, [is_small(n, f) for f in firms]),
        "chain_output_share": share_of(outputs, [bool(n.stages[f] & own) for f in firms]) if chain else None,
        "local_supply_ratio": local_range(n, firms, lambda l: n.cluster(l.supplier) == cluster),
        "single_sourced_share": single_share(n, firms),
        "technology_share": share_of([Range(1)] * len(firms), [honoured(n, f) for f in firms]),
        "output_hhi": None if is_debated(outputs) else hhi_of_holders(outputs),
        "completeness": Range(whole[0]) if whole[0] is not None and same(whole[0], whole[-1]) else None,
    }
    return found


def holds(comparison, threshold, ends):
    """True or False where both ends say so, else None."""
    test = {"at_least": lambda v: v >= threshold, "at_most": lambda v: v <= threshold,
            "above": lambda v: v > threshold, "below": lambda v: v < threshold}[comparison]
    low, high = map(test, ends)
    return low if low == high else None


def decided(value, comparison, threshold):
    """True, False, None where lowest and highest do not agree; "not said" where only what no document promises decides.

    Whether a figure of which nothing is known (an HHI of two unknown holders, at least 1/2; a share, at most 1) is held against a threshold
    beyond its ends is not said either: “decided only where lowest and highest decide alike”, but “unknown where nothing is known”."""
    inner, outer = (holds(comparison, threshold, ends) for ends in ((value.low, value.high), value.widest))
    nothing = not value.is_exact and (value.values == [] or value.widest == (0, 1))
    return "not said" if inner != outer or inner is not None and (nothing or value.empty) else inner


def near(value, threshold):
    return any(math.isfinite(v) and abs(v - threshold) < 1e-9 for v in (value.low, value.high) + tuple(value.widest))


def thresholds(r, measures):
    rules = []
    for name, values in sorted(measures.items()):
        seen = [v for v in values if v is not None]
        if not seen:
            continue
        v = r.choice(seen)
        base = v.known if v.known is not None else (v.low or 0.5)
        rules.append((name, r.choice(["at_least", "at_most", "above", "below"]), round(base * r.choice([0.5, 0.9, 1.1, 2]) + 0.00137, 5)))
    return rules


def gates_with(case, exact):
    n, faults = case.network, []
    clusters = sorted(n.cluster_rows)
    measures = {c: cluster_measures(n, c) for c in clusters if n.members(c)}
    if not measures:
        return None
    r = random.Random("gates-%d" % case.seed)
    names = next(iter(measures.values())).keys()
    rules = thresholds(r, {m: [measures[c][m] for c in measures] for m in names})
    text = "name: random\ntitle: random\ngates:\n" + "".join(
        "  - id: %s\n    title: %s\n    measure: %s\n    %s: %r\n" % (m, m, m, comparison, t) for m, comparison, t in rules)
    got = case.run("gates", case.file("gates.yaml", text))
    rows = {(g["cluster_id"], g["gate"]): g for g in got["gates"]}
    for c in measures:
        for m, comparison, threshold in rules:
            value, row = measures[c][m], rows.get((c, m))
            if row is None:
                faults.append("%s: no row of gate %s" % (c, m))
                continue
            if value is None or near(value, threshold) or value.complete != exact:
                continue
            want = decided(value, comparison, threshold)
            if want == "not said":
                continue
            want = {True: "met", False: "not_met", None: "not_measured"}[want]
            if row["outcome"] != want:
                faults.append("%s: %s %s %s is %s (value %s), expected %s of %s" % (
                    c, m, comparison, threshold, row["outcome"], row["value"], want, value))
            elif exact and not same(row["value"], value.low, 1e-7):
                faults.append("%s: %s is %s, expected %s" % (c, m, row["value"], value))
    return faults


def gates(case):
    """Gates on figures that are known (M29)."""
    return gates_with(case, True)


def gates_unknown(case):
    """Gates on figures known in part: decided only where lowest and highest agree."""
    return gates_with(case, False)


def figure_gates(case):
    """Gates on published figures: in each of three years; one known failure decides; mean yearly growth."""
    n, faults = case.network, []
    r = random.Random("figures-%d" % case.seed)
    level, growth = r.randint(20, 80) + 0.5, round(r.uniform(-0.3, 0.5), 3)
    text = ("name: f\ntitle: f\ngates:\n  - id: level\n    title: level\n    figure: output value\n    unit: 100 million CNY\n    years: 3\n"
            "    at_least: %r\n  - id: growth\n    title: growth\n    figure: output value\n    unit: 100 million CNY\n    years: 3\n"
            "    growth: yes\n    above: %r\n" % (level, growth))
    rows = {(g["cluster_id"], g["gate"]): g for g in case.run("gates", case.file("figures.yaml", text), "--year", "2022")["gates"]}
    for c in sorted(n.cluster_rows):
        values = {int(f["year"]): float(f["value"]) for f in n.tables["figures"] if f["subject_id"] == c}
        known = [values[y] for y in (2020, 2021, 2022) if y in values]
        want = "not_met" if any(v < level for v in known) else "met" if len(known) == 3 else "not_measured"
        if rows[(c, "level")]["outcome"] != want:
            faults.append("%s: level %s of %s is %s, expected %s" % (c, level, values, rows[(c, "level")]["outcome"], want))
        if 2020 in values and 2022 in values:
            rate = (values[2022] / values[2020]) ** 0.5 - 1
            want = "met" if rate > growth else "not_met"
        else:
            want = "not_measured"
        if rows[(c, "growth")]["outcome"] != want:
            faults.append("%s: growth above %s of %s is %s, expected %s" % (c, growth, values, rows[(c, "growth")]["outcome"], want))
    return faults


def county_figures(case, county):
    n = case.network
    firms = [f for f in n.firms if n.county(f) == county]
    unplaced = any(n.county(f) is None for f in n.firms)
    clusters = sorted(c for c, r in n.cluster_rows.items() if r.get("county_code") == county)
    stops = set()
    for f in firms:
        up = case.needs.running({f})
        if any(l != f and l not in up for l in n.leaders):
            stops.add(f)
    own = [completenesses(n, c) for c in clusters if n.cluster_rows[c].get("chain_id")]
    found = {"firms": Range(len(firms)), "clusters": Range(len(clusters))}
    for role in ("leader", "listed", "little_giant", "srdi", "high_tech"):
        if role in n.roles:
            found[role + "_firms"] = Range(sum(1 for f in firms if f in n.roles[role]))
        else:
            found[role + "_firms"] = Range(0, INF, None)
    buys = any(l.buyer in n.leaders for l in n.links)  # where no leader is recorded to buy anything it is unknown (watch.md)
    found["leader_stopping_firms"] = Range(len(stops)) if buys else Range(0, INF, None)
    if any(n.cluster_rows[c].get("chain_id") for c in clusters):
        found["stages_with_gaps"] = stages_with_gaps(n, county)
    if firms:
        found["output_cny_wan"] = add([output_range(n, f) for f in firms])
        found["employees"] = add([cell_range(n, f, "employees") for f in firms])
        found["rd_share"] = quotient([cell_range(n, f, "rd_cny_wan") for f in firms], [cell_range(n, f, "revenue_cny_wan") for f in firms])
        found["local_supply_ratio"] = local_range(n, firms, lambda l: is_local(n, l))
        found["single_sourced_share"] = single_share(n, firms)
    if len(own) == 1 and own[0][0] is not None and same(own[0][0], own[0][-1]):  # of several clusters together: not written as a formula
        found["completeness"] = Range(own[0][0])
    return {k: v for k, v in found.items() if v is not None}


def scorecard_with(case, exact):
    n, faults = case.network, []
    rows = {r["county_code"]: r for r in case.run("scorecard")["counties"]}
    faults += page_faults(case, rows) if exact else []
    for county, inside in sorted(n.inside.items()):
        if not inside or not any(n.county(f) == county for f in n.firms):  # of a county without firms on record nothing is said
            continue
        row = rows.get(county)
        if row is None:
            faults.append("no row of county %s" % county)
            continue
        for name, want in county_figures(case, county).items():
            if name not in row:
                faults.append("%s: no figure %s" % (county, name))
            elif want.complete == exact:
                faults += filter(None, [figure_fault("%s: %s" % (county, name), row[name], want)])
    return faults


def scorecard(case):
    """Figures of each county that are known."""
    return scorecard_with(case, True)


def scorecard_unknown(case):
    """Figures of each county known in part."""
    return scorecard_with(case, False)


def page_faults(case, rows):
    """Diversity and ECI of counties by stage, and the stages with a gap, as the pages of complexity and of chain gaps define them."""
    n, faults, x = case.network, [], complexity.by_county(case.network)
    want = complexity.Complexity(x) if len(x) > 1 else None
    for county, row in rows.items():
        if want and county in want.diversity:
            if row["diversity"] != want.diversity[county]:
                faults.append("%s: diversity %s, expected %s" % (county, row["diversity"], want.diversity[county]))
            if want.eci and want.sign_is_clear and not same(row["eci"], want.eci[county], 1e-7):
                faults.append("%s: ECI %s, expected %s" % (county, row["eci"], want.eci[county]))
            if not want.is_connected and row["eci"] is not None:
                faults.append("%s: ECI %s, though counties share no stage" % (county, row["eci"]))
        clusters = [c for c, r in n.cluster_rows.items() if r.get("county_code") == county and r.get("chain_id")]
        if clusters:
            stages = [s for c in clusters for s in case.run("gaps", "--cluster", c)["stages"]]
            gaps = counted(True if s["gaps"] else None if s["undecided_gaps"] else False for s in stages)
            faults += filter(None, [figure_fault("%s: stages with a gap on the pages of gaps" % county, row["stages_with_gaps"], gaps)])
    return faults
