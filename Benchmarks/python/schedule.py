"""How long a sweep takes on a cluster, by a simulation of its schedule with measured costs, beside the formula of docs/guides/beyond-one-machine.md.

    python3 Benchmarks/python/schedule.py PROGRAM [firms links]

Makes a network by a fixed seed, computes the systemic risk of every firm in parts by PROGRAM, each part on one thread and timed, and then gives the parts' costs, drawn
anew with a fixed seed for as many firms as are asked about, to cores one after another as Spark's first-in-first-out schedule does.
"""

import heapq
import math
import os
import random
import subprocess
import sys
import tempfile
import time

SEED = 17


def network(folder, firms, links):
    """Heavy-tailed degrees, 60 sectors, all amounts known."""
    draw = random.Random(SEED)
    weights = [(1 + at) ** -0.6 for at in range(firms)]
    order = list(range(firms))
    draw.shuffle(order)
    with open(f"{folder}/firms.csv", "w", encoding="utf-8") as file:
        file.write("firm_id,industry_code\n")
        file.writelines(f"F{at:08},{1300 + draw.randrange(60)}\n" for at in range(firms))
    pairs = set()
    while len(pairs) < links:
        suppliers, buyers = (draw.choices(order, weights, k=links) for _ in range(2))
        pairs.update((a, b) for a, b in zip(suppliers, buyers) if a != b)
    with open(f"{folder}/supplies.csv", "w", encoding="utf-8") as file:
        file.write("supplier_id,buyer_id,amount_cny_wan\n")
        file.writelines(f"F{a:08},F{b:08},{draw.randint(1, 5000)}\n" for a, b in sorted(pairs)[:links])


def timed(words):
    begun, before = time.time(), os.times()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return time.time() - begun, cpu


def schedule(costs, cores, reading):
    """The wall time where whoever is free takes the next task; a task reads the network and does its share."""
    free = [0.0] * cores
    heapq.heapify(free)
    for cost in costs:
        heapq.heappush(free, heapq.heappop(free) + reading + cost)
    return max(free)


def measured(program, firms, links, count):
    """Seconds of one core: reading, each of `count` parts, putting them together, and all of it in one process; and the wall time of one and of two processes."""
    with tempfile.TemporaryDirectory() as folder:
        network(folder, firms, links)
        asked = [program, "cascade", folder, "--threads", "1", "--shard"]
        reading = min(timed([*asked, "1/1000000000000", "-o", f"{folder}/empty.json", "--force"])[1] for _ in range(3))
        costs = [max(0.0, timed([*asked, f"{n}/{count}", "-o", f"{folder}/{n}.json"])[1] - reading) for n in range(1, count + 1)]
        parts = [f"{folder}/{n}.json" for n in range(1, count + 1)]
        merge = timed([program, "merge", folder, *parts, "--format", "csv", "-o", f"{folder}/merged.csv"])[1]
        one = timed([program, "cascade", folder, "--threads", "1", "--format", "csv", "-o", f"{folder}/one.csv"])
        with open(f"{folder}/merged.csv", "rb") as merged, open(f"{folder}/one.csv", "rb") as whole:
            assert merged.read() == whole.read(), "the parts make another answer than one process"
        begun = time.time()
        two = [subprocess.Popen([*asked, f"{n}/2", "-o", f"{folder}/half{n}.json", "-q"]) for n in (1, 2)]
        assert all(process.wait() == 0 for process in two)
        wall = time.time() - begun
    print(f"{firms} firms, {links} links, seconds of one core: reading {reading:.2f}, {count} parts {sum(costs):.1f} beside it, merge {merge:.2f}, one process {one[1]:.1f}")
    print(f"  a firm {1e6 * sum(costs) / firms:.0f} microseconds; parts of {firms // count} firms {min(costs):.2f} to {max(costs):.2f}")
    print(f"  wall: one process {one[0]:.1f}, two {wall:.1f}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return reading, costs


def main():
    program = os.path.abspath(sys.argv[1])
    firms, links = (int(word) for word in sys.argv[2:4]) if len(sys.argv) > 3 else (60_000, 300_000)
    count = 16
    _, small = measured(program, firms // 4, links // 4, count)
    reading, costs = measured(program, firms, links, count)
    each = sum(costs) / firms
    # How what a firm costs grows with the network, between the two sizes; never less than not at all, never more than in proportion.
    power = min(1.0, max(0.0, math.log(each / (4 * sum(small) / firms)) / math.log(4)))
    print(f"a firm's cost grows with the power {power:.2f} of the size")
    draw = random.Random(SEED)
    print("firms | links | cores | parts | hours by the formula | hours simulated")
    for size in [1_000_000, 3_000_000, 10_000_000, 50_000_000]:
        growth = size / firms
        read = reading * growth
        for cores in [1, 100]:
            parts = 8 * cores
            share = [draw.choice(costs) / (firms / count) * growth**power * size / parts for _ in range(parts)]
            formula = (each * growth**power * size / cores + read * parts / cores + max(share) / 2) / 3600
            print(f"{size} | {links * size // firms} | {cores} | {parts} | {formula:.2f} | {schedule(share, cores, read) / 3600:.2f}")


if __name__ == "__main__":
    main()
