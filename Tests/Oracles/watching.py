"""Traffic lights (watch.md): of every chain, county and leader, then and now, by random rules in English and Chinese."""

import copy
import itertools
import os
import random
import shutil

import complexity
import generate
import survival
from bounds import local_share
from case import Range
from changes import random_change
from gaps import NOT_SAID, completenesses, counted, is_bare, stages_of, verdicts
from measures import INF, cluster_measures, county_figures, decided, near, purchases, single_share
from measures import holds as at_both_ends
from network import Network
from sourcing import is_local
from structure import lost

FIGURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "figures.md")
COLOURS = ["green", "amber", "red"]
COMPARISONS = {"at_least": "不低于", "at_most": "不高于", "above": "高于", "below": "低于"}
OF = {"chain": "产业链", "county": "县", "leader": "领跑者"}

MEASURES = {
    "chain": ["stages_missing", "stages_broken", "stages_weak", "stages_chokepoint", "stages_present", "completeness", "single_points", "pairs",
              "worst_stopped_firms", "worst_loss_cny_wan", "firms", "output_cny_wan", "employees", "tax_cny_wan", "rd_share", "sme_output_share",
              "chain_output_share", "technology_share", "output_hhi", "cluster_supply_ratio", "local_supply_ratio", "single_sourced_share",
              "single_sourced", "goods_bought"],
    "county": ["stages_with_gaps", "leader_stopping_firms", "completeness", "local_supply_ratio", "single_sourced_share", "firms", "leader_firms",
               "listed_firms", "little_giant_firms", "srdi_firms", "high_tech_firms", "output_cny_wan", "employees", "rd_share", "clusters", "diversity"],
    "leader": ["single_points", "pairs", "worst_stopped_firms", "worst_loss_cny_wan", "direct_suppliers", "upstream_firms", "tiers", "goods_bought",
               "single_sourced", "local_supply_ratio"],
}
OF_SUPPLY = ["single_points", "pairs", "worst_stopped_firms", "worst_loss_cny_wan"]
UNKNOWN = Range(0, INF, None)


# The figures: what each may be; a name that is not there is not said by the documents

def stopping(n, needs, target):
    """Single points, pairs, and the worst of the single points of a target."""
    firms = [f for f in n.firms if f not in target.own]
    up = {f: needs.running({f}) for f in firms}
    single = [f for f in firms if not target.runs(up[f])]
    rest = [f for f in firms if f not in single]
    pairs = sum(1 for a, b in itertools.combinations(rest, 2) if not target.runs(needs.running({a, b})))
    found = {"single_points": Range(len(single)), "pairs": Range(pairs)}
    if single:  # the worst of none is not said
        stopped = {f: [g for g in n.firms if g not in up[f]] for f in single}
        found["worst_stopped_firms"] = Range(max(map(len, stopped.values())))
        losses = [lost(n, gs, "output") for gs in stopped.values()]
        found["worst_loss_cny_wan"] = Range(max(l.low for l in losses), max(l.high for l in losses), max((l.known for l in losses if l.known is not None), default=None))
        if not found["worst_loss_cny_wan"].is_exact:
            found["worst_loss_cny_wan"].debated = True
    return found


def supply(n, firms):
    """Figures of what firms buy: unknown where no purchase is on record."""
    bought = purchases(n, firms)
    if not bought:
        return dict.fromkeys(["single_sourced", "local_supply_ratio"], UNKNOWN)  # whether the goods bought are then unknown, or 0, is not said
    return {"goods_bought": Range(len(bought)), "single_sourced": Range(sum(1 for p in bought if len(p[2]) == 1)),
            "local_supply_ratio": local_share([links for _, _, links in bought], lambda l: is_local(n, l))}


def chain_lights(n, needs, c):
    found = dict(cluster_measures(n, c)) if n.members(c) else {}
    found.pop("local_supply_ratio", None)
    own = stages_of(n, c)
    each = [verdicts(n, c, s) for s in own]
    for kind in ("missing", "broken", "weak", "chokepoint"):  # from those that are sure to those and the undecided
        found["stages_" + kind] = counted(v[kind] for v in each)
    firms = n.members(c)
    found["stages_present"] = Range(sum(1 for s in own if any(s in n.stages[f] for f in firms)))
    found.update(supply(n, firms))
    bought = purchases(n, firms)
    found["cluster_supply_ratio"] = local_share([l for _, _, l in bought], lambda l: n.cluster(l.supplier) == c) if bought else UNKNOWN
    found["single_sourced_share"] = single_share(n, firms) if bought else UNKNOWN
    whole = completenesses(n, c)
    found["completeness"] = UNKNOWN if whole[0] is None else Range(whole[0])
    target = survival.Target(n, "cluster", c)
    if target.parts:
        found.update(stopping(n, needs, target))
    if not bought:  # “where no purchase is on record, rules of supply are unknown”: what stops by a lack of supply among them
        found.update(dict.fromkeys(OF_SUPPLY, UNKNOWN))
    if is_bare(n, c):
        found.pop("stages_present")  # whether none, or unknown as completeness is, is not said
    return found


class Figures:
    """Every chain (cluster along its chain), county of the region, and leader of a network: (kind, id) -> figure -> Range."""

    def __init__(self, n):
        self.n = self.network = n
        self.needs = survival.Needs(n)
        self.of = {}
        for c, r in n.cluster_rows.items():
            if r.get("chain_id"):
                self.of["chain", c] = chain_lights(n, self.needs, c)
        diversity = None
        x = complexity.by_county(n)
        if len(x) > 1:
            diversity = complexity.Complexity(x).diversity
        for county, inside in n.inside.items():
            if inside:
                self.of["county", county] = self.county(county, diversity)
        for l in n.leaders:
            self.of["leader", l] = self.leader(l)

    def county(self, county, diversity):
        n = self.n
        if not any(n.county(f) == county for f in n.firms):
            # A county without a firm on record is unknown (watch.md); where it has clusters with firms elsewhere, their stages are counted as a
            # range (chain-gaps.md): which of the two holds of the figures of its clusters is not said.
            return dict.fromkeys((m for m in MEASURES["county"] if m not in ("clusters", "stages_with_gaps", "completeness")), UNKNOWN)
        found = dict(county_figures(self, county))
        if diversity and county in diversity:
            found["diversity"] = Range(diversity[county])
        if not purchases(n, [f for f in n.firms if n.county(f) == county]):
            found["local_supply_ratio"] = found["single_sourced_share"] = UNKNOWN
        return found

    def leader(self, l):
        n = self.n
        found = supply(n, [l])
        suppliers = {k.supplier for k in n.links if k.buyer == l} - {l}
        upstream, queue = set(), [l]
        while queue:
            b = queue.pop()
            for k in n.links:
                if k.buyer == b and k.supplier not in upstream | {l}:
                    upstream.add(k.supplier)
                    queue.append(k.supplier)
        if suppliers:
            found["direct_suppliers"], found["upstream_firms"] = Range(len(suppliers)), Range(len(upstream))
        else:
            found["direct_suppliers"] = found["upstream_firms"] = UNKNOWN
        if any(k.buyer == l for k in n.links):
            found.update(stopping(n, self.needs, survival.Target(n, "leader", l)))
        else:
            found.update(dict.fromkeys(OF_SUPPLY, UNKNOWN))
        return found


# Rules

def figure_words():
    """Figure -> (Chinese heading, kind), as docs/figures.md prints them."""
    words = {}
    with open(FIGURES, encoding="utf-8") as file:
        for line in file:
            cells = [c.strip() for c in line.split("|")]
            if len(cells) > 3 and cells[1].startswith("`"):
                words[cells[1].strip("`")] = (cells[2], cells[4])
    return words


def random_rules(r, networks):
    """(id, of, measure, red, amber) with thresholds near what the figures are."""
    rules = []
    for of, names in MEASURES.items():
        for m in r.sample(names, r.randint(4, min(9, len(names)))):
            values = [f[m] for x in networks for (kind, _), f in x.of.items() if kind == of and f.get(m) is not None]
            known = [v.known if v.known is not None else v.low for v in values if not v.is_exact or v.low > 0] or [1]
            limits = []
            for _ in range(2):
                t = r.choice(known) * r.choice([0.5, 0.9, 1.1, 2]) + 0.00137
                limits.append((r.choice(list(COMPARISONS)), round(t, 5)))
            if r.random() < 0.6:  # as rules are made: amber before red
                limits[1] = (limits[0][0], round(limits[0][1] * (0.5 if limits[0][0] in ("at_least", "above") else 2), 5))
            drop = r.random()
            red, amber = None if drop < 0.15 else limits[0], None if drop > 0.85 else limits[1]
            rules.append(("%s-%s" % (of, m.replace("_", "-")), of, m, red, amber))
    return rules


def written(rules, chinese, words):
    w = (lambda a, b: b) if chinese else (lambda a, b: a)
    text = "%s: random\n%s: random\n%s: own\n%s:\n" % (w("name", "名称"), w("title", "标题"), w("source", "来源"), w("rules", "规则"))
    for id, of, m, red, amber in rules:
        text += "  - %s: %s\n    %s: %s\n    %s: %s\n    %s: %s\n" % (w("id", "编号"), id, w("title", "标题"), id, w("of", "对象"), w(of, OF[of]),
                                                                     w("measure", "测算"), w(m, words[m][0]))
        for (en, zh), limit in zip((("red", "红"), ("amber", "黄")), (red, amber)):
            if limit:
                number = "%.3f%%" % (100 * limit[1]) if chinese and words[m][1] == "share" else repr(limit[1])
                text += "    %s: {%s: %s}\n" % (w(en, zh), w(limit[0], COMPARISONS[limit[0]]), number)
    return text


def holds(value, limit):
    if limit is None:
        return False
    if value is UNKNOWN:
        return None
    if value.is_count:  # its ends decide, also where nothing is known
        return at_both_ends(limit[0], limit[1], (value.low, value.high))
    return NOT_SAID if near(value, limit[1]) else decided(value, *limit)


def colours(value, red, amber):
    """The colours that a rule may have, a set; NOT_SAID where the documents leave the figure open."""
    if value is None or value.debated:
        return NOT_SAID
    r, a = holds(value, red), holds(value, amber)
    if r is True:
        return {"red"}
    if NOT_SAID in (r, a):
        return NOT_SAID
    found = {"red"} if r is None else set()
    return found | ({"amber"} if a is True else {"amber", "green"} if a is None else {"green"})


def light(each):
    """Of several rules: what any of them may be and is no better than the best of any of them."""
    rank = [[COLOURS.index(c) for c in e] for e in each]
    best = max(map(min, rank))
    return {COLOURS[c] for e in rank for c in e if c >= best}


def named(possible):
    return next(iter(possible)) if len(possible) == 1 else "unknown"


class Lights:
    def __init__(self, figures, rules):
        self.rule, self.light = {}, {}
        for (kind, id), values in figures.of.items():
            own = [(rule, colours(values.get(m), red, amber)) for rule, of, m, red, amber in rules if of == kind]
            for rule, c in own:
                self.rule[kind, id, rule] = c
            sets = [c for _, c in own]
            # One rule that is not said leaves the light open, unless another is red already.
            self.light[kind, id] = NOT_SAID if NOT_SAID in sets and {"red"} not in sets else {"red"} if {"red"} in sets else light(sets)


def page_faults(page, now, before, rules, figures):
    """What is wrong with the page of `now` held against `before` (Lights)."""
    faults = []
    rows = {(r["watch_kind"], r["watch_id"]): r for r in page["lights"]}
    if len(rows) != len(page["lights"]):
        faults.append("an object has two lights")
    missing = set(now.light) - set(rows)
    faults += ["no light of %s %s" % k for k in sorted(missing)]
    for k in sorted(set(rows) - set(now.light) - set(before.light)):
        faults.append("a light of %s %s" % k)
    for k in sorted(set(rows) & set(now.light)):
        row, want = rows[k], now.light[k]
        name = "%s %s" % k
        listed = {id: c for c in ("red", "amber", "unknown") for id in row["rules_" + c]}
        for rule, of, m, red, amber in rules:
            if of != k[0]:
                continue
            c = now.rule[k + (rule,)]
            got = listed.get(rule, "green")
            if c != NOT_SAID and got != named(c):
                faults.append("%s: rule %s (red %s, amber %s) is %s, expected %s of %s" % (name, rule, red, amber, got, sorted(c), figures.of[k].get(m)))
        if want != NOT_SAID:
            if row["light_now"] != named(want):
                faults.append("%s: light now %s, expected %s" % (name, row["light_now"], sorted(want)))
            may = set(row["light_may_be"] or [])
            if may != (want if len(want) > 1 else set()):
                faults.append("%s: may be %s, expected %s" % (name, sorted(may), sorted(want)))
        old = before.light.get(k)
        if old is not None and old != NOT_SAID and row["light_before"] != named(old):
            faults.append("%s: light then %s, expected %s" % (name, row["light_before"], sorted(old)))
    return faults + own_faults(page, rows) + rule_faults(page, now, before, rules)


TURNS = {True: "worse", False: "better"}


def own_faults(page, rows):
    """What the page says of itself: counts, what turned and how."""
    faults = []
    for c in ("red", "amber", "green", "unknown"):
        count = sum(1 for r in rows.values() if r["light_now"] == c)
        if page["lights_" + c] != count:
            faults.append("%s lights %s, in the table %d" % (c, page["lights_" + c], count))
    want = {}
    for k, r in rows.items():
        a, b = r["light_before"], r["light_now"]
        if a is None or b is None or a == b:
            continue
        want[k] = "became_known" if a == "unknown" else "became_unknown" if b == "unknown" else \
            "turned_worse" if COLOURS.index(b) > COLOURS.index(a) else "turned_better"
    got = {(t["watch_kind"], t["watch_id"]): t for t in page["turned"]}
    there = {k for k, t in got.items() if t["light_before"] is not None and t["light_now"] is not None}
    if there != set(want):
        faults.append("turned %s, expected %s" % (sorted(there), sorted(want)))
    for name in ("turned_worse", "turned_better", "became_known", "became_unknown"):
        if page[name] != sum(1 for t in want.values() if t == name):
            faults.append("%s %s, expected %d" % (name, page[name], sum(1 for t in want.values() if t == name)))
    words = {}
    for k in there & set(want):
        words.setdefault(want[k], set()).add(got[k]["turn"])
    if any(len(w) > 1 for w in words.values()) or len({w for s in words.values() for w in s}) != len(words):
        faults.append("words of turns: %s" % words)
    return faults


def rule_faults(page, now, before, rules):
    """By which rule and figure: every rule whose light is another."""
    faults = []
    got = {(t["watch_kind"], t["watch_id"], t["watch_rule"]): t for t in page["turned_rules"]}
    for k in sorted(set(now.rule) & set(before.rule)):
        a, b = before.rule[k], now.rule[k]
        if NOT_SAID in (a, b):
            continue
        row = got.get(k)
        if named(a) != named(b) and row is None:
            faults.append("%s %s: rule %s turned from %s to %s and is not listed" % (k + (sorted(a), sorted(b))))
        if row and (row["light_before"], row["light_now"]) != (named(a), named(b)):
            faults.append("%s %s: rule %s is listed as %s to %s, expected %s to %s" % (k + (row["light_before"], row["light_now"], sorted(a), sorted(b))))
    return faults


# Findings and rows

LINKS = {"missing": "missing-link", "broken": "broken-link", "weak": "weak-link", "chokepoint": "chokepoint"}


def findings_of(figures):
    """(rule, about, thing) -> True or False; one that the documents leave open is None."""
    n, found = figures.n, {}
    for kind, id in figures.of:
        if kind == "chain":
            for s in stages_of(n, id):
                for gap, holds in verdicts(n, id, s).items():
                    found[LINKS[gap], id, s] = None if holds == NOT_SAID else holds  # of what becomes undecided, or was, nothing is said
        if kind != "county":
            target = survival.Target(n, "cluster" if kind == "chain" else "leader", id)
            bought = purchases(n, n.members(id) if kind == "chain" else [id])
            for f in n.firms:  # of a chain without firms at its stages, and of what buys nothing on record, nothing is said
                if f not in target.own:
                    found["single-point-of-failure", id, f] = None if not bought or not target.parts else \
                        not target.runs(figures.needs.running({f}))
    return found


def finding_faults(page, new, old):
    """Opened and closed: of what is there at both times, those behind the figures that are others.

    Where one opened and another closed the figure is as it was; whether they are told then is not said."""
    behind = {(t["watch_id"], t["measure"]) for t in page["turned_rules"]}
    measure = {rule: "stages_" + gap for gap, rule in LINKS.items()}
    faults, now, then = [], findings_of(new), findings_of(old)
    both = {id for _, id in new.of} & {id for _, id in old.of}
    got = {}
    for row in page["turned_findings"]:
        if row["rule"] == "cut-set-of-two":
            continue
        for thing in row["things"]:
            got[row["rule"], row["about"], thing] = row["finding_turn"]
    for k in sorted(set(now) | set(then)):
        a, b = then.get(k, False), now.get(k, False)
        if k[1] not in both or a is None or b is None:
            continue
        want = None if a == b else "opened" if b else "closed"
        if k not in got and (k[1], measure.get(k[0], "single_points")) not in behind:
            continue
        if got.get(k) != want:
            faults.append("finding %s of %s, %s: %s, expected %s" % (k + (got.get(k), want)))
    for k in sorted(set(got) - set(now) - set(then)):
        faults.append("finding %s of %s, %s: nothing says so" % k)
    return faults


def row_key(table, row):
    return row["firm_id"] if table == "firms" else " / ".join(row[c] for c in ("supplier_id", "buyer_id", "product_id") if row[c])


def rows_by_key(n, table):
    found = {}
    for row in n.tables[table]:
        found.setdefault(row_key(table, row), []).append(sorted((c, v) for c, v in row.items() if v not in ("", None)))
    return {k: sorted(rows) for k, rows in found.items()}


def upstream(n, l):
    found, queue = {l}, [l]
    while queue:
        b = queue.pop()
        for k in n.links:
            if k.buyer == b and k.supplier not in found:
                found.add(k.supplier)
                queue.append(k.supplier)
    return found


def fact_faults(page, new, old):
    """Rows listed are others than then; of what turned, every row of firms that is another and of the cluster, the county, or upstream is listed."""
    faults = []
    for table in ("firms", "supplies"):
        now, then = rows_by_key(new.n, table), rows_by_key(old.n, table)
        others = {k: "added" if k not in then else "removed" if k not in now else "changed"
                  for k in set(now) | set(then) if now.get(k) != then.get(k)}
        listed = {}
        for row in page["turned_facts"]:
            if row["fact_list"] != table:
                continue
            listed.setdefault((row["watch_kind"], row["watch_id"]), set()).add(row["row_key"])
            if row["row_key"] not in others:
                faults.append("%s %s is listed as %s and is as it was" % (table, row["row_key"], row["row_change"]))
            elif row["row_change"] != others[row["row_key"]] and all(len(x.get(row["row_key"], [])) < 2 for x in (now, then)):
                faults.append("%s %s is listed as %s, expected %s" % (table, row["row_key"], row["row_change"], others[row["row_key"]]))
        for t in page["turned"] if table == "firms" else []:
            kind, id = t["watch_kind"], t["watch_id"]
            for k in others:
                place = {"chain": lambda n: n.cluster(k) == id, "county": lambda n: n.county(k) == id, "leader": lambda n: k in upstream(n, id)}[kind]
                if any(k in x.n.row and place(x.n) for x in (new, old)) and k not in listed.get((kind, id), ()):
                    faults.append("%s %s turned: the row of %s, which is %s, is not listed" % (kind, id, k, others[k]))
    return faults


def blanked(r, tables):
    """Some figures not known then."""
    for name, columns in (("firms", ["revenue_cny_wan", "employees", "tax_cny_wan", "rd_cny_wan", "county_code"]), ("supplies", ["amount_cny_wan"])):
        for row in tables.get(name, []):
            for c in columns:
                if row[c] != "" and r.random() < 0.1:
                    row[c] = ""
    return tables


def earlier(r, tables):
    tables = copy.deepcopy(tables)
    for _ in range(r.randint(1, 4)):
        if tables.get("supplies") and len(tables["firms"]) > 3:
            _, tables = random_change(r, tables)
    tables = blanked(r, tables)
    return {name: rows for name, rows in tables.items() if rows}


def watch_previous(case):
    """Against the lists of then, both ways round, by random rules in both languages."""
    r = random.Random("watch-%d" % case.seed)
    folder = case.folder + ".then"
    generate.write(earlier(r, case.tables), folder)
    new, old = Figures(case.network), Figures(Network(folder))
    rules = random_rules(r, [new, old])
    words = figure_words()
    english, chinese = (case.file(name + ".yaml", written(rules, zh, words)) for name, zh in (("rules", False), ("regeln", True)))
    now, then = Lights(new, rules), Lights(old, rules)
    page = case.run("watch", "--previous", folder, "--rules", english)
    back = case.run("watch", "--previous", case.folder, "--rules", english, folder=folder)
    faults = finding_faults(page, new, old) + fact_faults(page, new, old)
    faults += page_faults(page, now, then, rules, new) + ["back: " + f for f in page_faults(back, then, now, rules, old)]
    if case.run("watch", "--previous", folder, "--rules", chinese)["lights"] != page["lights"]:
        faults.append("the same rules in Chinese give other lights")
    for a, b in (("worse", "better"), ("better", "worse")):
        if page["turned_" + a] != back["turned_" + b]:
            faults.append("%s %d, the other way round %s %d" % (a, page["turned_" + a], b, back["turned_" + b]))
    if not faults:
        shutil.rmtree(folder)
    return faults


def watch_unknown(case):
    """The same where amounts and figures of firms are unknown."""
    return watch_previous(case)


watch_unknown.unknown = True


# By the dates of rows

SINCE = {"2023": "2023-12-31", "2023-06": "2023-06-30", "2023-06-15": "2023-06-15"}
DATES = {"2022": "2022-12-31", "2023": "2023-12-31", "2023-05": "2023-05-31", "2023-06": "2023-06-30", "2023-06-15": "2023-06-15", "2023-06-16": "2023-06-16",
         "2024-01": "2024-01-31", "2024": "2024-12-31"}
STAYS = {"firm_id", "name", "name_en", "county_code", "cluster_id", "provenance", "as_of"}


def dated(r, tables):
    tables = copy.deepcopy(tables)
    for name in ("firms", "makes", "supplies", "roles"):
        for row in tables.get(name, []):
            row["as_of"] = r.choice(["", "2022", "2022"] + list(DATES))
    return tables


def as_known(tables, end):
    """What was on record at the end of a day."""
    later = lambda row: row.get("as_of") and DATES[row["as_of"]] > end
    then = copy.deepcopy(tables)
    for name in ("makes", "supplies", "roles"):
        then[name] = [row for row in then.get(name, []) if not later(row)]
    for row in then["firms"]:
        if later(row):
            for column in row:
                if column not in STAYS:
                    row[column] = ""
    return {name: rows for name, rows in then.items() if rows}


def watch_since(case):
    """By the dates of rows: the lights then are those of the lists without what is later."""
    r = random.Random("watch-since-%d" % case.seed)
    tables = dated(r, case.tables)
    since = r.choice(list(SINCE))
    now_folder, then_folder = case.folder + ".dated", case.folder + ".then"
    generate.write(tables, now_folder)
    generate.write(as_known(tables, SINCE[since]), then_folder)
    new, old = Figures(Network(now_folder)), Figures(Network(then_folder))
    rules = random_rules(r, [new, old])
    file = case.file("rules.yaml", written(rules, False, figure_words()))
    page = case.run("watch", "--since", since, "--rules", file, folder=now_folder)
    faults = page_faults(page, Lights(new, rules), Lights(old, rules), rules, new) + finding_faults(page, new, old) + fact_faults(page, new, old)
    hand = case.run("watch", "--previous", then_folder, "--rules", file, folder=now_folder)
    if hand["lights"] != page["lights"]:
        a, b = ({(x["watch_kind"], x["watch_id"]): x for x in p["lights"]} for p in (page, hand))
        for k in sorted(set(a) | set(b)):
            if a.get(k) != b.get(k):
                faults.append("%s %s: since %s %s, against the lists written by hand %s" % (k + (since, a.get(k), b.get(k))))
    if not faults:
        shutil.rmtree(now_folder)
        shutil.rmtree(then_folder)
    return faults
