"""The matching desk (M32) and pooled buying (M34)."""

import math

from bounds import Purchase, hhi_of_holders, largest_share, link_range, mean
from bounds import total as sum_of
from case import Range, figure_fault, same

WAN = 10000  # amounts are whole yuan


def kilometres(n, a, b):
    """Great circle between the county seats; None where one is unknown."""
    seats = {r["county_code"]: (float(r["longitude"]), float(r["latitude"])) for r in n.tables["counties"]}
    if a not in seats or b not in seats:
        return None
    (x1, y1), (x2, y2) = [tuple(math.radians(v) for v in seats[c]) for c in (a, b)]
    h = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(h))


def substitutes(n, buyer, product):
    """Products of stages that may stand in: another input of the same group, at a stage of the buyer."""
    stage = n.stage_of_product.get(product)
    found = set()
    for r in n.requires:
        if r["input_stage_id"] == stage and r["output_stage_id"] in n.stages[buyer] and r.get("substitute_group"):
            for x in n.requires:
                if x["output_stage_id"] == r["output_stage_id"] and x.get("substitute_group") == r["substitute_group"]:
                    found |= {p for p, s in n.stage_of_product.items() if s == x["input_stage_id"] and s != stage}
    return found


def demands(n):
    """(buyer, product) -> what buyers of the region buy outside it, as far as it is known; and whether a part is not."""
    found = {}
    for l in n.links:
        if l.product and n.in_region(l.buyer) is True and n.in_region(l.supplier) is False:
            known, unknown = found.get((l.buyer, l.product), (0, False))
            found[(l.buyer, l.product)] = (known + (l.known or 0), unknown or l.amount is None)
    return found


def spare(n):
    """(maker, product) -> capacity less recorded sales of makers of the region whose capacity is on record."""
    found = {}
    for r in n.tables["makes"]:
        f, p = r["firm_id"], r["product_id"] or None
        if p and r["capacity_cny_wan"] and n.in_region(f) is True:
            sold = sum(l.known or 0 for l in n.sales.get(f, []) if l.product == p)
            found[(f, p)] = max(0.0, float(r["capacity_cny_wan"]) - sold)
    return found


def matching(case):
    """The largest amount that can be matched with capacity to spare; and no maker gives, no buyer takes more than it may."""
    n, faults = case.network, []
    wanted, left = demands(n), spare(n)
    if not wanted:
        return None
    known = {d: amount for d, (amount, _) in wanted.items() if amount > 0}
    fits = {(d, s) for d in known for s in left if s[1] == d[1] or s[1] in substitutes(n, *d)}
    best = max_flow(known, left, fits)
    got = case.run("match")
    total = sum(known.values())
    if known and not same(got["wanted_outside_cny_wan"], total):
        faults.append("wanted outside %s, expected %g" % (got["wanted_outside_cny_wan"], total))
    matched = sum(m["amount_cny_wan"] for m in got["matches"])
    # A maker with a blank sale can spare at most what is left after the known ones: how that counts is being written down.
    blank = any(l.amount is None and (l.supplier, l.product) in left for l in n.links)
    if not blank and known and not same(matched, best / WAN, 1e-7):
        faults.append("matched %s, expected %s" % (matched, best / WAN))
    if known and not blank and any(fits) and got["matched_locally_cny_wan"] is not None and not same(got["matched_locally_cny_wan"], matched, 1e-7):
        faults.append("headline %s, rows %s" % (got["matched_locally_cny_wan"], matched))
    given, taken = {}, {}
    for m in got["matches"]:
        key, offer = (m["buyer_id"], m["product_id"]), (m["maker_id"], m["offered_product_id"])
        if (key, offer) not in fits:
            faults.append("match of %s with %s does not fit" % (key, offer))
        taken[key] = taken.get(key, 0) + m["amount_cny_wan"]
        given[offer] = given.get(offer, 0) + m["amount_cny_wan"]
    faults += ["%s takes %g of %g" % (k, v, known.get(k, 0)) for k, v in taken.items() if v > known.get(k, 0) + 1e-6]
    faults += ["%s gives %g of %g" % (k, v, left.get(k, 0)) for k, v in given.items() if v > left.get(k, 0) + 1e-6]
    if not blank and not faults:
        cost = least_cost(n, known, left, fits)
        mine = sum(m["amount_cny_wan"] * arc_cost(n, (m["buyer_id"], m["product_id"]), (m["maker_id"], m["offered_product_id"])) for m in got["matches"])
        if cost is not None and not same(mine, cost, 1e-6):
            faults.append("cost %s, expected %s" % (mine, cost))
    return faults


matching.traits = dict(capacity=1, county=1, two_stages=False)
FAR = 1e5  # any substitute comes after every maker of the product itself; an unknown distance counts as far


def arc_cost(n, demand, offer):
    km = kilometres(n, n.county(demand[0]), n.county(offer[0]))
    return (FAR / 10 if km is None else km) + (0 if demand[1] == offer[1] else FAR)


def max_flow(wanted, left, fits):
    """Ford and Fulkerson with the shortest way, on whole yuan."""
    return sum(flow(wanted, left, fits, lambda d, s: 0).values())


def least_cost(n, wanted, left, fits):
    return sum(v / WAN * arc_cost(n, d, s) for (d, s), v in flow(wanted, left, fits, lambda d, s: arc_cost(n, d, s)).items())


def flow(wanted, left, fits, cost):
    """Successive cheapest ways (Bellman-Ford): the largest flow of least cost."""
    need = {d: round(v * WAN) for d, v in wanted.items()}
    have = {s: round(v * WAN) for s, v in left.items()}
    sent = {}
    while True:
        distance = {("d", d): 0.0 for d, v in need.items() if v > 0}
        came = {}
        changed = True
        while changed:
            changed = False
            for d, s in fits:
                c = cost(d, s)
                if ("d", d) in distance and distance[("d", d)] + c < distance.get(("s", s), math.inf) - 1e-9:
                    distance[("s", s)], came[("s", s)], changed = distance[("d", d)] + c, ("d", d), True
                if sent.get((d, s), 0) > 0 and ("s", s) in distance and distance[("s", s)] - c < distance.get(("d", d), math.inf) - 1e-9:
                    distance[("d", d)], came[("d", d)], changed = distance[("s", s)] - c, ("s", s), True
        ends = [(v, k) for k, v in distance.items() if k[0] == "s" and have[k[1]] > 0]
        if not ends:
            return sent
        end = min(ends)[1]
        way = [end]
        while way[-1] in came:
            way.append(came[way[-1]])
        way.reverse()
        room = min(need[way[0][1]], have[end[1]])
        for a, b in zip(way, way[1:]):
            if a[0] == "s":
                room = min(room, sent[(b[1], a[1])])
        for a, b in zip(way, way[1:]):
            if a[0] == "d":
                sent[(a[1], b[1])] = sent.get((a[1], b[1]), 0) + room
            else:
                sent[(b[1], a[1])] -= room
        need[way[0][1]] -= room
        have[end[1]] -= room


def pooling(case):
    """Goods that at least two firms of a cluster buy: volume, HHI before and after (M34), where all amounts are known."""
    return pooling_with(case, True)


def pooling_unknown(case):
    """Pools of which an amount is unknown: the volume, and what the HHI and the largest share may be."""
    return pooling_with(case, False)


def is_trade(n, f):
    """A trade or service: divisions 51 to 97 of the firm's own code, else all of its stages are (by their codes; none is named so here)."""
    service = lambda code: code[:2].isdigit() and 51 <= int(code[:2]) <= 97
    if n.row[f].get("industry_code"):
        return service(n.row[f]["industry_code"])
    stages = n.stages[f]
    return bool(stages) and all(service(n.stage_rows[s].get("industry_code") or "") for s in stages)


def pooling_with(case, exact):
    n, faults = case.network, []
    for cluster in sorted(n.cluster_rows):
        members = n.members(cluster)
        if not members:
            continue
        goods, own_chain = {}, n.cluster_rows[cluster].get("chain_id") or None
        for f in members:
            for g, links in n.purchases.get(f, {}).items():
                stage = n.stage_of_product.get(g[1]) if g[0] == "product" else None
                if is_trade(n, f) and own_chain and stage and n.stage_rows[stage]["chain_id"] == own_chain:
                    continue  # sold on (metrics.md, M34)
                goods.setdefault(g, {})[f] = links
        # Products of the chain that no stage takes in are no input (metrics.md, M34).
        own = {r["output_stage_id"] for r in n.requires} - {r["input_stage_id"] for r in n.requires}
        chain = n.cluster_rows[cluster].get("chain_id") or None
        own = {s for s in own if chain and n.stage_rows[s]["chain_id"] == chain}
        goods = {g: b for g, b in goods.items() if not (g[0] == "product" and n.stage_of_product.get(g[1]) in own)}
        got = case.run("match", "--pool", "--min-buyers", "2", "--cluster", cluster)
        rows = {r["good"]: r for r in got["pooled_goods"]}
        for g, buyers in goods.items():
            links = [l for x in buyers.values() for l in x]
            row = rows.get(g[1])
            if len(buyers) < 2:
                if row is not None and g[0] == "product":
                    faults.append("%s: %s is pooled by %d buyer" % (cluster, g[1], len(buyers)))
                continue
            if row is None:
                faults.append("%s: no pool of %s" % (cluster, g[1]))
                continue
            if row["pool_buyers"] != len(buyers) or row["pool_suppliers"] != len({l.supplier for l in links}):
                faults.append("%s: %s has %s buyers, %s suppliers" % (cluster, g[1], row["pool_buyers"], row["pool_suppliers"]))
            if exact == all(l.amount is not None for l in links):
                faults += pool_faults("%s: %s" % (cluster, g[1]), row, buyers, links)
    return faults


def pool_faults(name, row, buyers, links):
    total = Range(sum(l.amount for l in links)) if all(l.amount is not None for l in links) else Range(
        sum(l.known or 0 for l in links), math.inf, sum(l.known for l in links if l.known is not None) if any(l.known is not None for l in links) else None)
    faults = list(filter(None, [figure_fault(name + ": volume", row["volume_cny_wan"], total)]))
    if not total.is_exact:
        return faults + list(filter(None, part_faults(name, row, buyers, links)))
    if total.low == 0:
        return faults
    before = sum(Purchase(x).hhi.low * sum(l.amount for l in x) for x in buyers.values() if sum(l.amount for l in x)) / total.low
    sold = {}
    for l in links:
        sold[l.supplier] = sold.get(l.supplier, 0) + l.amount
    after = sum((v / total.low) ** 2 for v in sold.values())
    for column, want in (("hhi_before", before), ("hhi_after", after), ("largest_supplier_share", max(sold.values()) / total.low)):
        if not same(row[column], want):
            faults.append("%s: %s %s, expected %s" % (name, column, row[column], want))
    return faults


def part_faults(name, row, buyers, links):
    """Before: the mean of the buyers' HHI by volume, of weights and values known in part; after: the HHI of all their suppliers."""
    purchases = [Purchase(x) for x in buyers.values()]
    values = [p.hhi for p in purchases]
    if any(v is None for v in values):
        return
    inner = mean([(p.told if p.by_share else p.amount, v.low, v.high) for p, v in zip(purchases, values)])
    outer = mean([(p.amount, v.low, v.high) for p, v in zip(purchases, values)])
    if inner is not None:
        inner.outer, inner.values = (outer.low, outer.high), None
        yield figure_fault(name + ": hhi_before", row["hhi_before"], inner)
    if any(p.by_share for p in purchases):
        return  # how the shares of several buyers make a share of all of them is not said
    sold = {}
    for l in links:
        sold.setdefault(l.supplier, []).append(link_range(l))
    holders = [sum_of(x) for x in sold.values()]
    yield figure_fault(name + ": hhi_after", row["hhi_after"], hhi_of_holders(holders))
    yield figure_fault(name + ": largest_supplier_share", row["largest_supplier_share"], largest_share(holders))
