"""Oracles of concentration and local supply (M11, M13)."""

import math

from case import Range, UNKNOWN, figure_fault, same


def amounts_of(links):
    """What each link of one purchase (a buyer, a good) is worth: Range. A share on record says it where another of the same purchase has both."""
    totals = [l.amount / l.shares[0] for l in links if l.amount is not None and l.shares[0]]
    ranges = []
    for l in links:
        if l.amount is not None:
            ranges.append(Range(l.amount))
        elif l.shares[0] is not None and totals:
            ranges.append(Range(l.known or 0, math.inf, l.known))
        else:
            ranges.append(Range(l.known or 0, math.inf, l.known))
    return ranges


def shares_of(links):
    """The shares of the purchase's links: by amounts where all are known, else by the column `share` where all are on record."""
    amounts = [l.amount for l in links]
    if all(a is not None for a in amounts) and sum(amounts) > 0:
        return [a / sum(amounts) for a in amounts]
    shares = [l.shares[0] for l in links]
    if all(s is not None for s in shares) and sum(shares) > 0:
        return [s / sum(shares) for s in shares]
    return None


def hhi(links):
    """Known where all amounts, or all shares, are; a single supplier is 1 all the same."""
    if len(links) == 1:
        return 1.0
    shares = shares_of(links)
    return sum(s * s for s in shares) if shares else None


def ratio(parts):
    """A share of a total. parts: (Range of the amount, True inside, False outside, None where that is unknown).

    Known: the ratio of the parts whose amount and place are known; None where no such part is above 0."""
    if not parts:
        return UNKNOWN_RATIO
    known = [(a.low, inside) for a, inside in parts if a.is_exact and inside is not None]
    total = sum(a for a, _ in known)
    value = sum(a for a, inside in known if inside) / total if total > 0 else None
    parts = [(a, i) for a, i in parts if a.high > 0]
    return Range(least(parts), 1 - least([(a, None if i is None else not i) for a, i in parts]), value) if parts else UNKNOWN_RATIO


def least(parts):
    """The lowest the ratio can be: what is inside at its least, the rest at its most, and what may be outside is outside."""
    inside = sum(a.low for a, i in parts if i is True)
    outside_high = sum(a.high for a, i in parts if i is not True)
    if math.isinf(outside_high):
        return 0.0
    if inside + outside_high == 0:
        return 0.0 if any(i is not True for _, i in parts) else 1.0
    return inside / (inside + outside_high)


UNKNOWN_RATIO = Range(0, 1, None)
UNKNOWN_RATIO.known = None


def is_local(network, link):
    """Local is the buyer's county; unknown where either county is."""
    mine, theirs = network.county(link.buyer), network.county(link.supplier)
    if link.buyer == link.supplier:
        return True
    return None if mine is None or theirs is None else mine == theirs


def total(ranges):
    known = [r.known for r in ranges if r.known is not None]
    if all(r.is_exact for r in ranges):
        return Range(sum(r.low for r in ranges))
    return Range(sum(r.low for r in ranges), math.inf, sum(known) if known else None)


def share_ratio(network, links):
    """The local ratio of one purchase by its shares, where they are on record and its amounts are not."""
    shares = shares_of(links)
    local = [is_local(network, l) for l in links]
    if shares is None or None in local:
        return None
    return sum(s for s, i in zip(shares, local) if i)


def sourcing(case):
    """Each purchase: suppliers, HHI, what is bought, local supply ratio; only where the documents leave no choice."""
    n, faults = case.network, []
    got = case.run("sourcing", "--all")
    rows = {(r["buyer_id"], r["product_id"]): r for r in got["purchases"]}
    ids = {(b, g[1]) for b, goods in n.purchases.items() for g in goods}
    if len(rows) != len(got["purchases"]) or len(rows) != sum(len(g) for g in n.purchases.values()):
        faults.append("purchases %d, expected %d" % (len(got["purchases"]), sum(len(g) for g in n.purchases.values())))
    for buyer, goods in n.purchases.items():
        for good, links in goods.items():
            row = rows.get((buyer, good[1]))
            if row is None:
                candidates = [r for (b, _), r in rows.items() if b == buyer]
                if good[0] == "product":
                    faults.append("no row of %s, %s (of this buyer: %s)" % (buyer, good, [r["product_id"] for r in candidates]))
                continue
            name = "%s buys %s" % (buyer, good[1])
            if row["suppliers"] != len(links):
                faults.append("%s: suppliers %s, expected %d" % (name, row["suppliers"], len(links)))
            ranges = amounts_of(links)
            exact = all(r.is_exact for r in ranges)
            if exact:
                faults += filter(None, [figure_fault(name + ": bought", row["bought_cny_wan"], total(ranges))])
                if len(links) == 1 or total(ranges).low > 0:
                    if not same(row["hhi"], hhi(links)):
                        faults.append("%s: HHI %s, expected %s" % (name, row["hhi"], hhi(links)))
                local = ratio([(r, is_local(n, l)) for r, l in zip(ranges, links)])
                if total(ranges).low > 0:
                    faults += filter(None, [figure_fault(name + ": local supply", row["local_supply_ratio"], local)])
    bought = [l for goods in n.purchases.values() for links in goods.values() for l in links]
    single = sum(1 for goods in n.purchases.values() for links in goods.values() if len(links) == 1)
    if got["single_sourced_goods"] != single:
        faults.append("single-sourced %s, expected %d" % (got["single_sourced_goods"], single))
    if all(l.amount is not None for l in bought):
        faults += filter(None, [figure_fault("bought by all", got["bought_cny_wan"], Range(sum(l.amount for l in bought)))])
        local = ratio([(Range(l.amount), is_local(n, l)) for l in bought])
        faults += filter(None, [figure_fault("local supply of all", got["local_supply_ratio"], local)])
        if got["local_supply_ratio"] is not None and not same(got["local_supply_ratio"] + got["leakage"], 1):
            faults.append("leakage is not 1 − ratio")
    return faults


def sourcing_unknown(case):
    """The same where amounts are unknown: single suppliers, shares on record, ratios that do not depend on the amount, nothing known."""
    n, faults = case.network, []
    got = case.run("sourcing", "--all")
    rows = {(r["buyer_id"], r["product_id"]): r for r in got["purchases"]}
    for buyer, goods in n.purchases.items():
        for good, links in goods.items():
            row, ranges = rows.get((buyer, good[1])), amounts_of(links)
            if row is None or all(r.is_exact for r in ranges):
                continue
            name = "%s buys %s" % (buyer, good[1])
            faults += filter(None, [figure_fault(name + ": bought", row["bought_cny_wan"], total(ranges))])
            want = hhi(links)
            if want is None and row["hhi"] is not None or want is not None and not same(row["hhi"], want, 1e-6):
                faults.append("%s: HHI %s, expected %s" % (name, row["hhi"], want))
            by_share = share_ratio(n, links)
            local = Range(by_share) if by_share is not None else ratio([(r, is_local(n, l)) for r, l in zip(ranges, links)])
            value = row["local_supply_ratio"]
            if local.is_exact:
                if value is None or not same(value, local.low, 1e-6):
                    faults.append("%s: local supply %s, expected %s" % (name, value, local))
            else:
                faults += filter(None, [figure_fault(name + ": local supply", value, local)])
    bought = [l for goods in n.purchases.values() for links in goods.values() for l in links]
    if any(l.amount is None for l in bought):
        ranges = [Range(l.amount) if l.amount is not None else Range(l.known or 0, math.inf, l.known) for l in bought]
        faults += filter(None, [figure_fault("bought by all", got["bought_cny_wan"], total(ranges))])
        if not any(any(s is not None for s in l.shares) for l in bought):
            local = ratio([(r, is_local(n, l)) for r, l in zip(ranges, bought)])
            faults += filter(None, [figure_fault("local supply of all", got["local_supply_ratio"], local)])
    return faults
