"""Every blank filled in at random, so that nothing on record is contradicted; and what is printed as known in part held against it."""

import copy
import random
import shutil

import generate
from case import Printed

TECHNOLOGY = ["high_tech", "srdi", "little_giant"]


def purchases_by_share(tables):
    """The rows of each purchase (a buyer, a product) of which every supplier's share is on record, about 1 in all."""
    found = {}
    for l in tables.get("supplies", []):
        if l.get("product_id"):
            found.setdefault((l["buyer_id"], l["product_id"]), []).append(l)
    return [rows for rows in found.values()
            if all(l.get("share") not in ("", None) for l in rows) and abs(sum(float(l["share"]) for l in rows) - 1) < 0.005]


def with_exact_shares(tables):
    """The same network with shares that agree with the amounts beside them to the last digit: on record they are rounded, and so contradict them."""
    tables = copy.deepcopy(tables)
    for rows in purchases_by_share(tables):
        known = [l for l in rows if l.get("amount_cny_wan") not in ("", None)]
        open_ = [l for l in rows if l not in known]
        left = 1 - sum(float(l["share"]) for l in open_) if known else 1
        amount = sum(float(l["amount_cny_wan"]) for l in known)
        if known and (left <= 0 or amount == 0):
            for l in rows:
                l["share"] = ""
            continue
        whole = sum(float(l["share"]) for l in open_)
        for l in known:
            l["share"] = repr(left * float(l["amount_cny_wan"]) / amount)
        for l in open_ if not known else ():
            l["share"] = repr(float(l["share"]) / whole)
    return tables


def complete(tables, seed):
    """The same network with every blank filled in at random: where shares say all of a purchase, its amounts are share × total."""
    r = random.Random("complete-%d" % seed)
    tables = copy.deepcopy(tables)
    for f in tables["firms"]:
        for column, high in (("revenue_cny_wan", 9000), ("employees", 900), ("tax_cny_wan", 300)):
            if f.get(column, 0) == "":
                f[column] = r.choice([r.randint(1, high), r.randint(1, 20)])
        if f.get("rd_cny_wan", 0) == "":
            f["rd_cny_wan"] = round(float(f["revenue_cny_wan"]) * r.choice([0, 0.01, 0.3]), 1)
    for rows in purchases_by_share(tables):
        known = [l for l in rows if l["amount_cny_wan"] != ""]
        amount, share = sum(float(l["amount_cny_wan"]) for l in known), sum(float(l["share"]) for l in known)
        total = amount / share if share > 0 else r.choice([0.5, r.randint(1, 900), 20000])
        for l in rows:
            if l["amount_cny_wan"] == "":
                l["amount_cny_wan"] = repr(float(l["share"]) * total)
    for l in tables.get("supplies", []):
        if l["amount_cny_wan"] == "":
            l["amount_cny_wan"] = r.choice([0.5, r.randint(1, 900), 20000])
        if "share" in l:
            l["share"] = ""
    # A kind of honour that no row names is unknown (shortlists.md).
    kinds = {x["role"] for x in tables.get("roles", [])}
    for kind in TECHNOLOGY:
        if kind not in kinds:
            tables.setdefault("roles", []).append(dict(
                firm_id=r.choice(tables["firms"])["firm_id"], role=kind, level="county", year=2022, provenance="synthetic"))
    return tables


def with_sales_as_revenue(tables, before):
    """And a revenue that was blank is what the firm sells, where some of that was known: recorded sales stand for a revenue that is unknown."""
    sold, known = {}, set()
    for l, was in zip(tables.get("supplies", []), before.get("supplies", [])):
        sold[l["supplier_id"]] = sold.get(l["supplier_id"], 0) + float(l["amount_cny_wan"])
        known |= {l["supplier_id"]} if was["amount_cny_wan"] != "" else set()
    for f, was in zip(tables["firms"], before["firms"]):
        if was["revenue_cny_wan"] == "" and f["firm_id"] in known:
            f["revenue_cny_wan"] = repr(sold[f["firm_id"]])
    return tables


def with_places(tables, seed):
    """And with a county for every firm that has none."""
    r = random.Random("places-%d" % seed)
    tables = copy.deepcopy(tables)
    counties = [c["county_code"] for c in tables.get("counties", [])]
    for f in tables["firms"]:
        if f.get("county_code", 0) == "" and counties:
            f["county_code"] = r.choice(counties)
    return tables


KEYS = ("county_code", "cluster_id", "stage_id", "buyer_id", "product_id", "good", "firm_id")
# Figures of pages that are held against the same page of a network in which everything is known.
PAGES = {
    "sourcing": (("sourcing", "--all"), ("bought_cny_wan", "local_supply_ratio", "leakage", "hhi")),
    "scorecard": (("scorecard",), ("rd_share", "employees", "local_supply_ratio")),  # output is known sales where no revenue is on record
    "match --pool": (("match", "--pool", "--min-buyers", "2"), ("volume_cny_wan", "hhi_before", "hhi_after", "largest_supplier_share")),
}


def figures(value, names, path=()):
    """(path, name) -> figure, of rows by what they are about and not by their place."""
    if isinstance(value, dict):
        own = path + tuple(value[k] for k in KEYS if isinstance(value.get(k), str))
        for name, v in value.items():
            if name in names:
                yield own + (name,), v
            elif isinstance(v, (dict, list)) and name != "findings":
                yield from figures(v, names, own + (name,))
    elif isinstance(value, list):
        for v in value:
            yield from figures(v, names, path)


def completed(case):
    """What is printed of a network with blanks holds however they are filled in (by the command itself, three times): certain figures stay, ranges contain."""
    faults = []
    tables, asked = with_exact_shares(case.tables), case.folder + ".asked"
    generate.write(tables, asked)
    pages = dict(PAGES)
    for c in case.network.cluster_rows:
        if case.network.cluster_rows[c].get("chain_id"):
            pages["gaps " + c] = (("gaps", "--cluster", c), ("cluster_supply_ratio",))
    for k in range(3):
        folder = case.folder + ".complete%d" % k
        # A firm without a county that lies in one changes the county's own sums (“firms with this county_code”): there places stay blank.
        generate.write(complete(tables, case.seed * 10 + k), folder)
        placed = folder + ".placed"
        generate.write(with_places(complete(tables, case.seed * 10 + k), case.seed * 10 + k), placed)
        for name, (arguments, names) in pages.items():
            got = case.run(*arguments, folder=asked)
            then = dict(figures(case.run(*arguments, folder=folder if name == "scorecard" else placed), names))
            for path, figure in figures(got, names):
                fault = completion_fault(figure, then.get(path))
                faults += ["%s: %s %s, filled in (%d): %s" % (name, " ".join(path), fault, k, then[path])] if fault else []
        if not faults:
            shutil.rmtree(folder)
            shutil.rmtree(placed)
    if not faults:
        shutil.rmtree(asked)
    return faults


def completion_fault(figure, value):
    """What was said of the figure that the value in the completed network contradicts."""
    if figure is None or value is None or isinstance(value, Printed):
        return None
    if not isinstance(figure, Printed):
        return None if abs(value - figure) <= 1e-6 * max(1, abs(figure)) else "is said to be %s" % figure
    low = -1e300 if figure.low is None else figure.low
    high = 1e300 if figure.high is None else figure.high
    eps = 1e-6 * max(1, abs(value))
    return None if low - eps <= value <= high + eps else "is said to lie in %s…%s" % (figure.low, figure.high)


BY_OUTPUT = {"output_cny_wan", "cluster_share", "sme_output_share", "chain_output_share", "output_hhi"}


def decisions(case):
    """What a gate or a line of a shortlist decided stays decided, and the same, however the blanks are filled in."""
    import measures
    import shortlist

    faults, r = [], random.Random("decisions-%d" % case.seed)
    tables, asked = with_exact_shares(case.tables), case.folder + ".asked"
    generate.write(tables, asked)
    n = case.network
    found = {c: measures.cluster_measures(n, c) for c in sorted(n.cluster_rows) if n.members(c)}
    names = next(iter(found.values())).keys() if found else ()
    rules = measures.thresholds(r, {m: [found[c][m] for c in found] for m in names})
    gates = case.file("gates.yaml", "name: random\ntitle: random\ngates:\n" + "".join(
        "  - id: %s\n    title: %s\n    measure: %s\n    %s: %r\n" % (m, m, m, comparison, t) for m, comparison, t in rules))
    fields = shortlist.fields(case)
    lines = shortlist.rules_of(case, r, fields)
    lists = {name: case.file("list-%s.yaml" % name, "name: random\ntitle: random\nfilters:\n" + shortlist.yaml_line(name, lines[name]))
             for name in r.sample(sorted(fields), 8)}

    def answers(folder):
        found = {}
        if rules:
            for g in case.run("gates", gates, folder=folder)["gates"]:
                found[("gate", g["gate"], g["cluster_id"])] = None if g["outcome"] == "not_measured" else g["outcome"]
        for name, path in lists.items():
            page = case.run("shortlist", path, folder=folder)
            for table, word in (("firms", "on"), ("left_out", "out"), ("undecided", None)):
                for f in page[table]:
                    found[("list", name, f["firm_id"])] = word
        return found

    before = answers(asked)
    unclear = any(measures.output_range(n, f).debated for f in n.firms)  # known sales beside blank ones: the output, or at least that?
    for k in range(2):
        folder = case.folder + ".complete%d" % k
        seed = case.seed * 10 + k
        generate.write(with_places(with_sales_as_revenue(complete(tables, seed), tables), seed), folder)
        then = answers(folder)
        for key, word in before.items():
            if unclear and key[1] in BY_OUTPUT:
                continue
            if word is not None and then.get(key) is not None and then[key] != word:
                rule = lines[key[1]] if key[0] == "list" else [x for x in rules if x[0] == key[1]]
                faults.append("%s: %s, filled in (%d) %s (%s)" % (" ".join(key), word, k, then[key], rule))
        if not faults:
            shutil.rmtree(folder)
    if not faults:
        shutil.rmtree(asked)
    return faults
