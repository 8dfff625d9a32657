"""Oracles of concentration and local supply (M11, M13)."""

from bounds import Purchase, local_share, total
from case import Range, figure_fault, same


def is_local(network, link):
    """Local is the buyer's county; unknown where either county is."""
    mine, theirs = network.county(link.buyer), network.county(link.supplier)
    if link.buyer == link.supplier:
        return True
    return None if mine is None or theirs is None else mine == theirs


def sourcing(case):
    """Each purchase: suppliers, HHI, what is bought, local supply ratio; where all amounts are known."""
    return sourcing_with(case, True)


def sourcing_unknown(case):
    """The same where amounts are unknown: single suppliers, shares on record, bounds, ratios that do not depend on the amount, nothing known."""
    return sourcing_with(case, False)


def sourcing_with(case, exact):
    n, faults = case.network, []
    got = case.run("sourcing", "--all")
    rows = {(r["buyer_id"], r["product_id"]): r for r in got["purchases"]}
    bought = [links for goods in n.purchases.values() for links in goods.values()]
    if exact and (len(rows) != len(got["purchases"]) or len(rows) != len(bought)):
        faults.append("purchases %d, expected %d" % (len(got["purchases"]), len(bought)))
    for buyer, goods in n.purchases.items():
        for good, links in goods.items():
            purchase, row = Purchase(links), rows.get((buyer, good[1]))
            if purchase.exact != exact:
                continue
            name = "%s buys %s" % (buyer, good[1])
            if row is None:
                faults += ["no row: " + name] if good[0] == "product" else []
                continue
            if row["suppliers"] != len(links):
                faults.append("%s: suppliers %s, expected %d" % (name, row["suppliers"], len(links)))
            if exact and purchase.amount.low == 0:
                continue  # shares of nothing
            faults += filter(None, [figure_fault(name + ": bought", row["bought_cny_wan"], purchase.amount)])
            faults += filter(None, [figure_fault(name + ": HHI", row["hhi"], purchase.hhi)])
            local = local_share([links], lambda l: is_local(n, l))
            faults += filter(None, [figure_fault(name + ": local supply", row["local_supply_ratio"], local)])
    single = sum(1 for links in bought if len(links) == 1)
    if exact and got["single_sourced_goods"] != single:
        faults.append("single-sourced %s, expected %d" % (got["single_sourced_goods"], single))
    ranges = [r for links in bought for r in Purchase(links).ranges]
    if exact == all(r.is_exact for r in ranges):
        faults += filter(None, [figure_fault("bought by all", got["bought_cny_wan"], total(ranges))])
        local = local_share(bought, lambda l: is_local(n, l))
        faults += filter(None, [figure_fault("local supply of all", got["local_supply_ratio"], local)])
        faults += leakage_faults(got["local_supply_ratio"], got["leakage"])
    return faults


def leakage_faults(ratio, leakage):
    """Leakage is 1 − ratio, end for end."""
    if ratio is None or leakage is None:
        return [] if ratio is leakage else ["local supply %s, leakage %s" % (ratio, leakage)]
    pairs = [(ratio, leakage)] if ratio == ratio else []
    if hasattr(ratio, "low"):
        pairs += [(ratio.low, getattr(leakage, "high", None)), (ratio.high, getattr(leakage, "low", None))]
    return [] if all(b is not None and same(a + b, 1) for a, b in pairs) else ["leakage is not 1 − ratio"]
