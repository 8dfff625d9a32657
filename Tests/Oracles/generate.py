"""Random networks, small enough that everything can be tried, with everything in them that the documents speak of.

    python3 generate.py SEED FOLDER
"""

import csv
import os
import random
import sys

HONOURS = ["listed", "little_giant", "srdi", "high_tech"]


class Traits:
    """What a network has in it; drawn first, so that about half of all networks lack each of them."""

    def __init__(self, r, unknown=False):
        half = lambda p=0.5: r.random() < p
        self.two_stages, self.groups, self.m_of_n, self.importance = half(), half(), half(0.4), half()
        self.second_product, self.no_product, self.repeated, self.self_supply = half(0.35), half(0.4), half(), half(0.1)
        self.blank = 1.0 if unknown else r.choice([0, 0, 0.15, 0.4])
        self.shares = r.choice(["none", "none", "alone", "beside"])
        self.revenue = 0.0 if unknown else r.choice([1, 1, 0.7, 0.4])
        self.people = 0.0 if unknown else r.choice([1, 0.7])
        self.research = 0.0 if unknown else r.choice([1, 0.6])
        self.capacity = 0.0 if unknown else r.choice([0, 0.5, 1])
        self.grades = 0.0 if unknown else r.choice([1, 1, 0.5])
        self.probabilities = 0.0 if unknown else r.choice([0.5, 1])
        self.county = r.choice([1, 1, 0.8])
        self.sectors = r.choice([1, 0.8])
        self.circles = half(0.3)
        self.common_causes = half(0.6)
        self.leaderless = half(0.05)


def blank_or(r, share, value):
    return value if r.random() < share else ""


def network(seed, unknown=False, without=(), traits=None):
    """The tables of network `seed`: name -> rows (dictionaries, all with the same columns); `without`: traits that are off, `traits`: their values."""
    r = random.Random("chainwright-%s-%d" % ("unknown" if unknown else "mixed", seed))
    t = Traits(r, unknown)
    for name in without:
        setattr(t, name, "none" if name == "shares" else False)
    for name, value in (traits or {}).items():
        setattr(t, name, value)
    tables = {}
    counties = ["139901", "139902", "139903", "139904"]
    tables["counties"] = [
        dict(county_code=c, name="County " + c[-1], longitude=round(115 + 0.4 * k, 2), latitude=round(38 + 0.3 * k * (k % 2), 2),
             inside="no" if k == 3 else "yes") for k, c in enumerate(counties)]
    chains = ["CH1"] + (["CH2"] if r.random() < 0.4 else [])
    tables["chains"] = [dict(chain_id=c, name=c) for c in chains]
    stages = []
    for c in chains:
        for k in range(r.randint(3, 5) if c == "CH1" else 2):
            stages.append(dict(stage_id="%s-s%d" % (c.lower(), k), chain_id=c, name="stage %s %d" % (c, k), position=k,
                               weight=r.choice(["", 1, 2, 0.5])))
    tables["stages"] = stages
    tables["requires"] = requires = template(r, t, chains, stages)
    products = []
    for s in stages:
        for k in range(2 if t.second_product and r.random() < 0.4 else 1):
            products.append(dict(product_id="P-%s%s" % (s["stage_id"], "ab"[k] if k else ""), name="", stage_id=s["stage_id"]))
    products += [dict(product_id="P-free%d" % k, name="", stage_id="") for k in range(r.randint(0, 2))]
    for p in products:
        p["name"] = "good " + p["product_id"]
    tables["products"] = products
    clusters = []
    for k in range(r.randint(1, 3)):
        clusters.append(dict(cluster_id="C%d" % (k + 1), name="Cluster %d" % (k + 1), county_code=counties[k],
                             chain_id=r.choice(chains + ["CH1"]) if k < 2 else ""))
    tables["clusters"] = clusters
    firms, makes = [], []
    count = r.randint(6, 13)
    for k in range(count):
        f = firm(r, t, "SYN-F%02d" % k, counties, clusters)
        firms.append(f)
        makes += makes_of(r, t, f["firm_id"], stages, products, k)
    tables["firms"], tables["makes"] = firms, makes
    tables["supplies"] = supplies(r, t, firms, makes, products, requires)
    tables["roles"] = roles(r, t, firms)
    tables["figures"] = figures(r, clusters)
    if t.common_causes:
        tables["groups"] = []
        for k in range(r.randint(1, 2)):
            q = blank_or(r, t.probabilities, round(r.uniform(0.01, 0.2), 3))
            for f in sorted(r.sample([f["firm_id"] for f in firms], min(len(firms), r.randint(2, 3)))):
                tables["groups"].append(dict(group_id="SYN-G%d" % k, name="Cause %d" % k, kind="park", firm_id=f, failure_probability=q))
    for rows in tables.values():
        for row in rows:
            row["provenance"] = "synthetic"
    return {name: rows for name, rows in tables.items() if rows}


def template(r, t, chains, stages):
    rows = []
    for c in chains:
        own = [s["stage_id"] for s in stages if s["chain_id"] == c]
        for k in range(1, len(own)):
            inputs = sorted(r.sample(range(k), r.randint(1, min(k, 3))))
            if not any(x["input_stage_id"] == own[k - 1] for x in rows) and k - 1 not in inputs:
                inputs.append(k - 1)
            grouped = set(r.sample(inputs, 2)) if t.groups and len(inputs) > 1 and r.random() < 0.6 else set()
            both = 2 if t.m_of_n and grouped and r.random() < 0.3 else 1
            for i in inputs:
                importance = "" if i in grouped or not t.importance else r.choice(["essential", "", "non_essential", "negligible"])
                needs = both if i in grouped else (2 if t.m_of_n and r.random() < 0.4 else "")
                rows.append(dict(input_stage_id=own[i], output_stage_id=own[k], importance=importance,
                                 substitute_group="g" if i in grouped else "", needs=needs))
    return rows


def firm(r, t, id, counties, clusters):
    cluster = r.choice(clusters)["cluster_id"] if r.random() < 0.8 else ""
    home = next((c["county_code"] for c in clusters if c["cluster_id"] == cluster), None)
    county = home if home and r.random() < 0.8 else r.choice(counties)
    if cluster and county == "139904" and home != "139904":
        county = home
    sector = r.choice(["1711", "1712", "1713", "2645", "5171", "6001"])
    large = r.random() < 0.15
    revenue = r.randint(41000, 90000) if large else r.randint(50, 5000)
    people = r.randint(900, 3000) if large else r.randint(5, 400)
    return dict(
        firm_id=id, name="Firm " + id[4:], county_code=blank_or(r, t.county, county), cluster_id=cluster,
        industry_code=blank_or(r, t.sectors, sector), revenue_cny_wan=blank_or(r, t.revenue, revenue),
        rd_cny_wan=blank_or(r, t.research, round(revenue * r.uniform(0, 0.08), 1)),
        employees=blank_or(r, t.people, people), tax_cny_wan=blank_or(r, t.people, round(revenue * 0.05, 1)),
        failure_probability=blank_or(r, t.probabilities, round(r.uniform(0.001, 0.3), 3)),
        recovery_days=blank_or(r, t.people, r.randint(3, 60)), emission_grade=blank_or(r, t.grades, r.choice("ABCD")))


def makes_of(r, t, firm, stages, products, k):
    rows = []
    if r.random() < 0.08:
        return rows  # a firm of which nobody wrote down what it makes
    picks = r.sample(products, 2 if t.two_stages and r.random() < 0.4 else 1)
    if k < len(stages):
        picks[0] = r.choice([p for p in products if p["stage_id"] == stages[k]["stage_id"]])
    for p in {p["product_id"]: p for p in picks}.values():
        rows.append(dict(firm_id=firm, product_id=p["product_id"], stage_id="",
                         capacity_cny_wan=blank_or(r, t.capacity, r.randint(50, 6000))))
    if t.two_stages and r.random() < 0.15:
        rows.append(dict(firm_id=firm, product_id="", stage_id=r.choice(stages)["stage_id"], capacity_cny_wan=""))
    return rows


def supplies(r, t, firms, makes, products, requires):
    ids = [f["firm_id"] for f in firms]
    rank = {f: k for k, f in enumerate(r.sample(ids, len(ids)))}
    stage = {p["product_id"]: p["stage_id"] for p in products}
    made = {}
    for m in makes:
        if m["product_id"]:
            made.setdefault(m["product_id"], []).append(m["firm_id"])
    stages_of = {}
    for m in makes:
        stages_of.setdefault(m["firm_id"], set()).add(m["stage_id"] or stage.get(m["product_id"], ""))
    rows = []
    for buyer in ids:
        wanted = {x["input_stage_id"] for x in requires if x["output_stage_id"] in stages_of.get(buyer, ())}
        goods = [p["product_id"] for p in products if stage[p["product_id"]] in wanted and r.random() < 0.85]
        goods += r.sample([p["product_id"] for p in products], 1) if r.random() < 0.25 else []
        for good in dict.fromkeys(goods):
            able = [m for m in made.get(good, []) if m != buyer and (t.circles or rank[m] < rank[buyer])]
            if r.random() < 0.15:
                able += [m for m in ids if m != buyer and m not in able and (t.circles or rank[m] < rank[buyer])]
            chosen = r.sample(able, min(len(able), r.choice([1, 1, 2, 2, 3])))
            if t.self_supply and buyer in made.get(good, []) and r.random() < 0.3:
                chosen.append(buyer)
            rows += purchase(r, t, buyer, good, chosen)
    if t.no_product:
        for buyer in ids:
            if r.random() < 0.3:
                able = [m for m in ids if m != buyer and (t.circles or rank[m] < rank[buyer])]
                rows += purchase(r, t, buyer, "", r.sample(able, min(len(able), r.randint(1, 2))))
    if not rows:
        rows.append(dict(supplier_id=ids[0], buyer_id=ids[1], product_id="", amount_cny_wan="", share="", since="", failure_probability=""))
    return rows


def purchase(r, t, buyer, good, chosen):
    amounts = [r.randint(1, 900) for _ in chosen]
    alone = t.shares == "alone" and good and r.random() < 0.5
    rows = []
    total = sum(amounts)
    for s, a in zip(chosen, amounts):
        share = round(a / total, 4) if good and (alone or t.shares == "beside") else ""
        q = blank_or(r, t.probabilities, round(r.uniform(0.001, 0.2), 3))
        known = "" if alone or r.random() < t.blank else a
        if t.repeated and share == "" and r.random() < 0.15:
            first = r.randint(0, a)
            rows.append(dict(supplier_id=s, buyer_id=buyer, product_id=good, amount_cny_wan="" if known == "" else first,
                             share="", since=2019, failure_probability=q))
            rows.append(dict(supplier_id=s, buyer_id=buyer, product_id=good,
                             amount_cny_wan="" if r.random() < t.blank else a - first + 1, share="", since=2021, failure_probability=q))
        else:
            rows.append(dict(supplier_id=s, buyer_id=buyer, product_id=good, amount_cny_wan=known, share=share, since="", failure_probability=q))
    return rows


def roles(r, t, firms):
    rows = []
    ids = [f["firm_id"] for f in firms]
    if not t.leaderless:
        for f in sorted(r.sample(ids, min(len(ids), r.randint(1, 3)))):
            rows.append(dict(firm_id=f, role=r.choice(["leader", "leader", "chain_leader"]), level="county", year=2022))
    for kind in HONOURS:
        if r.random() < 0.7:
            for f in sorted(r.sample(ids, r.randint(1, 2))):
                rows.append(dict(firm_id=f, role=kind, level="province", year=2021))
    return rows


def figures(r, clusters):
    rows = []
    for c in clusters:
        for year in (2020, 2021, 2022):
            if r.random() < 0.8:
                rows.append(dict(table="cluster", subject_id=c["cluster_id"], attribute="output value", value=r.randint(20, 80),
                                 unit="100 million CNY", year=year))
    return rows


def write(tables, folder, shuffle=None):
    """Writes the tables; with `shuffle` (a Random) the rows of each in another order."""
    os.makedirs(folder, exist_ok=True)
    for name, rows in tables.items():
        rows = list(rows)
        if shuffle:
            shuffle.shuffle(rows)
        with open(os.path.join(folder, name + ".csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    write(network(int(sys.argv[1]), "--unknown" in sys.argv), sys.argv[2])
