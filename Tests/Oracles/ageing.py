"""Age of facts (M38): how old the lists are, by kind, by cluster and link by link; and what `robustness --age` makes of it, world by world."""

import calendar
import copy
import datetime
import itertools
import random
import shutil
import statistics

import generate
import robustness
from case import Printed, Range, figure_fault, same
from network import Network, number

MONTH = 30.436875
KINDS = {"links": "supplies", "firms": "firms", "makes": "makes", "figures": "figures"}


def day(text):
    """The day of a date; a year and a month mean their end (as --as-of does: workspace.md)."""
    parts = [int(p) for p in text.split("-")]
    if len(parts) == 1:
        parts.append(12)
    if len(parts) == 2:
        parts.append(calendar.monthrange(*parts)[1])
    return datetime.date(*parts)


def some_date(r, of_all=1.0):
    if r.random() > of_all:
        return ""
    year, month = r.choice([2019, 2020, 2021, 2022]), r.randint(1, 12)
    return r.choice(["%d" % year, "%d-%02d" % (year, month), "%d-%02d-%02d" % (year, month, r.randint(1, 28))])


def dated(case, r):
    """The tables with dates in some of them, in some of their rows."""
    tables = copy.deepcopy(case.tables)
    for name, rows in tables.items():
        if name in KINDS.values() and r.random() < (1 if name == "supplies" else 0.6):  # whether dates of other lists count as the latest is not said
            of_all = r.choice([1, 1, 0.7, 0.3])
            for row in rows:
                row["as_of"] = some_date(r, of_all)
    return tables


def months(until, text):
    return max(0, (until - day(text)).days / MONTH)


def age_faults(name, row, dates, until, half_life):
    """A row of `ages` or `ages_by_cluster`."""
    faults = []
    known = [d for d in dates if d]
    ages = [months(until, d) for d in known]
    wanted = dict(fact_rows=len(dates), dated_rows=len(known), oldest_day=min(map(day, known)).isoformat() if known else None,
                  newest_day=max(map(day, known)).isoformat() if known else None, median_age=statistics.median(ages) if known else None)
    for column, want in wanted.items():
        got = row[column]
        if want is None and got in (None, "") or got is not None and isinstance(got, Printed):
            continue  # of a median of which some are not known no bounds are defined
        if not same(got, want):
            faults.append("%s: %s %s, expected %s" % (name, column, got, want))
    old = sum(1 for a in ages if a > half_life)
    want = Range(old / len(dates), (old + len(dates) - len(known)) / len(dates), complete=len(known) == len(dates)) if dates else None
    if want:
        want.values = [old / len(known)] if known else []
        if known == [] and row["old_share"] is not None or known:
            fault = figure_fault("%s: old_share" % name, row["old_share"], want)
            faults += [fault] if fault else []
    return faults


def ages(case):
    r = random.Random("ages-%d" % case.seed)
    tables = dated(case, r)
    folder = case.folder + ".dated"
    generate.write(tables, folder)
    n = Network(folder)
    asked, half_life = [], 13
    if r.random() < 0.5:
        half_life = r.choice([6, 12, 24.5, 36])
        asked += ["--half-life", str(half_life)]
    until = None
    if r.random() < 0.6:
        text = some_date(r)
        until = day(text)
        asked += ["--aged-to", text]
    every = [row["as_of"] for rows in tables.values() for row in rows if row.get("as_of")]
    if until is None and every:
        until = max(map(day, every))
    got = case.run("describe", *asked, folder=folder)
    faults = describe_faults(n, tables, got, until, half_life, every)
    if every and True in n.inside.values():
        faults += scorecard_faults(n, tables, case.run("scorecard", folder=folder), max(map(day, every)))
    if not faults:
        shutil.rmtree(folder)
    return ["describe %s: %s" % (" ".join(asked), f) for f in faults]


def scorecard_faults(n, tables, got, until):
    """Of each county the share of its firms' links older than 13 months, counted to the latest day of the lists (scorecard.md)."""
    faults = []
    for row in got["counties"]:
        county = row["county_code"]
        dates = [r.get("as_of", "") for r in tables["supplies"] if county in (n.county(r["supplier_id"]), n.county(r["buyer_id"]))]
        known = [months(until, d) > 13 for d in dates if d]
        if not known:
            if row["old_links"] is not None:
                faults.append("scorecard, %s: %s where no link has a day" % (county, row["old_links"]))
            continue
        want = Range(sum(known) / len(dates), (sum(known) + len(dates) - len(known)) / len(dates), complete=len(known) == len(dates))
        want.values = [sum(known) / len(known)]
        fault = figure_fault("scorecard, %s: old_links" % county, row["old_links"], want)
        faults += [fault] if fault else []
    return faults


def describe_faults(n, tables, got, until, half_life, every):
    if not every:
        return []  # nothing is dated: what is printed then is not said
    faults = []
    if got["ages_counted_to"] != until.isoformat() or not same(got["half_life_months"], half_life):
        faults.append("counted to %s, half-life %s, expected %s, %s" % (got["ages_counted_to"], got["half_life_months"], until, half_life))
    rows = {x["fact_kind"]: x for x in got["ages"]}
    for kind, table in KINDS.items():
        dates = [row.get("as_of", "") for row in tables.get(table, [])]
        if kind in rows:
            faults += age_faults(kind, rows[kind], dates, until, half_life)
        elif any(dates):
            faults.append("no ages of %s" % kind)
    links = [(row, row.get("as_of", "")) for row in tables["supplies"]]
    known = [d for _, d in links if d]
    if got["links_dated"] != len(known):
        faults.append("%s links dated, expected %d" % (got["links_dated"], len(known)))
    clusters = {x["cluster_id"]: x for x in got["ages_by_cluster"]}
    for c in n.cluster_rows:
        # Links of a cluster are read as those with a firm of it at either end.
        dates = [d for row, d in links if c in (n.cluster(row["supplier_id"]), n.cluster(row["buyer_id"]))]
        if c in clusters:
            faults += age_faults(c, clusters[c], dates, until, half_life)
        elif any(dates):
            faults.append("no ages of cluster %s" % c)
    mine = sorted((row["supplier_id"], row["buyer_id"], row["product_id"], d, round(months(until, d), 6)) for row, d in links if d)
    theirs = sorted((x["supplier_id"], x["buyer_id"], x["product_id"] or "", x["as_of"], round(x["age_months"], 6)) for x in got.get("oldest_links", []))
    days = sorted((*m[:3], day(m[3]).isoformat(), m[4]) for m in mine)
    if theirs not in (mine, days):
        faults.append("oldest links %s, expected %s" % ([t for t in theirs if t not in mine][:3], [m for m in mine if m not in theirs][:3]))
    faults += ["%s → %s: still holds %s, age %s" % (x["supplier_id"], x["buyer_id"], x["survival_share"], x["age_months"])
               for x in got.get("oldest_links", []) if not same(x["survival_share"], 0.5 ** (x["age_months"] / half_life))]
    order = [x["age_months"] for x in got.get("oldest_links", [])]
    return faults + (["not the oldest first"] if order != sorted(order, reverse=True) else [])


def aged(case):
    """Every world of a few dated links, each as likely as its confidence and its age make it (M35, M38)."""
    n = case.network
    if not n.leaders:
        return None
    r = random.Random("aged-%d" % case.seed)
    tables = copy.deepcopy(case.tables)
    half_life, text = r.choice([6, 13, 13, 24]), r.choice(["2022", "2022-06", "2022-03-15", None])
    rows = tables["supplies"]
    for row in rows:
        row.update(as_of="", confidence=r.choice(["", "", 1]))
    chosen = sorted(r.sample(range(len(rows)), min(len(rows), r.randint(2, 4))))
    for k in chosen:
        rows[k].update(as_of=some_date(r, 0.85), confidence=r.choice(["", "", 1, 0.5, 0.8]))
    dates = [row["as_of"] for row in rows if row["as_of"]]
    if not dates:
        return None
    until = day(text) if text else max(map(day, dates))
    doubtful = []
    for k in chosen:
        c = number(str(rows[k]["confidence"]))
        c = (1 if c is None else c) * (0.5 ** (months(until, rows[k]["as_of"]) / half_life) if rows[k]["as_of"] else 1)
        if c < 1:
            doubtful.append(("supplies", k, c))
    if not doubtful:
        return None
    folder = case.folder + ".aged"
    generate.write(tables, folder)
    asked = ["--age", "--half-life", str(half_life)] + (["--aged-to", text] if text else [])
    got = case.run("robustness", "--ranks", str(robustness.FIRST), *asked, folder=folder)
    faults = []
    wanted = dict(uncertain_facts=len(doubtful), worlds=2 ** len(doubtful), ages_counted_to=until.isoformat(), half_life_months=half_life,
                  links_dated=len(dates), links_undated=len(rows) - len(dates))
    faults += ["%s: %s, expected %s" % (c, got[c], want) for c, want in wanted.items() if got[c] != want]
    if not faults:
        clusters = [c for c in sorted(n.cluster_rows) if n.cluster_rows[c].get("chain_id")]
        worlds = {}
        for held in itertools.product((True, False), repeat=len(doubtful)):
            p = 1.0
            for h, (_, _, c) in zip(held, doubtful):
                p *= c if h else 1 - c
            left = robustness.without(tables, [d for h, d in zip(held, doubtful) if not h])
            worlds[held] = (p, robustness.World(case, left, case.folder + ".world" + "".join(str(int(h)) for h in held), clusters))
        now = worlds[(True,) * len(doubtful)][1]
        faults += robustness.finding_faults(got, worlds, now) + robustness.rank_faults(got, worlds, now) + robustness.survey_faults(got, worlds, doubtful)
        at = {"supplies.csv:%d" % (k + 2): c for _, k, c in doubtful}
        faults += ["%s: confidence %s, expected %s" % (x["place"], x["confidence"], at.get(x["place"])) for x in got["survey_next"]
                   if not same(x["confidence"], at.get(x["place"], -1))]
    if not faults:
        shutil.rmtree(folder)
    return ["%s: %s" % (" ".join(asked), f) for f in faults]


aged.traits = dict(revenue=1, leaderless=False)
