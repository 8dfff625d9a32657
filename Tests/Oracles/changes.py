"""What if: the network as random changes make it (scenarios.md) is written by hand; every measure after the scenario is that of the written network.

And the measures of one network are those of the single pages: “run the single command on the network … and you get the same number”."""

import copy
import math
import random
import shutil

import generate
from case import Printed, figure_fault, same
from gaps import counted

HEAD = "name: random\ntitle: random\nprovenance: synthetic\nsource: test\n"
HANGING = {"supplies": ("supplier_id", "buyer_id"), "makes": ("firm_id",), "roles": ("firm_id",), "groups": ("firm_id",), "stocks": ("firm_id",)}


def random_change(r, tables):
    """(text, table of the network after) of one change."""
    after = copy.deepcopy(tables)
    kind = r.choice(["remove link", "remove firm", "amount", "add", "curtail", "move"])
    firms = [f["firm_id"] for f in tables["firms"]]
    link = r.choice(tables["supplies"])
    pair = "{supplier_id: %s, buyer_id: %s}" % (link["supplier_id"], link["buyer_id"])
    same_pair = lambda l: l["supplier_id"] == link["supplier_id"] and l["buyer_id"] == link["buyer_id"]
    f = r.choice(firms)
    if kind == "remove link":
        after["supplies"] = [l for l in after["supplies"] if not same_pair(l)]
        return "  - remove: supplies\n    where: %s\n" % pair, after
    if kind == "remove firm":
        after["firms"] = [x for x in after["firms"] if x["firm_id"] != f]
        for name, columns in HANGING.items():
            after[name] = [x for x in after.get(name, []) if f not in [x[c] for c in columns]]
        return "  - remove: firms\n    where: {firm_id: %s}\n" % f, after
    if kind == "amount":
        amount = r.randint(1, 2000)
        for l in after["supplies"]:
            if same_pair(l):
                l["amount_cny_wan"] = amount
        return "  - change: supplies\n    where: %s\n    set: {amount_cny_wan: %d}\n" % (pair, amount), after
    if kind == "add":
        product, amount = r.choice(tables["products"])["product_id"], r.randint(1, 900)
        seller = r.choice([x for x in firms if x != f])
        if any((l["supplier_id"], l["buyer_id"], l["product_id"]) == (seller, f, product) for l in tables["supplies"]):
            return random_change(r, tables)  # a row that is there is changed, not added
        row = dict.fromkeys(tables["supplies"][0], "")
        row.update(supplier_id=seller, buyer_id=f, product_id=product, amount_cny_wan=amount, provenance="synthetic")
        after["supplies"].append(row)
        return "  - add: supplies\n    row: {supplier_id: %s, buyer_id: %s, product_id: %s, amount_cny_wan: %d}\n" % (seller, f, product, amount), after
    if kind == "curtail":
        loss = r.choice([0.25, 0.5])
        less = lambda x: x if x == "" else repr(float(x) * (1 - loss))
        for x in after["firms"]:
            x["revenue_cny_wan"] = less(x["revenue_cny_wan"]) if x["firm_id"] == f else x["revenue_cny_wan"]
        for x in after.get("makes", []):
            x["capacity_cny_wan"] = less(x["capacity_cny_wan"]) if x["firm_id"] == f else x["capacity_cny_wan"]
        for x in after["supplies"]:
            x["amount_cny_wan"] = less(x["amount_cny_wan"]) if x["supplier_id"] == f else x["amount_cny_wan"]
        return "  - curtail: {firms: %s}\n    loss: %s\n" % (f, loss), after
    cluster = r.choice(tables["clusters"])["cluster_id"]
    for x in after["firms"]:
        x["cluster_id"] = cluster if x["firm_id"] == f else x["cluster_id"]
    return "  - change: firms\n    where: {firm_id: %s}\n    set: {cluster_id: %s}\n" % (f, cluster), after


def nothing(tables):
    """A scenario that changes nothing: a name becomes what it is (`changes: []` is refused here, though scenarios.md knows it)."""
    f = tables["firms"][0]
    return HEAD + "changes:\n  - change: firms\n    where: {firm_id: %s}\n    set: {name: '%s'}\n" % (f["firm_id"], f["name"])


def says(value):
    """What a figure says: None where nothing, else value and ends."""
    if isinstance(value, Printed):
        return (None if math.isnan(value) else float(value), value.low, value.high)
    return value


def agrees(a, b):
    a, b = says(a), says(b)
    if isinstance(a, tuple) and isinstance(b, tuple):
        return all(same(x, y, 1e-7) for x, y in zip(a, b))
    return not isinstance(a, tuple) and not isinstance(b, tuple) and same(a, b, 1e-7)


def what_if(case):
    r, faults = random.Random("what-if-%d" % case.seed), []
    tables, text = case.tables, HEAD + "changes:\n"
    for _ in range(r.randint(1, 3)):
        if not tables.get("supplies") or len(tables["firms"]) < 3:
            break
        line, tables = random_change(r, tables)
        text += line
    folder = case.folder + ".after"
    generate.write({name: rows for name, rows in tables.items() if rows}, folder)
    got = case.run("what-if", case.file("changes.yaml", text), "--all")
    there = case.run("what-if", case.file("nothing.yaml", nothing(tables)), "--all", folder=folder)
    key = lambda m: (m["table"], m["id"], m["measure"])
    after = {key(m): m["after"] for m in got["measures"]}
    want = {key(m): m["before"] for m in there["measures"]}
    for k in sorted(set(after) | set(want)):
        if k not in after or k not in want:
            if after.get(k, want.get(k)) is not None:
                faults.append("%s: %s after the changes, written by hand %s" % (" ".join(k), after.get(k, "no row"), want.get(k, "no row")))
        elif not agrees(after[k], want[k]):
            faults.append("%s: %s after the changes, written by hand %s" % (" ".join(k), says(after[k]), says(want[k])))
    for m in got["measures"]:
        d, sides = m["difference"], [x for x in (m["before"], m["after"]) if isinstance(x, Printed)]
        if sides and d is not None and not isinstance(d, Printed):
            faults.append("%s: difference %s as if it were certain, of %s and %s" % (" ".join(key(m)), d, says(m["before"]), says(m["after"])))
        if not isinstance(m["before"], (str, bool, type(None), Printed)) and not isinstance(m["after"], (str, bool, type(None), Printed)):
            if not same(d, m["after"] - m["before"], 1e-7) and abs((d or 0) - m["after"] + m["before"]) > 1e-9:
                faults.append("%s: difference %s of %s and %s" % (" ".join(key(m)), d, m["before"], m["after"]))
    faults += page_faults(case, {key(m): m["before"] for m in got["measures"]})
    if not faults:
        shutil.rmtree(folder)
    return faults


def page_faults(case, before):
    """The same figures on the pages of the single commands."""
    faults = []

    def check(k, value):
        here = before.get(k)
        if here is None or agrees(here, value):
            return  # unknown, as a figure known in part may be printed
        if isinstance(value, Printed) and same(here, float(value), 1e-7):
            faults.append("%s: %s as if it were certain, %s on its own page" % (" ".join(k), here, says(value)))
        else:
            faults.append("%s: %s here, %s on its own page" % (" ".join(k), says(here), says(value)))

    page = case.run("sourcing", "--all")
    for name in ("goods_bought", "bought_cny_wan", "local_supply_ratio", "leakage", "hhi_above_0_25", "hhi_above_0_4"):
        check(("network", "network", name), page[name])
    for row in case.run("scorecard")["counties"]:
        for name in ("firms", "output_cny_wan", "employees", "rd_share", "local_supply_ratio", "single_sourced_share", "leader_stopping_firms",
                     "completeness", "stages_with_gaps", "diversity"):
            if row["firms"]:
                check(("county", row["county_code"], name), row[name])
    for c in sorted(case.network.cluster_rows):
        if case.network.cluster_rows[c].get("chain_id"):
            page = case.run("gaps", "--cluster", c)
            check(("cluster", c, "completeness"), page["completeness"])
            for gap in ("missing", "broken", "weak", "chokepoint"):  # from those that are sure to those and the undecided (chain-gaps.md)
                want = counted(True if gap in s["gaps"] else None if gap in s["undecided_gaps"] else False for s in page["stages"])
                faults += filter(None, [figure_fault("cluster %s: stages %s" % (c, gap), before.get(("cluster", c, "stages_" + gap)), want)])
    return faults
