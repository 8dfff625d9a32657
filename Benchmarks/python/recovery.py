"""Recovery of the whole network (survive --every): ours against each program solved alone by HiGHS, checked before it is timed.

  recovery.py FIRMS CHAINWRIGHT [--peer]

Makes a network of tiers (seeded by the number of firms) with spare capacity, stocks and recovery days, asks the command, and with --peer builds each program from
the guide's table (Tests/Oracles/recovering.py) and solves it by scipy's HiGHS. Only HiGHS's own time is counted, not the building.
"""
import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "..", "Tests", "Oracles"))


def generate(n, folder):
    r = random.Random(n)

    def write(name, head, rows):
        with open(os.path.join(folder, name + ".csv"), "w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(head + ["provenance"])
            out.writerows([*row, "synthetic"] for row in rows)

    tiers, products = 6, max(20, n // 10)
    tier = [p * tiers // products for p in range(products)]
    made, makers = [], {}
    for f in range(n):
        made.append(r.randrange(products))
        makers.setdefault(made[f], []).append(f)
    ids = ["F%05d" % f for f in range(n)]
    supplies, sold = [], [0.0] * n
    for f in range(n):
        below = [p for p in makers if tier[p] == tier[made[f]] - 1]
        for p in r.sample(below, min(len(below), r.choice([1, 2, 2, 3]))):
            for s in r.sample(makers[p], min(len(makers[p]), r.choice([1, 1, 2]))):
                amount = round(10 ** r.uniform(1, 3.3))
                supplies.append((ids[s], ids[f], "P%04d" % p, amount))
                sold[s] += amount
    usual = [round(x * r.choice([1, 1, 1.3, 2]) + (10 ** r.uniform(1, 3) if x == 0 or r.random() < 0.3 else 0)) + 1 for x in sold]
    write("firms", ["firm_id", "name", "revenue_cny_wan", "recovery_days"],
          [(i, i, usual[f], r.choice([7, 14, 30, 30, 60, 90, 180])) for f, i in enumerate(ids)])
    write("supplies", ["supplier_id", "buyer_id", "product_id", "amount_cny_wan"], supplies)
    write("products", ["product_id", "name"], [("P%04d" % p, "P%04d" % p) for p in range(products)])
    write("makes", ["firm_id", "product_id", "capacity_cny_wan", "margin"],
          [(i, "P%04d" % made[f], round(usual[f] * r.choice([1, 1.1, 1.3, 1.5])), r.choice([0.1, 0.2, 0.3])) for f, i in enumerate(ids)])
    stocks = []
    for i in ids:
        if r.random() < 0.6:
            stocks.append((i, "", "material", r.choice([3, 5, 10, 20, 30])))
        if r.random() < 0.4:
            stocks.append((i, "", "output", r.choice([2, 5, 10])))
    write("stocks", ["firm_id", "product_id", "kind", "days"], stocks)
    return len(supplies)


def ours(command, folder):
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    text = subprocess.run([command, "survive", folder, "--every", "--format", "csv", "-q"], check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return {row["disruption_id"]: row for row in csv.DictReader(text.splitlines())}, time.perf_counter() - began, cpu


def alone(folder, firms, found):
    """HiGHS's seconds, and the largest difference of a time and of a loss."""
    import numpy
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix

    import recovering
    import survival
    from network import Network

    n = Network(folder)
    net = recovering.Whole(n, survival.Needs(n), 0)
    seconds, apart = 0.0, [0.0, 0.0]

    def largest(objective, rows):
        place, data, at, ends, bounds = {}, [], [], [0], []
        for row, bound in rows:
            for key, value in row.items():
                at.append(place.setdefault(key, len(place)))
                data.append(float(value))
            ends.append(len(at))
            bounds.append(float(bound))
        cost = numpy.zeros(len(place))
        for key, value in objective.items():
            cost[place[key]] = -float(value)
        matrix = csr_matrix((data, at, ends), shape=(len(bounds), len(place)))
        began = time.perf_counter()
        solved = linprog(cost, A_ub=matrix, b_ub=bounds, bounds=(0, None), method="highs",
                         options=dict(primal_feasibility_tolerance=1e-10, dual_feasibility_tolerance=1e-10))
        return (-solved.fun if solved.status == 0 else None), time.perf_counter() - began

    for f in firms:
        days, spent = largest({"t": 1}, [*net.rows({f}, None), ({"t": 1}, 100000)])
        seconds += spent
        row = found.get(f)
        listed = 100000 if row is None or row["survive_days"] == "" else float(row["survive_days"])
        if row is not None:
            apart[0] = max(apart[0], abs(listed - days) / max(1, days))
        away = n.cell(f, "recovery_days")
        if days >= float(away):
            assert row is None, f
            continue
        value, spent = largest({("z", g): net.margin[g] for g in net.firms}, net.rows({f}, away))
        seconds += spent
        loss = float(sum(net.margin[g] * net.demand[g] * away for g in net.firms)) - value
        apart[1] = max(apart[1], abs((float(row["loss_cny_wan"]) if row else 0) - loss) / max(1, loss))
    return seconds, apart


def main():
    n, command = int(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory() as folder:
        links = generate(n, folder)
        found, wall, cpu = ours(command, folder)
        print("%d firms, %d links: %d stops that cost something; %.2f s, %.2f s of CPU" % (n, links, len(found), wall, cpu))
        if "--peer" in sys.argv:
            r = random.Random(1)
            firms = ["F%05d" % f for f in (range(n) if n <= 300 else sorted(r.sample(range(n), 40)))]
            seconds, apart = alone(folder, firms, found)
            print("  HiGHS, each program alone: %.4f s a stop (%d of them); times apart by %.1g, losses by %.1g" % (
                seconds / len(firms), len(firms), *apart))
            print("  ratio: %.0f" % (seconds / len(firms) / (cpu / n)))


main()
