"""Criticality by measures of the bare graph (M7), by deleting every firm and link in turn; and by NetworkX where it is installed."""

import itertools

from case import same

try:
    import networkx
except ImportError:
    networkx = None


def reached(start, ahead, lost=()):
    """From `start` along `ahead` (firm -> firms), without `lost`."""
    if start in lost:
        return set()
    seen, stack = {start}, [start]
    while stack:
        for other in ahead.get(stack.pop(), ()):
            if other not in seen and other not in lost:
                seen.add(other)
                stack.append(other)
    return seen


def parts(firms, edges, lost=None):
    """How many parts the graph without directions has."""
    both = {}
    for a, b in edges:
        both.setdefault(a, set()).add(b)
        both.setdefault(b, set()).add(a)
    left, count = set(firms) - {lost}, 0
    while left:
        left -= reached(min(left), both, {lost})
        count += 1
    return count


def betweenness(firms, suppliers, buyers):
    """Σ over ordered pairs of the share of shortest paths through a firm."""
    distance, paths = {}, {}
    for s in firms:
        distance[s], paths[s], level = {s: 0}, {s: 1}, [s]
        while level:
            following = []
            for a in level:
                for b in sorted(buyers.get(a, ())):
                    if b not in distance[s]:
                        distance[s][b], paths[s][b] = distance[s][a] + 1, 0
                        following.append(b)
                    if distance[s][b] == distance[s][a] + 1:
                        paths[s][b] += paths[s][a]
            level = following
    return {v: sum(paths[s][v] * paths[v][t] / paths[s][t] for s in firms for t in distance[s]
                   if v not in (s, t) and s != t and v in distance[s] and t in distance[v] and distance[s][v] + distance[v][t] == distance[s][t])
            for v in firms}


def criticality(case):
    n, faults = case.network, []
    if not n.leaders:
        return None
    edges = sorted({(l.supplier, l.buyer) for l in n.links if l.supplier != l.buyer})
    suppliers, buyers = {}, {}
    for s, b in edges:
        suppliers.setdefault(b, set()).add(s)
        buyers.setdefault(s, set()).add(b)
    behind = {f: reached(f, suppliers) for f in n.firms}
    primary = {f for f in n.firms if all(f in behind[u] for u in behind[f])}
    upstream = set().union(*(behind[l] - {l} for l in n.leaders))
    stops = {f: sum(1 for l in n.leaders if l != f and l not in case.needs.running({f})) for f in n.firms}
    points = {f for f in upstream if stops[f]}
    named = {m: set() for m in ("dominator", "directed_cut", "articulation_point", "bridge", "only_supplier")}
    dominators, cuts = {}, {}
    for leader in n.leaders:
        others = sorted(behind[leader] - {leader})
        through = {f for f in others if leader not in primary and not reached(leader, suppliers, {f}) & primary}
        dominators[leader] = through
        named["dominator"] |= through
        named["directed_cut"] |= {f for f in others if len(reached(leader, suppliers, {f})) < len(behind[leader]) - 1}
        cuts[leader] = next(k for k in range(len(others) + 1) if any(
            not (reached(leader, suppliers, set(c)) - {leader}) & primary for c in itertools.combinations(others, k)))
    whole = parts(n.firms, edges)
    alone = {f for f in n.firms if not suppliers.get(f) and not buyers.get(f)}
    named["articulation_point"] = {f for f in n.firms if parts(n.firms, edges, f) > whole - (f in alone)}
    bridges = {(a, b) for a, b in edges if parts(n.firms, [e for e in edges if e not in ((a, b), (b, a))]) > whole}
    named["bridge"] = {a for a, _ in bridges}
    named["only_supplier"] = {links[0].supplier for b, goods in n.purchases.items() for links in goods.values()
                              if len({l.supplier for l in links}) == 1 and links[0].supplier != b}
    between = betweenness(n.firms, suppliers, buyers)
    got = case.run("criticality")
    rows = {r["firm_id"]: r for r in got["critical_firms"]}
    for m in got["measures"]:
        name = m["criticality_measure"]
        hit = {f for f, r in rows.items() if name in r["criticality_measures"]}
        if name in named and hit != named[name] & upstream:
            faults.append("%s: %s, expected %s" % (name, sorted(hit), sorted(named[name] & upstream)))
        right = hit & points
        want = (len(hit), len(right), len(right) / len(hit) if hit else None, len(right) / len(points) if points else None)
        for column, value in zip(("named_firms", "right_firms", "precision", "recall"), want):
            if not same(m[column], value):
                faults.append("%s: %s %s, expected %s" % (name, column, m[column], value))
        if set(m["missed_ids"]) != points - hit:
            faults.append("%s: misses %s, expected %s" % (name, m["missed_ids"], sorted(points - hit)))
        if name == "betweenness":
            ranked = sorted((f for f in upstream if between[f] > 0), key=lambda f: -between[f])
            least = min((between[f] for f in hit), default=float("inf"))
            if len(hit) != min(len(points), len(ranked)) or any(between[f] > least + 1e-9 and f not in hit for f in ranked):
                faults.append("betweenness names %s" % sorted(hit))
    for f, r in rows.items():
        if r["targets_stopped"] != stops[f]:
            faults.append("%s stops %s, expected %d" % (f, r["targets_stopped"], stops[f]))
        if not same(r["betweenness_value"], between[f]):
            faults.append("%s: betweenness %s, expected %s" % (f, r["betweenness_value"], between[f]))
    if points - set(rows):
        faults.append("not shown: %s" % sorted(points - set(rows)))
    for r in got["target_list"]:
        leader = r["target_id"]
        if r["dominators"] != len(dominators[leader]) or r["minimum_cut"] != cuts[leader]:
            faults.append("%s: %s dominators, cut %s, expected %d, %d" % (
                leader, r["dominators"], r["minimum_cut"], len(dominators[leader]), cuts[leader]))
        cut = set(r["minimum_cut_ids"])
        if len(cut) != cuts[leader] or (reached(leader, suppliers, cut) - {leader}) & primary:
            faults.append("%s: %s is no smallest cut" % (leader, sorted(cut)))
    led = {(a, b) for a, b in bridges if b in upstream | set(n.leaders)}
    if {(r["supplier_id"], r["buyer_id"]) for r in got["bridges"]} != led:
        faults.append("bridges %s, expected %s" % (got["bridges"], sorted(led)))
    for r in got["bridges"]:
        cut = [l for l in n.links if (l.supplier, l.buyer) == (r["supplier_id"], r["buyer_id"])]
        up = case.needs.running(cut=cut)
        if r["targets_stopped"] != sum(1 for l in n.leaders if l not in up):
            faults.append("bridge %s: stops %s" % (r, r["targets_stopped"]))
    return faults + (by_networkx(n, edges, rows, upstream) if networkx else [])


def by_networkx(n, edges, rows, upstream):
    """The same of the published library."""
    faults, graph = [], networkx.DiGraph(edges)
    graph.add_nodes_from(n.firms)
    flat = networkx.Graph(graph)
    marked = lambda name: {f for f, r in rows.items() if name in r["criticality_measures"]}
    if marked("articulation_point") != set(networkx.articulation_points(flat)) & upstream:
        faults.append("articulation points are not NetworkX's")
    ends = {f for a, b in networkx.bridges(flat) for f, g in ((a, b), (b, a)) if graph.has_edge(f, g)}
    if marked("bridge") != ends & upstream:
        faults.append("bridges are not NetworkX's")
    for f, value in networkx.betweenness_centrality(graph, normalized=False).items():
        if f in rows and not same(rows[f]["betweenness_value"], value):
            faults.append("%s: betweenness %s, NetworkX %s" % (f, rows[f]["betweenness_value"], value))
    named = set()
    for leader in n.leaders:
        above = networkx.immediate_dominators(graph.reverse(), leader)
        named |= {d for f, d in above.items() if f != leader and d is not None and d != leader}
    if marked("directed_cut") != named & upstream:
        faults.append("directed articulation points %s, NetworkX %s" % (sorted(marked("directed_cut")), sorted(named)))
    return faults
