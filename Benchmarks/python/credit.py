"""`chainwright credit`, and the ages of `describe` and `robustness --age`, on the national network with revenues, days and loans: against the definitions (M38, M39) in
plain Python, compared before anything is timed.

  credit.py CHAINWRIGHT NETWORK [FOLDER]

FOLDER (beside NETWORK where it is left out) gets the network with seeded revenues, a day for each link, and 20,000 loans.
"""

import csv
import datetime
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import time

LOANS, DAYS, SHARE, MONTH = 20_000, 90, 0.2, 365.2425 / 12
command, source = sys.argv[1:3]
folder = sys.argv[3] if len(sys.argv) > 3 else source.rstrip("/") + "-credit"
LAST = datetime.date(2024, 12, 31)


def rows(name):
    with open(os.path.join(source, name + ".csv"), encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(name, head, lines):
    with open(os.path.join(folder, name + ".csv"), "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(head)
        out.writerows(lines)


r = random.Random(17)
firms, supplies = rows("firms"), rows("supplies")
ids = [row["firm_id"] for row in firms]
revenue = {i: round(10 ** r.uniform(2, 5)) for i in ids}
os.makedirs(folder, exist_ok=True)
for name in ("counties", "products"):
    shutil.copy(os.path.join(source, name + ".csv"), folder)
write("firms", ["firm_id", "county_code", "industry_code", "revenue_cny_wan", "provenance"],
      [(row["firm_id"], row["county_code"], row["industry_code"], revenue[row["firm_id"]], "synthetic") for row in firms])
days = [LAST - datetime.timedelta(days=r.randrange(1500)) if r.random() < 0.8 else None for _ in supplies]
days[0] = LAST
write("supplies", ["supplier_id", "buyer_id", "product_id", "amount_cny_wan", "as_of"],
      [(row["supplier_id"], row["buyer_id"], row["product_id"], row["amount_cny_wan"], day or "") for row, day in zip(supplies, days)])
loans = []  # number, lender, borrower, amount, {guarantor: amount}
for number in range(LOANS):
    borrower, guarantors = r.choice(ids), set()
    while len(guarantors) < r.choice([0, 1, 1, 2, 3]):
        guarantors.add(r.choice(ids))
    guarantors.discard(borrower)
    amount = round(revenue[borrower] * r.choice([0.1, 0.3, 1]))
    loans.append(("L%05d" % number, "Bank %d" % r.randrange(40), borrower, amount, {g: r.choice([amount, amount // 2]) for g in sorted(guarantors)}))
write("credits", ["loan_id", "lender", "borrower_id", "guarantor_id", "amount_cny_wan", "guaranteed_cny_wan"],
      [(n, lender, b, g, a, most) for n, lender, b, a, of in loans for g, most in (sorted(of.items()) or [("", "")])])

# Who needs which goods from whom: of each good any supplier does, as no template says otherwise.
suppliers, needs = {}, {}
for row in supplies:
    suppliers.setdefault((row["buyer_id"], row["product_id"]), set()).add(row["supplier_id"])
for need, of in suppliers.items():
    for s in of:
        needs.setdefault(s, []).append(need)


def standing_still(shocked):
    down, queue, left = set(shocked), list(shocked), {}
    while queue:
        for need in needs.get(queue.pop(), ()):
            left[need] = left.get(need, len(suppliers[need])) - 1
            if left[need] == 0 and need[0] not in down:
                down.add(need[0])
                queue.append(need[0])
    return down


def contagion(shocked):
    """The round of each default, and what is not covered."""
    down = standing_still(shocked)
    still = {f: DAYS / 365 for f in down}
    fallen, uncovered, round_ = {}, 0.0, 0
    fresh = [f for f, x in still.items() if x > SHARE]
    while fresh:
        fallen.update({f: round_ for f in fresh})
        called, uncovered = {}, 0.0
        for _, _, borrower, amount, of in loans:
            if borrower not in fallen:
                continue
            payers = {g: min(most, amount) for g, most in of.items() if g not in fallen}
            whole, paid = sum(payers.values()), 0.0
            for g, most in payers.items():
                part = min(most, amount * most / whole) if most else 0.0
                called[g] = called.get(g, 0.0) + part
                paid += part
            uncovered += max(0.0, amount - paid)
        fresh = [g for g, x in called.items() if g not in fallen and still.get(g, 0) + x / revenue[g] > SHARE]
        round_ += 1
    return fallen, uncovered


def ask(*words):
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    text = subprocess.run([command, words[0], folder, *words[1:], "--format", "json", "-q"], check=True, capture_output=True, text=True).stdout
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return json.loads(text), wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def near(a, b):
    return abs(a - b) <= 1e-9 * max(1, abs(a), abs(b))


def check_shock(shocked):
    fallen, uncovered = contagion(shocked)
    got, wall, cpu = ask("credit", *(x for f in shocked for x in ("--shock", f)))
    mine = {row["firm_id"]: row["default_round"] for row in got["defaults"]}
    assert mine == fallen, "%d of ours, %d of the definition" % (len(mine), len(fallen))
    assert near(got["loans_uncovered"], uncovered), (got["loans_uncovered"], uncovered)
    return len(fallen), max(fallen.values(), default=-1) + 1, wall, cpu


def check_survey():
    got, wall, cpu = ask("credit")
    listed = {row["firm_id"]: row for row in got["triggers"]}
    compared = r.sample(sorted(listed), min(25, len(listed)))
    began = time.process_time()
    for f in compared:
        fallen, uncovered = contagion([f])
        assert listed[f]["defaults_sure"] == len(fallen) and near(listed[f]["loans_uncovered"], uncovered), f
    return got["firms_tried"], len(listed), len(compared), (time.process_time() - began) / max(1, len(compared)), wall, cpu


def check_ages():
    got, wall, cpu = ask("describe")
    ages = [(LAST - day).days / MONTH for day in days if day]
    row = next(x for x in got["ages"] if x["fact_kind"] == "links")
    known = sorted(ages)
    median = (known[(len(known) - 1) // 2] + known[len(known) // 2]) / 2
    assert (row["fact_rows"], row["dated_rows"]) == (len(days), len(ages)) and near(row["median_age"], median)
    old = sum(a > 13 for a in ages)
    assert near(row["old_share"]["at_least"], old / len(days)) and near(row["old_share"]["at_most"], (old + len(days) - len(ages)) / len(days))
    return len(ages), wall, cpu


print("%d firms, %d links, %d loans" % (len(ids), len(supplies), len(loans)))
shocked = sorted(r.sample(sorted({loan[2] for loan in loans}), 300))
print("  credit, 300 stops at once: %d default in %d rounds, the same; %.2f s, %.2f s of CPU" % check_shock(shocked))
print("  credit, %d stops one by one: %d bring defaults, %d of them compared (%.3f s each in Python); %.1f s, %.1f s of CPU" % check_survey())
print("  describe: %d dated links, the same ages; %.2f s, %.2f s of CPU" % check_ages())
leaders = sorted(r.sample(ids, 2))
got, wall, cpu = ask("robustness", "--age", "--worlds", "20", "--survey", "0", *(x for f in leaders for x in ("--leader", f)))
assert got["links_dated"] == sum(day is not None for day in days)
print("  robustness --age, 2 leaders, 20 worlds of %d links in doubt: %.1f s, %.1f s of CPU" % (got["uncertain_facts"], wall, cpu))
