"""Unknown parts (docs/metrics.md): what a sum, a share, a mean, an HHI may be once everything is known.

A Range that comes from here holds two pairs of ends where they may differ: `low`, `high` are reached by some way to fill the blanks in (what is
printed must contain them); `outer` holds those of the document's formula (what is printed must not be wider). Where a purchase has shares and a
known amount they say its total, which no document promises to use: then the two differ."""

import math

from case import Range

INF = math.inf


def link_range(link):
    """What one link is worth: unknown from what is known of it on."""
    return Range(link.amount) if link.amount is not None else Range(link.known or 0, INF, link.known)


def total(ranges):
    """Σ: of the known, at least that, without an end where a part is unknown."""
    known = [r.known for r in ranges if r.known is not None]
    if all(r.is_exact for r in ranges):
        return Range(sum(r.low for r in ranges))
    return Range(sum(r.low for r in ranges), sum(r.high for r in ranges), sum(known) if known else None)


def least_mean(items):
    """The lowest Σ wv / Σ w of items (w from, w to, v): unknown weight on the lowest of the values. None where all weights are 0."""
    items = sorted((i for i in items if i[1] > 0), key=lambda i: i[2])
    found = []
    for k in range(len(items) + 1):
        endless = [v for _, high, v in items[:k] if math.isinf(high)]
        if endless:
            found.append(min(endless))
            continue
        weights = [high for _, high, _ in items[:k]] + [low for low, _, _ in items[k:]]
        if sum(weights) > 0:
            found.append(sum(w * v for w, (_, _, v) in zip(weights, items)) / sum(weights))
    return min(found) if found else None


def mean(items, known=()):
    """The mean of values by weights: items (weight Range, value low, value high). None where all weights are 0: 0/0.

    `known`: what may be printed as the value of the known."""
    low = least_mean([(w.low, w.high, a) for w, a, _ in items])
    high = least_mean([(w.low, w.high, -b) for w, _, b in items])
    if low is None:
        return None
    found = Range(low, -high)
    found.complete = all(w.complete and a == b for w, a, b in items)
    if not found.is_exact:
        found.values = [v for v in known if v is not None]
        found.known = found.values[0] if found.values else None
    return found


def share_of_part(parts):
    """Known in the part / known, with its ends: parts (weight Range, inside: True, False, None where that is unknown)."""
    flags = [(w, 1.0 if inside else 0.0, 0.0 if inside is False else 1.0) for w, inside in parts]
    found = mean(flags, [known_share(parts, True), known_share(parts, False)])
    if found is not None and not any(w.low > 0 for w, _ in parts):
        found.empty = True  # everything may be 0, and 0/0 is nothing
    return found


def known_share(parts, whole):
    """The value of the known; `whole`: a part of which only some rows are known is left out, else its known rows count."""
    known = [(w.low, i) for w, i in parts if i is not None and (w.is_exact or not whole and w.known is not None)]
    whole_sum = sum(w for w, _ in known)
    return sum(w for w, i in known if i) / whole_sum if whole_sum > 0 else None


def hhi_of_holders(ranges):
    """Σ a² / (Σ a)²; the open ones all at t = Q / S of the others, or at what is known of them if that is more; at most 1."""
    ranges = [r for r in ranges if r.high > 0]
    if len(ranges) == 1:
        return Range(1, None, None, ranges[0].complete)
    if not ranges:
        return None
    fixed = [r.low for r in ranges if r.is_exact]
    open_ = sorted((r.low for r in ranges if not r.is_exact), reverse=True)
    if not open_:
        return Range(sum(a * a for a in fixed) / sum(fixed) ** 2)
    while open_ and sum(fixed) > 0 and open_[0] > sum(a * a for a in fixed) / sum(fixed):
        fixed.append(open_.pop(0))
    if sum(fixed) > 0:
        t = sum(a * a for a in fixed) / sum(fixed)
        values = fixed + [t] * len(open_)
    else:
        values = [1.0] * len(open_)  # they may all be alike
    low = sum(a * a for a in values) / sum(values) ** 2
    found = Range(low, 1.0)
    found.complete = False
    found.values = [hhi_of(v) for v in ([r.low for r in ranges if r.is_exact], [r.known for r in ranges if r.known is not None]) if sum(v) > 0]
    found.known = found.values[0] if found.values else None
    return found


def hhi_of(amounts):
    return sum(a * a for a in amounts) / sum(amounts) ** 2


def largest_share(ranges):
    """Largest / all; the open ones as large as the largest; at most 1."""
    ranges = [r for r in ranges if r.high > 0]
    if not ranges:
        return None
    if len(ranges) == 1:
        return Range(1, None, None, ranges[0].complete)
    fixed, open_ = [r.low for r in ranges if r.is_exact], [r for r in ranges if not r.is_exact]
    if not open_:
        return Range(max(fixed) / sum(fixed))
    top = max(r.low for r in ranges)
    low = top / (sum(fixed) + top * len(open_)) if top > 0 else 1 / len(open_)
    found = Range(low, 1.0)
    found.complete = False
    found.values = [max(v) / sum(v) for v in (fixed, [r.known for r in ranges if r.known is not None]) if sum(v) > 0]
    found.known = found.values[0] if found.values else None
    return found


class Purchase:
    """What one buyer buys of one good: its suppliers, by amounts, else by the column `share` where that has all of them (sourcing.md)."""

    def __init__(self, links):
        self.links = links
        self.ranges = [link_range(l) for l in links]
        self.exact = all(r.is_exact for r in self.ranges)
        shares = [l.shares[0] if len(l.shares) == 1 else None for l in links]
        self.by_share = not self.exact and len(links) > 1 and all(s is not None for s in shares) and abs(sum(shares) - 1) < 0.005
        self.shares = [s / sum(shares) for s in shares] if self.by_share else None

    @property
    def amount(self):
        """All of it, as the document's formula has it: at least what is known."""
        return total(self.ranges)

    @property
    def told(self):
        """All of it, where a share and an amount say it."""
        known = [(r.low, s) for r, s in zip(self.ranges, self.shares or []) if r.is_exact]
        return Range(sum(a for a, _ in known) / sum(s for _, s in known)) if known and sum(s for _, s in known) > 0 else self.amount

    @property
    def hhi(self):
        if self.by_share:
            return Range(sum(s * s for s in self.shares))
        return hhi_of_holders(self.ranges)

    def parts(self, local, told=False):
        """Items of a mean: (weight, value low, value high) of links, or of the whole where shares say the value."""
        flags = [local(l) for l in self.links]
        ends = [(1.0 if f else 0.0, 0.0 if f is False else 1.0) for f in flags]
        if self.by_share:
            low, high = (sum(s * e[k] for s, e in zip(self.shares, ends)) for k in (0, 1))
            return [(self.told if told else self.amount, low, high)]
        if all(e == ends[0] for e in ends) and ends[0][0] == ends[0][1]:
            return [(self.amount, *ends[0])]
        return [(r, *e) for r, e in zip(self.ranges, ends)]


def local_share(purchases, local):
    """The local supply ratio of purchases (M13); None of nothing bought."""
    purchases = [Purchase(links) for links in purchases]
    if not purchases:
        return None
    links = [(r, local(l)) for p in purchases for r, l in zip(p.ranges, p.links)]
    told = mean([i for p in purchases for i in p.parts(local, True)], [known_share(links, True), known_share(links, False)])
    if told is None:
        return None
    outer = mean([i for p in purchases for i in p.parts(local)])
    told.outer = (outer.low, outer.high)
    if any(p.by_share for p in purchases) and not told.is_exact:
        told.values = None  # which amount of a purchase known by shares is “known” is not said
    told.complete = all(l.amount is not None and local(l) is not None for p in purchases for l in p.links)
    told.empty = not any(w.low > 0 for w, _ in links)
    return told
