"""python hard_targets.py CHAINWRIGHT NETWORK ORDER COUNT RUNS: of 300 random buyers, the COUNT with most cut sets of up to ORDER firms, timed together."""

import csv
import json
import random
import subprocess
import sys


def main():
    program, network, order, count, runs = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
    with open(f"{network}/supplies.csv", encoding="utf-8") as file:
        buyers = sorted({row["buyer_id"] for row in csv.DictReader(file)})
    chosen = random.Random(1).sample(buyers, 300)

    def command(firms):
        return [program, "weak-links", network, "--order", order, "--format", "json", *(word for firm in firms for word in ("--leader", firm))]

    counts = {}
    for row in json.loads(subprocess.run([*command(chosen), "--count"], capture_output=True, check=True).stdout)["counts"]:
        counts.setdefault(row["target_id"], []).append(row["sets_count"])
    targets = sorted(counts, key=lambda target: -sum(counts[target]))
    print("  cut sets:", [counts[target] for target in targets[:count]])
    hardest = command(targets[:count])
    for _ in range(runs):
        timed = subprocess.run(["/usr/bin/time", "-f", "  %e s, %M kB", *hardest], capture_output=True, text=True, check=True)
        print(timed.stderr.splitlines()[-1])


if __name__ == "__main__":
    main()
