"""Networks of which no amount, revenue, head count, grade or capacity is known: what is printed as 0 or as 100 % all the same."""

import json
import re

import order
AMOUNT = re.compile(r"(_cny_wan|_amount|amount_at_risk|output_at_risk|employees|usual_of_region|next_worth|lost_jobs|lost_tax|volume)$")
SHARE = re.compile(r"(share|ratio|leakage|kept_without_list|kept_with_list|hhi|hhi_before|hhi_after|score_gap\w*|score|own_score|peer_score|reduction|output_kept|rei)$")
# Figures that are known though no amount is: counts and rules, the order of weights, what is asked for.
KNOWN = {"single_sourced_share", "technology_share", "multi_sourced_share", "cap_share", "stage_weight", "presence_gap", "weight_share",
         "budget_cny_wan", "cost_cny_wan", "single_sourced_buyers", "cut_asked", "relative_distance"}


def cells(value, path=""):
    if isinstance(value, dict):
        for k, v in value.items():
            yield from cells(v, path + "/" + k)
    elif isinstance(value, list):
        for v in value:
            yield from cells(v, path)
    else:
        yield path, value


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
        for path, value in cells(json.loads(out)):
            last = path.rsplit("/", 1)[-1]
            if isinstance(value, bool) or last in KNOWN:
                continue
            if value in (0, 1) and isinstance(value, (int, float)) and (AMOUNT.search(last) and value == 0 or SHARE.search(last)):
                if not local_is_decided(case, path) and not nothing_asked(name, out, last):
                    found.setdefault((name, path), value)
            if isinstance(value, str) and re.search(r"\b100\.0 %|(?<![\d.])0\.0 %|(output lost|lost|at risk)[^.;]{0,30}\b0\b", value) and "gives up" not in value:
                found.setdefault((name, path + " (text)"), value[:120])
    return found


def unknown_cells(case):
    faults = ["%s: %s = %s" % (name, path, value) for (name, path), value in sorted(printed(case).items())]
    return faults


unknown_cells.unknown = True
