"""A peer of another city (benchmark.md): which stage stands for which, the gap over two networks, what is asked, and bounds that hold for every decision
and for whatever the unknown is."""

import copy
import csv
import math
import random
import shutil

import generate
from benchmark import PARTS, gap_of, values
from case import same
from completion import complete
from network import Network

# How a stage of the peer resembles one of ours; whether it is matched without asking, asked, or not at all.
SURE = ["id and name", "id and code", "name", "English name"]
ASKED = ["id", "code", "alike"]  # and a name that two stages of the peer have: not matched without asking


def named_stages(tables, r, words, codes):
    """Our stages with names of their own, and a code for each."""
    for s in tables["stages"]:
        s["name"], s["name_en"], s["industry_code"] = words.pop(), "", codes.pop()
        if r.random() < 0.4:
            s["name_en"] = words.pop() + " works"
    return tables


def renamed(tables, ids):
    """The tables with other stage ids wherever one is named."""
    tables = copy.deepcopy(tables)
    for rows in tables.values():
        for row in rows:
            for column in ("stage_id", "input_stage_id", "output_stage_id"):
                if row.get(column) in ids:
                    row[column] = ids[row[column]]
    return tables


def cities(case):
    """(our tables, the peer's, stage of ours -> (how, stage of the peer)): the names, ids and codes of the peer's stages are its own but for what is said.

    A stage of the peer resembles at most one of ours: which goes first where it resembles two is not said."""
    r = random.Random("elsewhere-%d" % case.seed)
    words = ["".join(r.choice("bcdfghjklmnpqrstvwxyz") for _ in range(9)) for _ in range(80)]
    codes = ["%04d" % c for c in r.sample(range(1300, 4300, 7), 60)]
    ours = named_stages(complete(case.tables, case.seed), r, words, codes)
    peer = complete(generate.network(case.seed + 5000), case.seed + 5000)
    theirs, relation = peer["stages"], {}
    ids = {s["stage_id"]: "x-" + s["stage_id"] for s in theirs}
    for s in theirs:
        s["name"], s["name_en"], s["industry_code"] = words.pop(), "", codes.pop()
    mine, other = ([s for s in x if s["chain_id"] == "CH1"] for x in (ours["stages"], theirs))
    r.shuffle(mine)
    spare = other[len(mine):]
    for own, s in zip(mine, other):
        how = r.choice(SURE + SURE + ASKED + ["twice", "nothing"])
        if how == "English name" and not own["name_en"] or how == "twice" and not spare:
            how = "name"
        if how in ("id and name", "id and code", "id"):
            ids[s["stage_id"]] = own["stage_id"]
        if how in ("id and name", "name", "twice"):
            s["name"] = own["name"]
        if how == "twice":
            spare.pop()["name"] = own["name"]
        if how in ("id and code", "code"):
            s["industry_code"] = own["industry_code"]
        if how == "English name":
            s["name_en"] = own["name_en"]
        if how == "alike":
            s["name"] = own["name"] + "qq"
        relation[own["stage_id"]] = (how, ids[s["stage_id"]])
    return ours, renamed(peer, ids), relation


def gap_faults(name, got, n, a, m, b, match):
    faults = []
    want, rows = gap_of(n, a, b, m, match)
    if not same(got["score_gap"], want, 1e-7):
        faults.append("%s: gap %s, expected %s" % (name, got["score_gap"], want))
    for row in got["gaps"]:
        s = row["stage_id"]
        if s not in rows:
            if row["score_gap"] is not None:
                faults.append("%s, %s: gap %s of a stage that is not matched" % (name, s, row["score_gap"]))
            continue
        for p, column in [("presence", "presence_gap")] + [(p, p + "_gap") for p in PARTS]:
            if not same(row[column] or 0, rows[s][p], 1e-7):
                faults.append("%s, %s: %s %s, expected %s" % (name, s, column, row[column], rows[s][p]))
    if not got["score_gap_low"] - 1e-9 <= got["score_gap"] <= got["score_gap_high"] + 1e-9:
        faults.append("%s: gap %s is not within %s…%s" % (name, got["score_gap"], got["score_gap_low"], got["score_gap_high"]))
    if not same(got["peer_score"] - got["own_score"], got["score_gap"], 1e-7):
        faults.append("%s: scores %s, %s and gap %s" % (name, got["own_score"], got["peer_score"], got["score_gap"]))
    return faults


def open_faults(name, got, n, a, matched):
    """A stage that is not matched: from a peer with nobody there to one that has all."""
    chain = n.cluster_rows[a]["chain_id"]
    weight = {s: 1.0 if (r.get("weight") or "") == "" else float(r["weight"]) for s, r in n.stage_rows.items() if r["chain_id"] == chain}
    faults = []
    for row in got["gaps"]:
        s = row["stage_id"]
        if s in matched:
            continue
        omega, own = 100 * weight[s] / sum(weight.values()), values(n, a, s)
        low, high = row["score_gap_low"], row["score_gap_high"]
        if own is None:
            right = same(low, 0) and same(high, omega)
        else:
            known = {p: v for p, v in own.items() if v is not None}
            score = omega / 6 * (1 + sum(1 if p in ("scale", "research") and v else v for p, v in known.items()))
            most = omega / 6 * sum(1 if p in ("scale", "research") else 1 - v for p, v in known.items())
            right = -omega - 1e-9 <= low <= 1e-9 - score and most - 1e-9 <= high <= omega * 5 / 6 + 1e-9
            if len(known) == len(PARTS):
                right = right and same(low, -score, 1e-7) and same(high, most, 1e-7)
        if not right:
            faults.append("%s, %s: not matched, from %s to %s (weight %s, own %s)" % (name, s, low, high, omega, own))
    return faults


def decide(r, path, relation, sure, n, m, chain_of_peer):
    """Fills the file of --confirm in, and gives stage of ours -> stage of the peer, None for outside."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    stage_of = {(n.stage_rows[s].get("name"), "stages.csv:%d" % (k + 2)): s for k, s in enumerate(n.stage_rows)}
    free = [s for s, row in m.stage_rows.items() if row["chain_id"] == chain_of_peer and s not in sure.values()]
    names = [row["name"] for row in m.stage_rows.values()]
    decided = {}
    for row in rows[1:]:
        s = stage_of[row[0], row[1]]
        how, t = relation[s]
        kinds = ["outside"]
        if t in free and how in ASKED and row[2].startswith("1. ") and "2. " not in row[2]:
            kinds += ["number"] * 2
        if free:
            kinds += ["id", "name"]
        kind = r.choice(kinds)
        if kind == "outside":
            row[-1], decided[s] = r.choice(["名单外", "outside"]), None
            continue
        chosen = t if kind == "number" else r.choice(free)
        if kind == "name" and names.count(m.stage_rows[chosen]["name"]) > 1:
            kind = "id"
        row[-1] = {"number": "1", "id": chosen, "name": m.stage_rows[chosen]["name"]}[kind]
        decided[s] = chosen
        free.remove(chosen)
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return decided, rows


def elsewhere(case):
    ours, peer, relation = cities(case)
    folder, other = case.folder + ".ours", case.folder + ".peer"
    generate.write(ours, folder)
    generate.write(peer, other)
    n, m = Network(folder), Network(other)
    mine, theirs = clusters_of(n), clusters_of(m)
    sure = {s: t for s, (how, t) in relation.items() if how in SURE}
    if not mine or not theirs or not sure:
        shutil.rmtree(folder)
        shutil.rmtree(other)
        return None
    a, b, faults = mine[0], theirs[0], []
    confirm = case.folder + ".confirm.csv"
    got = case.run("benchmark", "--cluster", a, "--peer-network", other, "--peer", b, "--confirm", confirm, folder=folder)
    rows = {x["stage_id"]: x for x in got["matches"] if x["stage_id"]}
    for s, (how, t) in sorted(relation.items()):
        row = rows.get(s)
        if row is None:
            faults.append("%s: no row of the matches" % s)
        elif how in SURE and row["peer_stage_id"] != t:
            faults.append("%s: stands for %s (%s), expected %s by %s" % (s, row["peer_stage_id"], row["match_ground"], t, how))
        elif how not in SURE and row["peer_stage_id"] is not None:
            faults.append("%s: stands for %s (%s), which resembles it by %s" % (s, row["peer_stage_id"], row["match_ground"], how))
        elif how in ASKED and t not in row["stage_candidates"] and not row["stage_candidates"]:
            faults.append("%s: nobody is asked whether it is %s (%s)" % (s, t, how))
    name = "%s, %s" % (a, b)
    faults += gap_faults(name, got, n, a, m, b, sure) + open_faults(name, got, n, a, sure)
    if got["matched_stages"] != len(sure) and not faults:
        faults.append("%s: %s stages matched, expected %d" % (name, got["matched_stages"], len(sure)))
    if got["stages_to_confirm"] and not faults:
        before = got
        decided, rows = decide(random.Random("decide-%d" % case.seed), confirm, relation, sure, n, m, "CH1")
        # The same question again, now with the decisions: asked by another way of writing it, since answers are kept.
        got = case.run("benchmark", "--cluster", a, "--peer", b, "--peer-network", other, "--confirm", confirm, folder=folder)
        match = dict(sure, **{s: t for s, t in decided.items() if t})
        shown = {x["stage_id"]: x["peer_stage_id"] for x in got["matches"] if x["stage_id"]}
        for s, t in decided.items():
            if shown.get(s) != t:
                faults.append("%s: decided to stand for %s, shown as %s (%s)" % (s, t, shown.get(s), rows))
        faults += ["decided: " + f for f in gap_faults(name, got, n, a, m, b, match)]
        spans = {x["stage_id"]: (x["score_gap_low"], x["score_gap_high"]) for x in before["gaps"]}
        for x in got["gaps"]:
            low, high = spans[x["stage_id"]]
            if x["score_gap"] is not None and not low - 1e-9 <= x["score_gap"] <= high + 1e-9:
                faults.append("%s, %s: gap %s after the decision, %s…%s before it" % (name, x["stage_id"], x["score_gap"], low, high))
        if not before["score_gap_low"] - 1e-9 <= got["score_gap"] <= before["score_gap_high"] + 1e-9:
            faults.append("%s: gap %s after the decisions, %s…%s before" % (name, got["score_gap"], before["score_gap_low"], before["score_gap_high"]))
    if not faults:
        faults += overruled(case, folder, other, n, a, m, b, sure)
    if not faults:
        shutil.rmtree(folder)
        shutil.rmtree(other)
    return faults


def clusters_of(n):
    """Clusters along the chain CH1 with a firm at a stage of it."""
    return [c for c, r in sorted(n.cluster_rows.items())
            if r.get("chain_id") == "CH1" and any(n.stage_rows[s]["chain_id"] == "CH1" for f in n.members(c) for s in n.stages[f])]


def most_alike(case):
    """--peer left out: the cluster most alike by the cosine of the numbers of firms over the stages matched without asking."""
    ours, peer, relation = cities(case)
    folder, other = case.folder + ".ours", case.folder + ".peer"
    generate.write(ours, folder)
    generate.write(peer, other)
    n, m, faults = Network(folder), Network(other), []
    sure = {s: t for s, (how, t) in relation.items() if how in SURE}
    chains = {r.get("chain_id") for r in m.cluster_rows.values()} - {"", None}
    at = lambda x, c, s: sum(1 for f in x.members(c) if s in x.stages[f])
    alike = []
    for a in clusters_of(n)[:1]:
        own = [at(n, a, s) for s in sorted(sure)]
        for c in m.cluster_rows:
            theirs = [at(m, c, sure[s]) for s in sorted(sure)]
            size = math.sqrt(sum(x * x for x in own)) * math.sqrt(sum(x * x for x in theirs))
            alike.append((sum(x * y for x, y in zip(own, theirs)) / size if size else 0, c))
        alike.sort(reverse=True)
    applies = alike and chains == {"CH1"} and alike[0][0] > 0  # which stages are matched where clusters are of other chains is another question
    if applies:
        got = case.run("benchmark", "--cluster", a, "--peer-network", other, folder=folder)["peers"]
        if len(got) != 1 or len(alike) > 1 and not same(alike[0][0], alike[1][0]) and got[0]["peer_id"] != alike[0][1]:
            faults.append("%s: the most alike is %s, expected %s" % (a, [(p["similarity"], p["peer_id"]) for p in got], alike))
        elif not same(got[0]["similarity"], alike[0][0], 1e-7):
            faults.append("%s: %s is alike by %s, expected %s" % (a, got[0]["peer_id"], got[0]["similarity"], alike))
    if not faults:
        shutil.rmtree(folder)
        shutil.rmtree(other)
    return faults if applies else None


def overruled(case, folder, other, n, a, m, b, sure):
    """A decision goes before what would be matched without asking."""
    if len(sure) < 2:
        return []
    r = random.Random("overruled-%d" % case.seed)
    s = r.choice(sorted(sure))
    place = "stages.csv:%d" % (list(n.stage_rows).index(s) + 2)
    path = case.file("overruled.csv", "name,place,candidates,certainty,decision\n%s,%s,,,outside\n" % (n.stage_rows[s]["name"], place))
    got = case.run("benchmark", "--cluster", a, "--peer-network", other, "--peer", b, "--confirm", path, folder=folder)
    match = {k: t for k, t in sure.items() if k != s}
    shown = {x["stage_id"]: x["peer_stage_id"] for x in got["matches"] if x["stage_id"]}
    if shown.get(s) is not None:
        return ["%s: decided to be outside, stands for %s" % (s, shown[s])]
    return ["overruled: " + f for f in gap_faults("%s, %s" % (a, b), got, n, a, m, b, match)]


def elsewhere_bounds(case):
    """“At least” and “at most” hold, in all and at each stage, when the unknown of both lists is filled in."""
    ours, peer, relation = cities(case)
    whole, other = case.folder + ".ours", case.folder + ".peer"
    part, part_other = case.folder + ".ours-asked", case.folder + ".peer-asked"
    r = random.Random("elsewhere-bounds-%d" % case.seed)
    generate.write(ours, whole)
    generate.write(peer, other)
    generate.write(less_known(r, ours), part)
    generate.write(less_known(r, peer), part_other)
    n, m, faults = Network(part), Network(part_other), []
    mine, theirs = clusters_of(n), clusters_of(m)
    sure = [s for s, (how, _) in relation.items() if how in SURE]
    if mine and theirs and sure:
        name = "%s, %s" % (mine[0], theirs[0])
        got = case.run("benchmark", "--cluster", mine[0], "--peer-network", part_other, "--peer", theirs[0], folder=part)
        full = case.run("benchmark", "--cluster", mine[0], "--peer-network", other, "--peer", theirs[0], folder=whole)
        if not got["score_gap_low"] - 1e-6 <= full["score_gap"] <= got["score_gap_high"] + 1e-6:
            faults.append("%s: gap %s…%s, with the unknown filled in %s" % (name, got["score_gap_low"], got["score_gap_high"], full["score_gap"]))
        rows = {x["stage_id"]: x["score_gap"] for x in full["gaps"]}
        for x in got["gaps"]:
            value = rows[x["stage_id"]]
            if (value is None) != (x["score_gap"] is None):
                faults.append("%s, %s: gap %s, with the unknown filled in %s" % (name, x["stage_id"], x["score_gap"], value))
            elif value is not None and not x["score_gap_low"] - 1e-6 <= value <= x["score_gap_high"] + 1e-6:
                faults.append("%s, %s: gap %s…%s, with the unknown filled in %s" % (name, x["stage_id"], x["score_gap_low"], x["score_gap_high"], value))
    if not faults:
        for folder in (whole, other, part, part_other):
            shutil.rmtree(folder)
    return faults if mine and theirs and sure else None


def less_known(r, tables):
    """Some figures and amounts blank; shares too, which would say what a filled-in amount need not."""
    tables, share = copy.deepcopy(tables), r.choice([0.15, 0.5])
    for row in tables["firms"]:
        for c in ("revenue_cny_wan", "rd_cny_wan"):
            row[c] = "" if r.random() < share else row[c]
    for row in tables.get("supplies", []):
        row["amount_cny_wan"] = "" if r.random() < share else row["amount_cny_wan"]
        row["share"] = ""
    return tables
