"""Networks of which no amount, revenue, head count, grade or capacity is known: what is printed as 0 or as 100 % all the same.

Certain all the same, and so no fault: a sum over no firm or no sale, a ratio of which all parts lie on one side, and in the tables of a curtailment
(which take the grade of the rules for every firm without one) who stands still by the rules, and who is neither cut nor short of anything."""

import json
import re

import curtailment
import order

AMOUNT = re.compile(r"(_cny_wan|_amount|amount_at_risk|output_at_risk|employees|usual_of_region|next_worth|lost_jobs|lost_tax|volume)$")
SHARE = re.compile(r"(share|ratio|leakage|kept_without_list|kept_with_list|hhi|hhi_before|hhi_after|score_gap\w*|score|own_score|peer_score|reduction|output_kept|rei)$")
# Figures that are known though no amount is: counts and rules, the order of weights, what is asked for.
KNOWN = {"single_sourced_share", "technology_share", "multi_sourced_share", "cap_share", "stage_weight", "presence_gap", "weight_share",
         "budget_cny_wan", "cost_cny_wan", "single_sourced_buyers", "cut_asked", "relative_distance"}


def cells(value, path="", rows=()):
    """(path, value, the objects that it stands in, the innermost first)."""
    if isinstance(value, dict):
        for k, v in value.items():
            yield from cells(v, path + "/" + k, (value,) + rows)
    elif isinstance(value, list):
        for v in value:
            yield from cells(v, path, rows)
    else:
        yield path, value, rows


class Standstill:
    """Who stands still, and who keeps everything, by the rules of an alert alone, if firms without a grade are of grade D (curtail.md)."""

    def __init__(self, case, alert, listed):
        n = self.network = case.network
        self.needs = case.needs.of
        self.cut = {f: 0 if f in listed or n.in_region(f) is False or not curtailment.concerned(n, f) else curtailment.CUTS[alert]["D"] for f in n.firms}
        self.still = {f for f in n.firms if self.cut[f] == 1}
        while True:
            more = {f for f in n.firms if f not in self.still and self.stops(f)}
            if not more:
                break
            self.still |= more

    def stops(self, f):
        """Fewer than m inputs of some need are made (none of m suppliers fills more than 1/m of it), or nobody who buys it runs: what is made is sold."""
        buyers = {l.buyer for l in self.network.sales.get(f, [])}
        return bool(buyers) and buyers <= self.still or any(
            sum(1 for links in inputs if any(l.supplier not in self.still for l in links)) < m for m, inputs in self.needs[f])

    def may_keep_all(self, f):
        return f not in self.still and self.cut[f] == 0 and all(
            any(self.cut[l.supplier] == 0 and l.supplier not in self.still for links in inputs for l in links) for _, inputs in self.needs[f])


def curtailed_is_certain(case, page, path, value, rows):
    """Whether a 0 or a 1 of a curtailment follows from the rules."""
    still = Standstill(case, page["alert"], {r["firm_id"] for r in page.get("white_list", [])})
    if path.endswith("/grades/usual_amount"):
        return rows[0]["firms"] == 0
    if path.endswith("/grades/kept_share") and value == 0:  # of a grade that gives up everything
        return rows[0]["firms"] > 0 and rows[0]["cut_asked"] == 1
    if isinstance(value, str):  # “Firm F02 makes 0.0 %”, of the firm named last before the figure
        names = {case.network.row[f]["name"]: f for f in case.network.firms}
        return all(names.get(name) in still.still for name in re.findall(r"(Firm F\d+) makes 0\.0 %", value)) and "makes 0.0 %" in value
    subject = next((r["firm_id"] for r in rows if "firm_id" in r), None) or next((r["subject"]["id"] for r in rows if "subject" in r), None)
    return subject in still.still if value == 0 else still.may_keep_all(subject)


def outside_alone(case, rows):
    """Whether all that a cluster buys of a stage comes from outside of it: of the gap “weak: 0.0 %”."""
    n, stage = case.network, rows[0]["subject"]["id"]
    clusters = [c for c in n.cluster_rows if any(p in json.dumps(rows[0]) for p in (c, n.cluster_rows[c]["name"]))] or list(n.cluster_rows)
    bought = {c: [l for l in n.links if n.cluster(l.buyer) == c and l.product and n.stage_of_product.get(l.product) == stage] for c in clusters}
    return any(x and all(n.cluster(l.supplier) != c for l in x) for c, x in bought.items())


def is_certain(case, name, page, path, value, rows):
    n = case.network
    if name.startswith("curtail"):
        return curtailed_is_certain(case, page, path, value, rows)
    if path.endswith("/challenges/output_at_risk"):  # nobody stops
        return rows[0]["stopped_inside"] == 0
    if path.endswith("/parts/cluster_share"):  # of a firm that is alone in its cluster
        return len(n.members(n.cluster(rows[0]["firm_id"]))) == 1
    if path.endswith("/ask/recorded_sales_cny_wan"):  # a sum over no sale
        return not any(l.product == rows[0].get("product_id", l.product) for l in n.sales.get(rows[0].get("maker_id", rows[0].get("firm_id")), []))
    return name.startswith("gaps") and isinstance(value, str) and value.startswith("weak: 0.0 %") and outside_alone(case, rows)


def local_is_decided(case, path):
    """A local ratio, or an HHI, may be exactly 0 or 1 whatever the amounts: all suppliers inside, none, or one."""
    return path.endswith(("local_supply_ratio", "cluster_supply_ratio", "leakage", "hhi", "highest_hhi", "hhi_before", "hhi_after",
                          "largest_supplier_share", "top_buyer_share", "top_supplier_share", "share_of_volume"))


def nothing_asked(name, out, last):
    """Where nobody buys outside there is nothing to match: 0 is known; and no plan reduces nothing."""
    page = json.loads(out)
    if name.startswith("match"):
        return page.get("demands_outside") == 0 or page.get("pools_found") == 0 or last == "demands_of_unknown_amount"
    return name.startswith("strengthen") and last == "reduction"


def printed(case):
    """(command, cell, value) of every figure that says 0 or 1 where nothing is known."""
    found = {}
    for name, arguments in sorted(order.commands(case).items()):
        # What simulate and cascade take where nothing is known is said on their pages; bounds of the benchmark are another oracle's.
        if name in ("simulate", "what-if", "describe", "cascade --shock", "cascade --all", "benchmark"):
            continue
        code, out, _ = case.raw(arguments[0], case.folder, *arguments[1:], "--format", "json", "--lang", "en")
        if code != 0:
            continue
        page = json.loads(out)
        for path, value, rows in cells(page):
            last = path.rsplit("/", 1)[-1]
            if isinstance(value, bool) or last in KNOWN:
                continue
            if value in (0, 1) and isinstance(value, (int, float)) and (AMOUNT.search(last) and value == 0 or SHARE.search(last)):
                if not local_is_decided(case, path) and not nothing_asked(name, out, last) and not is_certain(case, name, page, path, value, rows):
                    found.setdefault((name, path), value)
            if isinstance(value, str) and re.search(r"\b100\.0 %|(?<![\d.])0\.0 %|(output lost|lost|at risk)[^.;]{0,30}\b0\b", value) and "gives up" not in value:
                if is_certain(case, name, page, path, value, rows):
                    continue
                found.setdefault((name, path + " (text)"), value[:120])
    return found


def unknown_cells(case):
    faults = ["%s: %s = %s" % (name, path, value) for (name, path), value in sorted(printed(case).items())]
    return faults


unknown_cells.unknown = True
