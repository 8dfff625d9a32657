"""Leaders (M30): parts scaled to criteria, scores and ranks at the printed weights, and the best and worst rank over all weights, exactly."""

import itertools
import random
from fractions import Fraction

import shortlist
from case import Failed, Printed, same

CRITERIA = {"innovation": ("rd_share", "technology_honours"), "collaboration": ("local_supply_ratio", "partners_inside"),
            "leadership": ("cluster_share", "upstream_firms")}


def is_certain(value):
    return value is not None and not isinstance(value, Printed)


def scaled(rows, part):
    """z = (x − lowest) / (highest − lowest) over the candidates of whom it is certain, 1/2 where all are equal; others anything from 0 to 1."""
    known = [r[part] for r in rows.values() if is_certain(r.get(part))]
    if not known:
        return None
    low, high = min(known), max(known)
    return {f: ((r[part] - low) / (high - low) if high > low else 0.5,) * 2 if is_certain(r.get(part)) else (0.0, 1.0) for f, r in rows.items()}


def criteria_of(rows):
    """criterion -> firm -> (least, most): the mean of its parts; criteria of which no part is certain of anybody are left out."""
    found = {}
    for name, parts in CRITERIA.items():
        values = [z for z in (scaled(rows, p) for p in parts) if z is not None]
        if values:
            found[name] = {f: tuple(sum(z[f][k] for z in values) / len(values) for k in (0, 1)) for f in rows}
    return found


def vertices(lines, size):
    """Where the lines Σ a_d w_d = 0 meet one another and the sides, in the simplex of `size` weights; as exact points."""
    sides = [tuple(Fraction(int(d == k)) for d in range(size)) for k in range(size)]
    found = {s for s in sides}
    if size == 2:
        for a in lines:
            if a[0] != a[1] and a[1] / (a[1] - a[0]) >= 0 and a[0] / (a[0] - a[1]) >= 0:
                found.add((a[1] / (a[1] - a[0]), a[0] / (a[0] - a[1])))
    if size == 3:
        for a, b in itertools.combinations(lines + sides, 2):
            w = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
            total = sum(w)
            if total != 0 and all(x / total >= 0 for x in w):
                found.add(tuple(x / total for x in w))
    return found


def value(a, w):
    return sum(x * y for x, y in zip(a, w))


def least_positive(lines, size):
    """The least number of forms above 0 over all weights: at a corner of the pieces, where ties are not ahead."""
    return min(sum(1 for a in lines if value(a, w) > 0) for w in vertices(lines, size))


def most_positive(lines, size, r):
    """The largest: in the inside of a piece; every piece lies beside one of its corners, between two of the lines through it."""
    best = 0
    if size == 1:
        return sum(1 for a in lines if a[0] > 0)
    for w in vertices(lines, size):
        rays = [(a[1] - a[2], a[2] - a[0], a[0] - a[1]) for a in lines if value(a, w) == 0] if size == 3 else [(1, -1)]
        rays += [(1, -1, 0), (0, 1, -1), (1, 0, -1)] if size == 3 else []
        rays = [v for v in rays if any(v)]
        rays += [tuple(-x for x in v) for v in rays]
        length = [max(abs(x) for x in v) for v in rays]
        rays = [tuple(Fraction(x) / l for x in v) for v, l in zip(rays, length)]
        for u, v in itertools.combinations_with_replacement(rays, 2):
            d = tuple(x + y for x, y in zip(u, v))
            if any(x == 0 and y < 0 for x, y in zip(w, d)):
                continue  # out of the triangle
            best = max(best, sum(1 for a in lines if value(a, w) > 0 or value(a, w) == 0 and value(a, d) > 0))
    return best


def leaders(case):
    n, faults = case.network, []
    r = random.Random("leaders-%d" % case.seed)
    weights = {c: r.randint(1, 5) for c in CRITERIA}
    asked = ",".join("%s=%d" % x for x in weights.items())
    questions = [(("leaders", "--all"), dict.fromkeys(CRITERIA, 1)), (("leaders", "--all", "--weights", asked), weights)]
    if n.leaders:
        questions.append((("leaders",), dict.fromkeys(CRITERIA, 1)))
    for arguments, weights in questions:
        try:
            got = case.run(*arguments)
        except Failed as failure:
            if "nothing that the weights fall on can be measured" in str(failure):
                continue  # no part is certain of anybody
            raise
        parts = {p["firm_id"]: p for p in got["parts"]}
        wanted = set(n.firms if "--all" in arguments else n.leaders)
        if set(parts) != wanted:
            faults.append("%s: candidates %s, expected %s" % (" ".join(arguments), sorted(parts), sorted(wanted)))
            continue
        faults += ["%s: %s" % (" ".join(arguments), f) for f in score_faults(got, parts, weights, r)]
        if arguments == ("leaders", "--all"):
            faults += part_faults(case, parts)
    return faults


def score_faults(got, parts, weights, r):
    faults, want = [], criteria_of(parts)
    names = list(want)
    total = sum(weights[c] for c in names)
    share = [Fraction(weights[c], total) for c in names]
    for c in CRITERIA:
        printed = got.get("weight_" + c)
        if (c in want) != (printed is not None) or c in want and not same(printed, float(Fraction(weights[c], total))):
            faults.append("weight of %s %s, expected %s" % (c, printed, weights[c] / total if c in want else None))
    rows = {x["firm_id"]: x for x in got["leaders"]}
    if set(rows) != set(parts):
        return faults + ["scores of %s, expected of %s" % (sorted(rows), sorted(parts))]
    z = {}
    for f, row in rows.items():
        for c in names:
            for k, end in enumerate(("_low", "_high")):
                if abs(row[c + end] - want[c][f][k]) > 1.0001e-6:
                    faults.append("%s: %s %s, expected %s" % (f, c + end, row[c + end], want[c][f][k]))
        # Scores are whole millionths: what is printed is taken, so that ranks are compared exactly.
        z[f] = [tuple(Fraction(round(row[c + end] * 10 ** 6)) for c in names) for end in ("_low", "_high")]
    score = {f: [value(share, ends) for ends in z[f]] for f in rows}
    for f, row in rows.items():
        others = [g for g in rows if g != f]
        ahead = [tuple(x - y for x, y in zip(z[g][0], z[f][1])) for g in others]  # others at their least, the firm at its most
        behind = [tuple(x - y for x, y in zip(z[g][1], z[f][0])) for g in others]
        expected = {
            "score_low": float(score[f][0]) / 1e6, "score_high": float(score[f][1]) / 1e6,
            "rank_low": 1 + sum(1 for a in ahead if value(a, share) > 0), "rank_high": 1 + sum(1 for a in behind if value(a, share) > 0),
            "best_rank": 1 + least_positive(ahead, len(names)), "worst_rank": 1 + most_positive(behind, len(names), r)}
        for column, number in expected.items():
            if not same(row[column], number, 1e-7):
                faults.append("%s: %s %s, expected %s" % (f, column, row[column], number))
    order = [x["firm_id"] for x in got["leaders"]]
    if order != sorted(order, key=lambda f: (-score[f][0], -score[f][1], f)):
        faults.append("order %s of the certain scores %s" % (order, [float(score[f][0]) / 1e6 for f in order]))
    return faults


def part_faults(case, parts):
    """The parts are the fields of shortlists.md."""
    faults, fields = [], shortlist.fields(case)
    for f, row in parts.items():
        for names in CRITERIA.values():
            for name in names:
                want, got = fields[name](f), row.get(name)
                if want is None or want.debated or got is None:
                    continue  # not said what holds where nothing is on record
                if want.is_exact and want.outer and not same(*want.outer):
                    continue  # certain only by what the documents do not promise to use
                if want.is_exact and (isinstance(got, Printed) or not same(got, want.low, 1e-7)):
                    faults.append("%s: %s %s, expected %s" % (f, name, got, want))
                if not want.is_exact and not want.outer and not isinstance(got, Printed):
                    faults.append("%s: %s %s as if it were certain, expected %s" % (f, name, got, want))
    return faults
