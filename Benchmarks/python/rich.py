"""A made-up network as planners have them: chains, stages, makes, stocks, clusters, grades, unknowns. The same bytes every time.

    python3 rich.py FIRMS LINKS FOLDER
"""

import csv
import os
import random
import sys

CHAINS, STAGES, PRODUCTS, COUNTIES, CLUSTERS, LEADERS = 8, 10, 2, 24, 40, 100


def write(folder, table, columns, rows):
    with open(os.path.join(folder, table + ".csv"), "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(columns + ["provenance"])
        out.writerows([*row, "synthetic"] for row in rows)


def blank(r, share, value):
    return "" if r.random() < share else value


def template(r):
    """Each stage needs one to three of the stages before it; every fifth need is a group of two substitutes."""
    rows = []
    for chain in range(CHAINS):
        for stage in range(1, STAGES):
            inputs = sorted(r.sample(range(stage), min(stage, r.randint(1, 3))))
            group = "g" if len(inputs) > 1 and r.random() < 0.2 else ""
            for place, before in enumerate(inputs):
                rows.append((name(chain, before), name(chain, stage), "essential" if r.random() < 0.8 else "non_essential",
                             group if place < 2 else ""))
    return rows


def name(chain, stage):
    return "s%d-%d" % (chain, stage)


def main(firms, links, folder):
    r = random.Random(20221117)
    os.makedirs(folder, exist_ok=True)
    needs = template(r)
    write(folder, "chains", ["chain_id", "name"], [("c%d" % c, "Chain %d" % c) for c in range(CHAINS)])
    write(folder, "stages", ["stage_id", "chain_id", "name", "position"],
          [(name(c, s), "c%d" % c, "Stage %d of %d" % (s, c), s) for c in range(CHAINS) for s in range(STAGES)])
    write(folder, "requires", ["input_stage_id", "output_stage_id", "importance", "substitute_group"], needs)
    goods = {(c, s): ["p%d-%d-%d" % (c, s, k) for k in range(PRODUCTS)] for c in range(CHAINS) for s in range(STAGES)}
    write(folder, "products", ["product_id", "name", "stage_id"],
          [(p, "Good " + p, name(*place)) for place, those in goods.items() for p in those])
    write(folder, "counties", ["county_code", "name"], [(130600 + c, "County %d" % c) for c in range(1, COUNTIES + 1)])
    write(folder, "clusters", ["cluster_id", "name", "county_code", "chain_id"],
          [("k%02d" % k, "Cluster %d" % k, 130601 + k % COUNTIES, "c%d" % (k % CHAINS)) for k in range(CLUSTERS)])
    place = []
    makers = {where: [] for where in goods}
    for firm in range(firms):
        chain = r.randrange(CHAINS)
        own = {r.randrange(STAGES)} | ({r.randrange(STAGES)} if r.random() < 0.1 else set())
        place.append((chain, sorted(own)))
        for stage in own:
            makers[(chain, stage)].append(firm)
    write(folder, "firms",
          ["firm_id", "name", "county_code", "cluster_id", "industry_code", "revenue_cny_wan", "employees", "rd_cny_wan", "emission_grade",
           "recovery_days"],
          [("SYN-%07d" % f, "Firm %d" % f, 130601 + r.randrange(COUNTIES),
            "k%02d" % (place[f][0] + CHAINS * r.randrange(CLUSTERS // CHAINS)) if r.random() < 0.4 else "",
            "%d%03d" % (place[f][0] + 1, 100 + place[f][1][0]), blank(r, 0.05, int(r.lognormvariate(7, 1.2))),
            blank(r, 0.1, r.randint(3, 900)), blank(r, 0.4, r.randint(0, 300)), blank(r, 0.2, r.choice("ABCD")), blank(r, 0.5, r.randint(3, 60)))
           for f in range(firms)])
    write(folder, "roles", ["firm_id", "role", "level", "year"],
          [("SYN-%07d" % f, "leader", "county", 2022) for f in sorted(r.sample(range(firms), min(firms, LEADERS)))]
          + [("SYN-%07d" % f, "high_tech", "province", 2021) for f in sorted(r.sample(range(firms), firms // 20))])
    write(folder, "makes", ["firm_id", "product_id", "stage_id", "capacity_cny_wan"],
          [("SYN-%07d" % f, r.choice(goods[(chain, s)]), name(chain, s), blank(r, 0.5, int(r.lognormvariate(8, 1))))
           for f, (chain, own) in enumerate(place) for s in own])
    inputs = {}
    for before, after, _, _ in needs:
        inputs.setdefault(after, []).append(before)
    where = {name(c, s): (c, s) for c in range(CHAINS) for s in range(STAGES)}
    rows, seen = [], set()
    while len(rows) < links:
        # A purchase: one good of one buyer, from one to six makers, two or three as a rule.
        buyer = r.randrange(firms)
        chain, own = place[buyer]
        wanted = inputs.get(name(chain, r.choice(own)))
        source = where[r.choice(wanted)] if wanted and r.random() < 0.8 else (r.randrange(CHAINS), r.randrange(STAGES))
        good = r.choice(goods[source])
        for _ in range(r.choice([1, 2, 2, 3, 3, 3, 4, 5, 6])):
            # Few large makers sell much: squares of a uniform draw.
            supplier = makers[source][int(len(makers[source]) * r.random() ** 2)]
            if supplier == buyer or (supplier, buyer, good) in seen or len(rows) == links:
                continue
            seen.add((supplier, buyer, good))
            rows.append(("SYN-%07d" % supplier, "SYN-%07d" % buyer, good, blank(r, 0.1, int(r.lognormvariate(4, 1.3))),
                         blank(r, 0.3, "%d-%02d" % (r.randint(2017, 2023), r.randint(1, 12)))))
    write(folder, "supplies", ["supplier_id", "buyer_id", "product_id", "amount_cny_wan", "since"], rows)
    bought = sorted({(row[1], row[2]) for row in rows[: len(rows) // 4]})
    write(folder, "stocks", ["firm_id", "product_id", "days"], [(f, p, r.randint(1, 40)) for f, p in bought])


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
