"""Projects (M41) by the definition: the planned firms added at their stages in their clusters, every figure counted anew at each moment."""

import copy
import random
import shutil

import generate
from case import Range, figure_fault, same
from gaps import NOT_SAID, Stage, any_of, counted, stages_of, verdicts, weight
from network import Link, number, rows_of, word
from strengthening import bought_by_new_firm, needed_goods, single_points
from survival import Needs

STATES = ["negotiating", "signed", "started", "in_production", ""]
AMOUNTS = {"project_output": "output_cny_wan", "project_investment": "investment_cny_wan", "project_jobs": "jobs"}
BY_YEAR = {"planned_output": "output_cny_wan", "investment": "investment_cny_wan", "planned_jobs": "jobs"}


def random_projects(r, tables):
    """Rows of projects.csv: a row for each project, and one more for each further product or stage."""
    rows, firms = [], tables["firms"]
    stages, products = [s["stage_id"] for s in tables["stages"]], [p["product_id"] for p in tables["products"]]
    crowded = r.choice(stages)
    dated, known = r.choice([1, 0.7, 0.3]), r.choice([1, 0.6, 0])
    for k in range(r.randint(1, 5)):
        id, name, cluster = "X%d" % k, "Project %d" % k, r.choice(tables["clusters"])["cluster_id"]
        if r.random() < 0.1:  # it is in the list of firms already, by id or by name
            f = r.choice(firms)
            id, name = (f["firm_id"], name) if r.random() < 0.5 else (id, f["name"])
        elif r.random() < 0.15:
            id = ""
        day = "%d%s" % (r.randint(2023, 2027), r.choice(["", "-06", "-12-31", "-01-01"]))
        row = dict(project_id=id, name=name, cluster_id=cluster if r.random() < 0.9 else "",
                   county_code=r.choice(tables["counties"])["county_code"] if r.random() < 0.2 else "", status=r.choice(STATES), start="",
                   production=day if r.random() < dated else "", product_id="", stage_id="", capacity="",
                   output_cny_wan=r.randint(100, 9000) if r.random() < known else "",
                   investment_cny_wan=r.randint(100, 9000) if r.random() < known else "", jobs=r.randint(5, 300) if r.random() < known else "",
                   confidence=r.choice(["", 0.5]))
        repeat = r.random() < 0.5  # what is said once for a project stands in one of its rows, or in each
        for further in range(r.choice([1, 1, 1, 2, 3])):
            place = r.random()
            kept = dict(row, product_id="", stage_id="")
            if place < 0.45:
                kept["product_id"] = r.choice(products)
            elif place < 0.6:
                kept["stage_id"] = crowded
            elif place < 0.9:
                kept["stage_id"] = r.choice(stages)
            if further and not repeat:
                kept.update(output_cny_wan="", investment_cny_wan="", jobs="")
            rows.append(kept)
    return rows


class Project:
    def __init__(self, network, id, rows):
        first = lambda column: next((word(x[column]) for x in rows if word(x[column])), None)
        self.id, self.name, self.cluster, self.status = id, first("name"), first("cluster_id"), first("status")
        self.production = first("production")
        self.year = int(self.production[:4]) if self.production else None
        self.produces_now = self.status == "in_production"
        self.amounts = {c: number(first(c)) for c in AMOUNTS.values()}
        self.products = {x["product_id"] for x in rows if word(x["product_id"])}
        self.stages = {x["stage_id"] for x in rows if word(x["stage_id"])}
        self.bare = set(self.stages)  # stages without a product that says which good
        self.stages |= {network.stage_of_product[p] for p in self.products if network.stage_of_product.get(p)}
        self.is_sure = self.status in ("started", "in_production")
        names = {x["name"] for x in network.row.values()}
        self.exists = id in network.row or self.name in names

    def county(self, network, row):
        home = network.cluster_rows[self.cluster].get("county_code") if self.cluster else None
        return word(row["county_code"]) or word(home)


def projects_of(network, rows):
    grouped = {}
    for x in rows:
        grouped.setdefault(word(x["project_id"]) or x["name"], []).append(x)
    return {id: Project(network, id, own) for id, own in grouped.items()}


def with_firms(n, chosen):
    """W(S): the projects added as firms at their stages in their clusters, without links."""
    after = copy.copy(n)
    after.firms, after.row, after.stages = list(n.firms), dict(n.row), dict(n.stages)
    for p in chosen:
        after.firms.append(p)
        after.row[p] = dict.fromkeys(next(iter(n.row.values())), "")
        after.row[p]["cluster_id"] = p.cluster or ""
        after.stages[p] = p.stages
    return after


class Chain:
    """Completeness and the classes of each stage of a cluster in W(S): stage -> class -> True, False or None (open)."""

    def __init__(self, n, chosen, cluster):
        after = with_firms(n, chosen)
        self.stages = stages_of(n, cluster)
        self.classes, self.makers = {}, {}
        held = whole = 0
        for s, row in self.stages.items():
            stage = Stage(after, cluster, s)
            found = verdicts(after, cluster, s)
            found["unlinked"] = bool(stage.makers) and all(isinstance(f, Project) for f in stage.makers)
            if found["unlinked"]:
                found["broken"] = False
            self.classes[s], self.makers[s] = found, stage.makers
            held += weight(row) if stage.makers else 0
            whole += 0 if stage.spared and stage.is_spoken_of else weight(row)
        self.completeness = held / whole if any(self.makers.values()) else None

    def count(self, kind):
        """How many stages of a class, a range from those that are sure to those and the undecided; None where the documents do not say."""
        return counted(c[kind] for c in self.classes.values())

    def gaps(self, s):
        return {k: v for k, v in self.classes[s].items() if k != "unlinked"}


def goods_of(n, project):
    """What it makes: its products, and of a stage that stands by itself all products of it."""
    return project.products | {p for p, s in n.stage_of_product.items() if s in project.bare and
                               not any(n.stage_of_product.get(q) == s for q in project.products)}


def single_point_count(case, chosen):
    n = case.network
    return len(single_points(with_actions(case, chosen), n.leaders, n.firms)) if n.leaders else None


def with_actions(case, chosen):
    """The structure with the projects as new firms (M37), one for every good: it supplies all who buy the good, and buys as a new firm does; of
    these it needs what the template says of the good's stage."""
    n = case.network
    after = copy.copy(n)
    after.firms, after.stages = list(n.firms), dict(n.stages)
    after.purchases = {b: {g: list(links) for g, links in goods.items()} for b, goods in n.purchases.items()}
    needed = needed_goods(case)
    for p in chosen:
        for product in sorted(goods_of(n, p)):
            good, firm = ("product", product), (p.id, product)
            after.firms.append(firm)
            after.stages[firm] = {n.stage_of_product[product]} if n.stage_of_product.get(product) else set()
            for g, suppliers in bought_by_new_firm(n, product, needed).items():
                after.purchases.setdefault(firm, {})[g] = [Link(s, firm, g[1], g) for s in sorted(suppliers)]
            for b in n.firms:
                if good in n.purchases.get(b, {}):
                    after.purchases[b][good].append(Link(firm, b, product, good))
    return Needs(after, case.needs)


def total(amounts):
    """A sum of which parts may be unknown."""
    known = [a for a in amounts if a is not None]
    if len(known) == len(amounts):
        return Range(sum(known))
    return Range(sum(known), float("inf"), sum(known) if known else None)


def sum_fault(name, got, want):
    fault = figure_fault(name, got, want)
    return [fault] if fault else []


def projects(case):
    """`projects`: the page of one network."""
    n, faults = case.network, []
    r = random.Random("projects-%d" % case.seed)
    folder = case.folder + ".projects"
    tables = dict(case.tables, projects=random_projects(r, case.tables))
    generate.write(tables, folder)
    got = case.run("projects", folder=folder)
    listed = projects_of(n, rows_of(folder, "projects"))
    planned = [p for p in listed.values() if not p.exists]
    faults += counts(got, listed, planned)
    faults += rows(n, got, planned)
    faults += by_year(case, got, planned)
    if not faults:
        shutil.rmtree(folder)
    return faults


def counts(got, listed, planned):
    faults = []
    want = dict(projects_count=len(listed), projects_existing=len(listed) - len(planned))
    want["projects_sure"] = sum(1 for p in planned if p.is_sure)
    want["projects_possible"] = sum(1 for p in planned if not p.is_sure)
    want["projects_undated"] = sum(1 for p in planned if p.year is None and not p.produces_now)
    for name, value in want.items():
        if got[name] != value:
            faults.append("%s %s, expected %s" % (name, got[name], value))
    for name, column in AMOUNTS.items():
        faults += sum_fault(name, got[name], total([p.amounts[column] for p in planned]))
    return faults


def rows(n, got, planned):
    """What each project is said to be, and what it does for its chain taken alone."""
    faults = []
    printed = {x["project_id"]: x for x in got["projects"]}
    chains = sorted(c for c, row in n.cluster_rows.items() if row.get("chain_id"))
    today = {c: Chain(n, [], c) for c in chains}
    closings = {(x["project_id"], x["stage_id"]): x for x in got["closings"]}
    expected = set()
    for p in planned:
        x = printed.get(p.id)
        if x is None:
            faults.append("%s is not on the page" % p.id)
            continue
        want = dict(project_status=p.status, project_certainty="sure" if p.is_sure else "possible", cluster_id=p.cluster,
                    project_production=p.production)
        for name, value in want.items():
            if x[name] != value:
                faults.append("%s: %s %s, expected %s" % (p.id, name, x[name], value))
        if set(x["project_stages"] or []) != p.stages:
            faults.append("%s: stages %s, expected %s" % (p.id, x["project_stages"], sorted(p.stages)))
        for name, column in AMOUNTS.items():
            if not same(x[name], p.amounts[column]):
                faults.append("%s: %s %s, expected %s" % (p.id, name, x[name], p.amounts[column]))
        if p.cluster in chains:
            alone = Chain(n, [p], p.cluster)
            for s in sorted(p.stages & set(alone.stages)):
                expected.add((p.id, s))
                if (p.id, s) in closings:
                    faults += closing(p, s, today[p.cluster], alone, closings[(p.id, s)])
        for name, effect in (("stages_filled", "fills"), ("stages_seconded", "second_maker")):
            stages = {s for (id, s), y in closings.items() if id == p.id and y["project_effect"] == effect}
            if set(x[name] or []) != stages:
                faults.append("%s: %s %s, expected %s" % (p.id, name, x[name], sorted(stages)))
    if set(closings) != expected:
        faults.append("closings of %s, expected %s" % (sorted(closings), sorted(expected)))
    return faults + open_gaps(n, got, today, planned)


def gap_faults(name, got, want):
    """Gaps as a list against the classes: those that are sure, as on the page of gaps, and none that is undecided."""
    wrong = [k for k, v in want.items() if v != NOT_SAID and (k in got) != (v is True)]
    return ["%s: %s, expected %s" % (name, sorted(got), want)] if wrong else []


def effects_of(s, today, alone):
    """What a project does at a stage: all that the guide allows. Whether one at a stage that stays weak is one more maker, it does not say."""
    if today.classes[s]["missing"] is True:
        return {"fills"}
    if today.classes[s]["missing"] is None:
        return {"fills", "extends"}  # it may be missing: which of the two it then does, is not said
    if today.classes[s]["weak"] is False:
        return {"adds" if today.makers[s] else "extends"}
    stays = alone.classes[s]["weak"] is not False
    return {"second_maker", "adds"} if stays or today.classes[s]["weak"] is None else {"second_maker"}


def closing(p, s, today, alone, x):
    name = "%s at %s" % (p.id, s)
    faults = gap_faults(name + ", gaps today", x["gaps_today"], today.gaps(s))
    faults += gap_faults(name + ", gaps left", x["gaps_left"], alone.gaps(s))
    if x["makers_today"] != len(today.makers[s]):
        faults.append("%s: makers today %s, expected %d" % (name, x["makers_today"], len(today.makers[s])))
    effects = effects_of(s, today, alone)
    if x["project_effect"] not in effects:
        faults.append("%s: effect %s, expected %s" % (name, x["project_effect"], sorted(effects)))
    due = "today" if p.produces_now else str(p.year) if p.year else None
    if x["project_due"] != due:
        faults.append("%s: due %s, expected %s" % (name, x["project_due"], due))
    return faults


def open_gaps(n, got, today, planned):
    """Stages with gaps today, those that a project is at, and the others."""
    faults = []
    found = {(c, s): any_of(chain.gaps(s).values()) for c, chain in today.items() for s in chain.stages}
    met = {(x["cluster_id"], x["stage_id"]) for x in got["closings"] if set(x["gaps_today"]) - set(x["gaps_left"])}
    left = {c: Chain(n, [p for p in planned if p.cluster == c], c) for c in today}
    faults += filter(None, [figure_fault("stages with gaps", got["gap_stages"], counted(found.values()))])
    if got["gap_stages_met"] != len(met):
        faults.append("of them met %s, expected %d" % (got["gap_stages_met"], len(met)))
    open_ = {(x["cluster_id"], x["stage_id"]) for x in got["open_gaps"]}
    for x in got["open_gaps"]:
        c, s = x["cluster_id"], x["stage_id"]
        now, then = today[c].gaps(s), left[c].gaps(s)
        both = lambda a, b: False if False in (a, b) else NOT_SAID if NOT_SAID in (a, b) else None if None in (a, b) else True
        want = {k: both(now[k], then[k]) for k in now}
        faults += gap_faults("open gap of %s at %s" % (c, s), x["gaps_left"], want)
    stays = {(c, s) for c, s in found if any(a is True and left[c].classes[s][k] is True for k, a in today[c].gaps(s).items())}
    if open_ != stays:  # a gap of today that is there with all projects too
        faults.append("open gaps %s, expected %s" % (sorted(open_), sorted(stays)))
    return faults


def by_year(case, got, planned):
    n, faults = case.network, []
    years = sorted({p.year for p in planned if p.year})
    moments = ["today"] + [str(y) for y in years] + ["all"]
    printed = [x["moment"] for x in got["years"]]
    if printed != moments:
        faults.append("moments %s, expected %s" % (printed, moments))
    chains = {(x["cluster_id"], x["moment"]): x for x in got["chain_years"]}
    clusters = sorted(c for c, row in n.cluster_rows.items() if row.get("chain_id"))
    for x in got["years"]:
        moment = x["moment"]
        due = lambda p: p.produces_now or (p.year is not None and p.year <= int(moment))
        there = planned if moment == "all" else [] if moment == "today" else [p for p in planned if due(p)]
        rows = {c: chains.get((c, moment)) for c in clusters}
        faults += at_moment(case, x, rows, there)
    return faults


def at_moment(case, x, rows, there):
    """The row of a moment, and those of the chains, with these projects."""
    n, faults, moment = case.network, [], x["moment"]
    for kind, chosen in (("sure", [p for p in there if p.is_sure]), ("possible", there)):
        if x["projects_by_then_" + kind] != len(chosen):
            faults.append("%s: projects %s %s, expected %d" % (moment, kind, x["projects_by_then_" + kind], len(chosen)))
        count = single_point_count(case, chosen)
        if x["single_points_" + kind] != count:
            faults.append("%s: single points %s %s, expected %s" % (moment, kind, x["single_points_" + kind], count))
        for name, column in BY_YEAR.items():
            faults += sum_fault("%s: %s %s" % (moment, name, kind), x["%s_%s" % (name, kind)], total([p.amounts[column] for p in chosen]))
        for c, row in rows.items():
            if row is None:
                faults.append("%s: no row of %s" % (moment, c))
            else:
                faults += chain_year("%s %s %s" % (c, moment, kind), kind, row, Chain(n, chosen, c))
    return faults


def chain_year(name, kind, row, chain):
    faults = []
    if not same(row["completeness_" + kind], chain.completeness):
        faults.append("%s: completeness %s, expected %s" % (name, row["completeness_" + kind], chain.completeness))
    for gap in ("missing", "weak", "chokepoint", "broken", "unlinked"):
        faults += filter(None, [figure_fault("%s: %s" % (name, gap), row["%s_%s" % (gap, kind)], chain.count(gap))])
    return faults
