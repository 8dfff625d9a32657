"""ESRI (M16): the equations of cascade.md, one firm at a time."""

import statistics

from case import same


def amounts(n):
    """Unknown amounts are the median of what the buyer pays others, else of all; without any amount all links count the same.

    A link in several rows counts with what is known of them."""
    everything = [l.known for l in n.links if l.known is not None]
    found = {}
    for l in n.links:
        if l.known is not None:
            found[l] = l.known
            continue
        own = [x.known for x in n.links if x.buyer == l.buyer and x.known is not None]
        found[l] = statistics.median(own) if own else statistics.median(everything) if everything else 1.0
    return found


def physical(sector):
    """Divisions 01 to 50 of GB/T 4754."""
    return sector is not None and sector[:2].isdigit() and 1 <= int(sector[:2]) <= 50


class Cascade:
    def __init__(self, n, kind):
        self.n, self.kind = n, kind
        value = amounts(n)
        self.w = {}
        for l in n.links:
            self.w[(l.supplier, l.buyer)] = self.w.get((l.supplier, l.buyer), 0.0) + value[l]
        self.s = {f: sum(w for (i, _), w in self.w.items() if i == f) for f in n.firms}
        self.paid = {f: sum(w for (_, j), w in self.w.items() if j == f) for f in n.firms}
        self.inputs = {f: [(i, w) for (i, j), w in self.w.items() if j == f and w > 0] for f in n.firms}
        self.outputs = {f: [(j, w) for (i, j), w in self.w.items() if i == f and w > 0] for f in n.firms}

    def essential(self, supplier, buyer):
        """The class of the input: a sector, a class of its own under Leontief, or None for non-essential."""
        a, b = self.n.sector(supplier), self.n.sector(buyer)
        if self.kind == "linear":
            return None
        if self.kind == "leontief":
            return a or ("own", supplier)
        return a if physical(a) and physical(b) else None

    def run(self, firm, tolerance):
        n = self.n
        down, up = dict.fromkeys(n.firms, 1.0), dict.fromkeys(n.firms, 1.0)
        steps = 0
        while True:
            steps += 1
            sigma = {}
            for i in n.firms:
                sector = n.sector(i)
                left = sum(down[l] * self.s[l] for l in n.firms if n.sector(l) == sector) if sector else 0
                sigma[i] = 1.0 if sector is None or left <= 0 else min(1.0, self.s[i] / left)
            new_down, new_up = {}, {}
            for j in n.firms:
                groups, other = {}, 0.0
                for i, w in self.inputs[j]:
                    k = self.essential(i, j)
                    if k is None:
                        other += w / self.paid[j] * sigma[i] * (1 - down[i])
                    else:
                        total, lost = groups.get(k, (0.0, 0.0))
                        groups[k] = (total + w, lost + w * sigma[i] * (1 - down[i]))
                h = min([1 - other] + [1 - lost / total for total, lost in groups.values()])
                new_down[j] = min(0.0 if j == firm else 1.0, h)
                u = 1 - sum(w / self.s[j] * (1 - up[b]) for b, w in self.outputs[j]) if self.outputs[j] else 1.0
                new_up[j] = min(0.0 if j == firm else 1.0, u)
            moved = max(max(abs(new_down[f] - down[f]), abs(new_up[f] - up[f])) for f in n.firms)
            down, up = {f: max(0.0, x) for f, x in new_down.items()}, {f: max(0.0, x) for f, x in new_up.items()}
            if moved <= tolerance or steps > 5000:
                return down, up


def cascade(case):
    """ESRI of every firm, down, up and both, for three notions of what is essential."""
    n, faults = case.network, []
    for kind in ("generalized", "linear", "leontief"):
        got = {r["firm_id"]: r for r in case.run("cascade", "--all", "--essentiality", kind, "--tolerance", "1e-9")["risks"]}
        model = Cascade(n, kind)
        total = sum(model.s.values())
        if total == 0:
            return None
        for f in n.firms:
            down, up = model.run(f, 1e-9)
            share = lambda h: sum(model.s[i] * (1 - h[i]) for i in n.firms) / total
            both = share({i: min(down[i], up[i]) for i in n.firms})
            for column, want in (("esri", both), ("esri_down", share(down)), ("esri_up", share(up))):
                if not same(got[f][column], want, 1e-6):
                    faults.append("%s, %s: %s %s, expected %s" % (kind, f, column, got[f][column], want))
    return faults
