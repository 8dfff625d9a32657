"""Complexity (M31): advantages, proximity, density, ECI and PCI, outlooks and fitness of random tables and of networks, from the formulas of the guide."""

import csv
import math
import os
import random
from fractions import Fraction

from case import same


def table(r):
    """place -> product -> amount; now and then sparse, so that places fall into parts."""
    dense, places, products = r.choice([0.3, 0.6, 0.9, 1]), r.randint(2, 7), r.randint(2, 8)
    return {"c%d" % c: {"p%d" % p: r.randint(1, 100) for p in range(products) if r.random() < dense} for c in range(places)}


def advantages(x):
    """place -> product -> RCA, in fractions: its share of the product by its share of everything."""
    x = {c: {p: Fraction(v) for p, v in row.items() if v} for c, row in x.items()}
    x = {c: row for c, row in x.items() if row}
    places, total = {c: sum(row.values()) for c, row in x.items()}, sum(v for row in x.values() for v in row.values())
    products = {}
    for row in x.values():
        for p, v in row.items():
            products[p] = products.get(p, 0) + v
    return {c: {p: row.get(p, Fraction(0)) / places[c] / (products[p] / total) for p in products} for c, row in x.items()}


def eigenvectors(a):
    """Values and vectors of a symmetric matrix, by Jacobi's rotations, the largest first."""
    n = len(a)
    a, v = [row[:] for row in a], [[float(i == j) for j in range(n)] for i in range(n)]
    for _ in range(100):
        if sum(a[i][j] ** 2 for i in range(n) for j in range(n) if i != j) < 1e-30:
            break
        for p in range(n):
            for q in range(p + 1, n):
                if abs(a[p][q]) < 1e-300:
                    continue
                theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
                t = (1 if theta >= 0 else -1) / (abs(theta) + math.sqrt(theta * theta + 1))
                c = 1 / math.sqrt(t * t + 1)
                s = t * c
                for k in range(n):
                    a[k][p], a[k][q] = c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]
                for k in range(n):
                    a[p][k], a[q][k] = c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]
                for k in range(n):
                    v[k][p], v[k][q] = c * v[k][p] - s * v[k][q], s * v[k][p] + c * v[k][q]
    order = sorted(range(n), key=lambda k: -a[k][k])
    return [a[k][k] for k in order], [[v[i][k] for i in range(n)] for k in order]


class Complexity:
    def __init__(self, x):
        self.rca = advantages(x)
        self.places = sorted(self.rca)
        self.products = sorted(next(iter(self.rca.values())))
        self.m = {c: {p: int(self.rca[c][p] >= 1) for p in self.products} for c in self.places}
        self.diversity = {c: sum(self.m[c].values()) for c in self.places}
        self.ubiquity = {p: sum(self.m[c][p] for c in self.places) for p in self.products}
        self.phi = {p: {q: 1.0 if p == q else sum(self.m[c][p] * self.m[c][q] for c in self.places) / max(self.ubiquity[p], self.ubiquity[q])
                        for q in self.products} for p in self.products}
        self.density = {c: {p: sum(self.m[c][q] * self.phi[p][q] for q in self.products) / sum(self.phi[p].values())
                            for p in self.products} for c in self.places}
        self.fitness, self.hardness = self.fit()
        self.eci = None
        self.is_connected = self.connected()
        if self.is_connected and len(self.places) > 1:
            self.second()

    def connected(self):
        seen, queue = {self.places[0]}, [self.places[0]]
        for c in queue:
            for d in self.places:
                if d not in seen and any(self.m[c][p] and self.m[d][p] for p in self.products):
                    seen.add(d)
                    queue.append(d)
        return len(seen) == len(self.places)

    def second(self):
        """D⁻¹ m U⁻¹ mᵀ is similar to the symmetric D^-½ m U⁻¹ mᵀ D^-½."""
        k = self.diversity
        a = [[sum(self.m[c][p] * self.m[d][p] / self.ubiquity[p] for p in self.products) / math.sqrt(k[c] * k[d])
              for d in self.places] for c in self.places]
        values, vectors = eigenvectors(a)
        self.value = values[1]
        self.gap = values[1] - (values[2] if len(values) > 2 else 0)
        e = {c: vectors[1][i] / math.sqrt(k[c]) for i, c in enumerate(self.places)}
        mean_k = sum(k.values()) / len(k)
        sign = sum((k[c] - mean_k) * e[c] for c in self.places)
        self.sign_is_clear = abs(sign) > 1e-7
        mean = sum(e.values()) / len(e)
        deviation = math.sqrt(sum((v - mean) ** 2 for v in e.values()) / len(e))
        if self.gap < 1e-6 or self.value < 1e-6 or deviation < 1e-7:
            return
        scale = (1 if sign > 0 else -1) / deviation
        self.eci = {c: (e[c] - mean) * scale for c in self.places}
        before = {p: sum(self.m[c][p] * e[c] for c in self.places) / self.ubiquity[p] / self.value * scale for p in self.products}
        self.pci = {p: before[p] - mean * scale for p in self.products}  # so that ECI is the mean PCI of what a place has
        share = {q: sum(self.phi[q].values()) for q in self.products}
        self.cog = {c: {p: (1 - self.m[c][p]) * sum((1 - self.m[c][q]) * self.phi[p][q] * before[q] / share[q] for q in self.products)
                        for p in self.products} for c in self.places}
        raw = {c: sum(self.density[c][p] * (1 - self.m[c][p]) * before[p] for p in self.products) for c in self.places}
        mean = sum(raw.values()) / len(raw)
        deviation = math.sqrt(sum((v - mean) ** 2 for v in raw.values()) / len(raw))
        self.coi = {c: (raw[c] - mean) / deviation for c in raw} if deviation > 1e-9 else None

    def fit(self):
        f, q = dict.fromkeys(self.places, 1.0), dict.fromkeys(self.products, 1.0)
        for _ in range(19):
            g = {c: sum(self.m[c][p] * q[p] for p in self.products) for c in self.places}
            h = {p: 1 / sum(self.m[c][p] / f[c] for c in self.places) for p in self.products}
            f = {c: v * len(g) / sum(g.values()) for c, v in g.items()}
            q = {p: v * len(h) / sum(h.values()) for p, v in h.items()}
        return f, q


def faults_of(name, got, want):
    faults = []

    def check(what, a, b, tolerance=1e-7):
        if not same(a, b, tolerance):
            faults.append("%s: %s %s, expected %s" % (name, what, a, b))

    places, products = {r["place_id"]: r for r in got["places"]}, {r["product_id"]: r for r in got["products"]}
    if set(places) != set(want.places) or set(products) != set(want.products):
        return ["%s: %s by %s, expected %s by %s" % (name, sorted(places), sorted(products), want.places, want.products)]
    for c, row in places.items():
        check("diversity of " + c, row["diversity"], want.diversity[c])
        check("fitness of " + c, row["fitness"], want.fitness[c])
    for p, row in products.items():
        check("ubiquity of " + p, row["ubiquity"], want.ubiquity[p])
        check("complexity by fitness of " + p, row["fitness_complexity"], want.hardness[p])
    if not want.is_connected:
        faults += ["%s: ECI of %s, though places share no product" % (name, c) for c, r in places.items() if r["eci"] is not None]
    elif want.eci:
        check("eigenvalue", got["eigenvalue"], want.value)
        check("gap", got["eigen_gap"], want.gap)
        if want.sign_is_clear:
            for c, row in places.items():
                check("ECI of " + c, row["eci"], want.eci[c])
                if want.coi:
                    check("outlook of " + c, row["coi"], want.coi[c])
            for p, row in products.items():
                check("PCI of " + p, row["pci"], want.pci[p])
    return faults


def place_faults(name, got, want, c):
    """Of one place: what it has, and what could come next."""
    faults = []
    rows = [(r, 0) for r in got["options"]] + [(r, 1) for r in got["present"]]
    if {r["product_id"]: k for r, k in rows} != want.m[c]:
        return ["%s: %s has %s, expected %s" % (name, c, {r["product_id"]: k for r, k in rows}, want.m[c])]
    for r, k in rows:
        p = r["product_id"]
        expected = {"rca": float(want.rca[c][p]), "density": want.density[c][p]}
        if want.eci and want.sign_is_clear:
            expected["pci"] = want.pci[p]
            if not k:
                expected["cog"] = want.cog[c][p]
        for column, v in expected.items():
            if not same(r[column], v, 1e-7):
                faults.append("%s: %s of %s in %s %s, expected %s" % (name, column, p, c, r[column], v))
        if not k:
            faults += ["%s: %s is no relative of %s that %s has" % (name, q, p, c) for q in r["related_ids"] if not want.m[c][q] or not want.phi[p][q]]
    order = [r["density"] for r in got["options"]]
    return faults + (["%s: options of %s not by density" % (name, c)] if any(a < b - 1e-12 for a, b in zip(order, order[1:])) else [])


def complexity(case):
    """A random table of place, product, amount: all figures of all places, and the proximity of every two products."""
    r = random.Random("complexity-%d" % case.seed)
    x = table(r)
    if not any(x.values()):
        return None
    want, faults = Complexity(x), []
    path = case.file("amounts.csv", "place,product,value\n" + "".join("%s,%s,%d\n" % (c, p, v) for c, row in x.items() for p, v in row.items()))
    faults += faults_of("table", ask(case, "--amounts", path), want)
    pairs = case.folder + ".pairs.csv"
    for c in r.sample(want.places, min(2, len(want.places))):
        faults += place_faults("table", ask(case, "--amounts", path, "--place", c, "--proximity", pairs, "--force"), want, c)
    if os.path.exists(pairs):
        with open(pairs, encoding="utf-8") as file:
            written = {frozenset((row["product_id"], row["other_id"])): float(row["proximity"]) for row in csv.DictReader(file)}
        for k, p in enumerate(want.products):
            for q in want.products[k + 1:]:
                if not same(written.get(frozenset((p, q)), 0), want.phi[p][q], 1e-9):
                    faults.append("proximity of %s and %s %s, expected %s" % (p, q, written.get(frozenset((p, q))), want.phi[p][q]))
    return faults


def ask(case, *arguments):
    import json

    from case import Failed
    code, out, error = case.raw("complexity", *arguments, "--format", "json", "--lang", "en")
    if code != 0:
        raise Failed("complexity %s: exit %d: %s" % (" ".join(arguments), code, error.strip()[:300]))
    return json.loads(out)


def by_county(n):
    """county of the region -> stage -> output: a firm's is shared equally by its stages; firms of unknown output are left out."""
    x = {}
    for f in n.firms:
        output = n.output(f)
        if n.county(f) is not None and n.in_region(f) and output is not None:
            for s in n.stages[f]:
                row = x.setdefault(n.county(f), {})
                row[s] = row.get(s, 0) + Fraction(output) / len(n.stages[f])
    return x


def complexity_of_network(case):
    """Counties of the region by stage."""
    x = by_county(case.network)
    if len(x) < 2:
        return None
    want = Complexity(x)
    faults = faults_of("network", ask(case, case.folder), want)
    for c in want.places[:1]:
        faults += place_faults("network", ask(case, case.folder, "--county", c), want, c)
    return faults


complexity_of_network.traits = dict(county=1, blank=0, shares="none")
