"""Who supplies whom, what is in stock, and what one event stops together."""

from firms import known
from plan import CHAINS, HOME, NEXT, REQUIRES, SUPPLIERS, USUAL

MEDIANS = {stage[0]: stage[11] for chain in CHAINS for stage in chain[3]}


def supply_rows(chance, firms):
    """Amounts on 55 of 100 rows; one need in ten is not on record; one row in eight is a contract of another date."""
    makers = {}
    for firm in firms:
        for stage in firm.stages:
            makers.setdefault(stage, []).append(firm)
    rows = []
    for buyer in firms:
        bought = set()
        for stage in buyer.stages:
            for source, output, _, group, _ in REQUIRES:
                if output != stage or source in bought or source in buyer.stages and chance.happens(0.7):
                    continue
                bought.add(source)
                skipped = 0.55 if group else 0.1
                if chance.happens(skipped):
                    continue
                count = 1 + chance.weighted(SUPPLIERS.get(source, USUAL))
                rows += buy(chance, buyer, source, [f for f in makers[source] if f is not buyer], count)
    return rows


def buy(chance, buyer, source, makers, count):
    chosen = []
    for _ in range(min(count, len(makers))):
        left = [f for f in makers if f not in chosen]
        near = [f.weight * (3 if f.county == HOME else 2 if f.county == NEXT else 1) for f in left]
        chosen.append(left[chance.weighted(near)])
    amounts = [max(3, round(min(buyer.revenue, supplier.revenue) * (0.03 + 0.12 * chance.part()), 1)) for supplier in chosen]
    whole = sum(amounts)
    goods = [known(chance, 0.95, "CP-" + source) for _ in chosen]
    # Shares are of a good, and some are left out; what is left never sums wrongly.
    has_shares = chance.happens(0.3) and all(goods)
    rows = []
    for supplier, amount, good in zip(chosen, amounts, goods):
        share = str(round(amount / whole, 2)) if has_shares and len(chosen) > 1 and chance.happens(0.8) else ""
        since = known(chance, 0.5, str(2010 + chance.below(14)))
        sure = known(chance, 0.1, chance.pick(["0.6", "0.8", "0.9"]))
        fails = known(chance, 0.05, "0.02")
        date = chance.pick(["2023-12-31", "2023-06-30", "2023-09", "2022-12-31", "2023", "2024-03-15"])
        rows.append(link(supplier, buyer, good, known(chance, 0.55, str(amount)), share, since, sure, fails, date))
        # The same supplier, buyer and product once more: another contract, of another date.
        if chance.happens(0.12) and not share:
            year = 2021 + chance.below(3)
            # Two contracts of the same first year and no amount would be told apart by nothing but their dates.
            if str(year) == since:
                year -= 1
            rows.append(
                link(
                    supplier, buyer, good, known(chance, 0.6, str(round(amount * (0.2 + 0.5 * chance.part()), 1))), "", str(year), "", "",
                    f"{year}-{chance.pick(['03-18', '05-06', '10-27', '11'])}"))
    return rows


def link(supplier, buyer, good, amount, share, since, sure, fails, date):
    return [supplier.code, buyer.code, good, amount, share, since, sure, fails, "虚构", "岚浦县虚构名单", date]


def stock_rows(chance, firms, links):
    """A few firms count what they hold: of an input in days, or in money, or of what they made."""
    bought = {}
    for row in links:
        if row[2]:
            bought.setdefault(row[1], [])
            if row[2] not in bought[row[1]]:
                bought[row[1]].append(row[2])
    sold = {}
    for row in links:
        if row[2]:
            sold.setdefault(row[0], row[2])
    rows = []
    for firm in firms:
        if firm.county == HOME and firm.code in bought and chance.happens(0.3):
            for good in bought[firm.code]:
                if chance.happens(0.6):
                    in_days = chance.happens(0.7)
                    days, amount = str(chance.pick([2, 3, 5, 7, 10, 15, 20, 30, 45])), str(round(5 + 60 * chance.part(), 1))
                    rows.append([firm.code, good, "原料", days if in_days else "", "" if in_days else amount, "虚构", "岚浦县虚构名单", "2023-12-31"])
        if firm.county == HOME and firm.code in sold and chance.happens(0.12):
            rows.append([firm.code, sold[firm.code], "成品", str(chance.pick([3, 5, 10, 15, 25])), "", "虚构", "岚浦县虚构名单", "2023-12-31"])
    return rows


def group_rows(chance, firms):
    def members(stages, count):
        return chance.shuffled([f for f in firms if f.stages[0] in stages and f.county == HOME])[:count]

    groups = [
        ("GY-01", "岚浦县泵阀产业园", "园区", members(["BF07", "BF10", "BF11"], 9), "0.01"),
        ("GY-02", "城东110千伏线路", "供电线路", members(["BF04", "BF05", "BF06"], 7), "0.03"),
        ("GY-03", "竹业小镇变电站", "供电线路", members(["ZP06", "ZP07", "ZP08"], 6), ""),
    ]
    rows = []
    for key, name, kind, firms_of, fails in groups:
        for place, firm in enumerate(firms_of):
            rows.append([key, name if place == 0 else "", kind, firm.code, fails if place == 0 else "", "虚构", "岚浦县虚构名单", "2023"])
    return rows
