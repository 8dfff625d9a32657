"""The firms: names, codes, figures as lists have them, what they make, roles."""

from codes import credit_code
from plan import CHAINS, CITY, EAST, FIRST, HOME, NEXT, NORTH, PLACES, SECOND, SECOND_STAGES

PLANTS = {"BF04", "BF05", "BF06", "BF07", "BF10", "BF11", "ZP05", "ZP06", "ZP07", "ZP08", "ZP09", "ZP04", "ZP10", "BF03"}


class Firm:
    def __init__(self, code, name, english, county, stage, industry, cluster, revenue):
        self.code, self.name, self.english, self.county, self.stages = code, name, english, county, [stage]
        self.industry, self.cluster, self.revenue = industry, cluster, revenue
        # How heavy it is as a supplier: the larger, the more buyers.
        self.weight = revenue


def make_firms(chance):
    trade_names = chance.shuffled([(a, b) for a in FIRST for b in SECOND])
    firms = []
    for chain, _, _, stages in CHAINS:
        for stage, _, _, _, _, industry, _, _, trade, trade_english, places, median in stages:
            for county, count in places.items():
                for _ in range(count):
                    a, b = trade_names.pop()
                    place, place_english = PLACES[county]
                    kind = "93" if stage == "ZP01" else "91"
                    form = "专业合作社" if kind == "93" else "股份有限公司" if chance.happens(0.06) else "有限公司"
                    town = place + ("县" if kind == "93" or (county in (HOME, NEXT, EAST, NORTH) and chance.happens(0.35)) else "市" if county == CITY else "")
                    english = f"{place_english} {(a[1] + b[1]).capitalize()} {trade_english} " + ("Cooperative" if kind == "93" else "Co., Ltd.")
                    firms.append(
                        Firm(
                            credit_code(chance, county, kind), town + a[0] + b[0] + trade + form, english, county, stage, industry,
                            "LP-" + chain if county == HOME else "", chance.size(median, 1.2)))
    for first, second, count in SECOND_STAGES:
        for firm in chance.shuffled([f for f in firms if f.stages == [first] and f.county == HOME])[:count]:
            firm.stages.append(second)
    return firms


def known(chance, probability, text):
    return text if chance.happens(probability) else ""


def firm_rows(chance, firms):
    """In the proportions of real lists: revenue of 70 of 100, people of 85, tax of 50, R&D of 25, energy of 35, grades of 60."""
    rows = []
    for firm in firms:
        plant = firm.stages[0] in PLANTS
        inside = firm.county == HOME
        revenue = firm.revenue
        rd = str(round(revenue * (0.01 + 0.04 * chance.part()), 1))
        people = str(max(4, round(revenue / (25 + 40 * chance.part()))))
        tax = str(round(revenue * (0.015 + 0.03 * chance.part()), 1))
        energy = str(round(revenue * (0.02 + 0.25 * chance.part())))
        grade = "ABBCCCCD"[chance.below(8)]
        rows.append(
            [
                firm.code, firm.name, known(chance, 0.3, firm.english), known(chance, 0.95, firm.county), firm.cluster, known(chance, 0.8, firm.industry),
                known(chance, 0.72 if inside else 0.6, str(round(revenue))), known(chance, 0.3 if inside else 0.05, rd), known(chance, 0.9 if inside else 0.65, people),
                known(chance, 0.66 if inside else 0.2, tax), "2023", known(chance, 0.18, str(round(0.005 + 0.06 * chance.part(), 3))),
                known(chance, 0.3, str(chance.pick([5, 7, 10, 15, 20, 30, 45, 60]))), known(chance, 0.07, str(chance.pick([10, 20, 30, 45]))),
                known(chance, 0.72, grade) if plant and inside else known(chance, 0.25, grade), known(chance, 0.5 if plant else 0.1, energy),
                known(chance, 0.12, chance.pick(["2022年迁入园区", "联系人已更换", "规上", "报表未交", "与上年同一口径"])),
                "虚构", "岚浦县虚构名单", chance.pick(["2023-12-31", "2023-12-31", "2023-12", "2024-03-15", "2023"]),
            ])
    return rows


def make_rows(chance, firms):
    """A third of the capacities are known, some margins, and how sure a row is where somebody doubted it."""
    rows = []
    for firm in firms:
        for place, stage in enumerate(firm.stages):
            if chance.happens(0.04) and place == 0 and firm.county != HOME:
                continue
            capacity = str(round(firm.revenue * (0.9 + 0.6 * chance.part())))
            by_stage = chance.happens(0.25)
            rows.append(
                [
                    firm.code, "" if by_stage else "CP-" + stage, stage if by_stage else "", known(chance, 0.3, capacity),
                    known(chance, 0.2, str(round(0.06 + 0.2 * chance.part(), 2))), known(chance, 0.1, chance.pick(["0.5", "0.7", "0.8"])),
                    "虚构", "岚浦县虚构名单", chance.pick(["2023-12-31", "2023", ""]),
                ])
    return rows


def role_rows(chance, firms):
    rows = []

    def give(role, level, stages, count, years):
        for firm in sorted((f for f in firms if f.stages[0] in stages and f.county == HOME), key=lambda f: (-f.revenue, f.code))[:count]:
            rows.append([firm.code, role, level, known(chance, 0.85, str(chance.pick(years))), "虚构", "岚浦县虚构名单", chance.pick(["2023-12-31", ""])])

    give("领跑者", "市级", ["BF11"], 3, [2022, 2023])
    give("领跑者", "县级", ["ZP08"], 2, [2022, 2023])
    give("链主", "省级", ["BF11"], 1, [2021])
    give("链主", "市级", ["ZP07"], 1, [2022])
    give("上市", "", ["BF11"], 1, [2019])
    give("小巨人", "国家级", ["BF11", "BF03"], 2, [2021, 2022])
    give("专精特新", "省级", ["BF11", "BF04", "ZP07"], 7, [2021, 2022, 2023])
    give("高新技术", "省级", ["BF11", "BF07", "BF04", "ZP08"], 10, [2020, 2021, 2022, 2023])
    return rows
