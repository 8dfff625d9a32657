"""M1 by the definition: who runs when something is lost; and what follows by trying everything."""

import itertools


class Needs:
    """The needs of every firm: a list of (how many, [input]) with input = [link]; an input is there while one of its links delivers.

    The template's rules (data-dictionary.md, requires.csv), one need for each rule of each stage of the firm:
    - no rule speaks of the good for any stage of the firm: the good is a need by itself, any supplier will do;
    - essential without a group: at least `needs` of the suppliers of the good;
    - essential with a group: at least `needs` of the group's inputs that the firm buys;
    - non-essential, negligible: none.
    What the template asks for and nobody recorded is supplied by unnamed suppliers that run: of m, of which n < m are on record, all n are needed.
    """

    def __init__(self, network, before=None):
        """`before`: the needs of the network to which proposals were added. A proposal adds to the recorded and the unnamed suppliers of
        today: of a need that asks for m and had n < m on record, n of what is on record or proposed then do."""
        self.network = network
        keyed = {f: self._of(f) for f in network.firms}
        self.asked = {f: {key: m for m, _, key in needs} for f, needs in keyed.items()}
        known = before.asked if before else {}
        self.of = {f: [(min(m, known.get(f, {}).get(key, m)), inputs) for m, inputs, key in needs] for f, needs in keyed.items()}

    def _of(self, firm):
        n = self.network
        goods = n.purchases.get(firm, {})
        needs, ruled = [], set()
        for stage in sorted(n.stages[firm]):
            groups = {}
            for r in n.requires:
                if r["output_stage_id"] != stage:
                    continue
                bought = [g for g in goods if g[0] == "product" and n.stage_of_product.get(g[1]) == r["input_stage_id"]]
                ruled.update(bought)
                importance = r.get("importance") or "essential"
                if importance not in ("essential", "2") or not bought:
                    continue
                m = int(r.get("needs") or 1)
                group = r.get("substitute_group") or None
                if group:
                    groups.setdefault(group, [0, []])
                    groups[group][0] = max(groups[group][0], m)
                    groups[group][1].append([l for g in bought for l in goods[g]])
                else:
                    for g in bought:
                        needs.append((min(m, len(goods[g])), [[l] for l in goods[g]], (stage, r["input_stage_id"], g)))
            for group, (m, inputs) in groups.items():
                needs.append((min(m, len(inputs)), inputs, (stage, "group", group)))
        for good, links in goods.items():
            if good not in ruled:
                needs.append((1, [[l] for l in links], ("", "", good)))
        return needs

    def running(self, down=(), cut=()):
        """The greatest set of firms that runs with the firms of `down` lost and the links of `cut` not delivering."""
        down, cut = set(down), set(cut)
        up = {f for f in self.network.firms if f not in down}
        changed = True
        while changed:
            changed = False
            for f in list(up):
                for m, inputs in self.of[f]:
                    there = sum(1 for links in inputs if any(l.supplier in up and l not in cut for l in links))
                    if there < m:
                        up.discard(f)
                        changed = True
                        break
        return up


class Target:
    """A leader, or the output stages of a cluster or chain."""

    def __init__(self, network, kind, id):
        self.kind, self.id, self.network = kind, id, network
        self.own = {id} if kind == "leader" else set()
        if kind == "leader":
            self.parts = [{id}]
        else:
            self.parts = self._output_stages()

    def _output_stages(self):
        n = self.network
        if self.kind == "cluster":
            chain = n.cluster_rows[self.id].get("chain_id") or None
            firms = n.members(self.id)
            if not chain:
                return [{f} for f in firms if f in n.leaders]
        else:
            chain, firms = self.id, n.firms
        present = {s: {f for f in firms if s in n.stages[f]} for s, r in n.stage_rows.items() if r["chain_id"] == chain}
        present = {s: fs for s, fs in present.items() if fs}
        later = {}
        for r in n.requires:
            later.setdefault(r["input_stage_id"], set()).add(r["output_stage_id"])

        def downstream(stage):
            seen, queue = set(), [stage]
            while queue:
                for t in later.get(queue.pop(), ()):
                    if t not in seen:
                        seen.add(t)
                        queue.append(t)
            return seen - {stage}

        return [fs for s, fs in sorted(present.items()) if not any(t in present for t in downstream(s))]

    def runs(self, up):
        return all(any(f in up for f in part) for part in self.parts)


def events_of(network, kinds, target):
    """What may be lost (cut-sets.md): id -> (firms down, links cut). The target's own firm, and the products and stages that it makes or works at, are no events."""
    events = {}
    own = target.own
    if "firms" in kinds:
        for f in network.firms:
            if f not in own:
                events[f] = ({f}, set())
    if "links" in kinds:
        for l in network.links:
            events["%s→%s:%s" % (l.supplier, l.buyer, l.good[1])] = (set(), {l})
    if "products" in kinds:
        for p in network.stage_of_product:
            firms = set(network.makers(p))
            if firms and not firms & own:
                events[p] = (firms, set())
    if "stages" in kinds:
        for s in network.stage_rows:
            firms = {f for f in network.firms if s in network.stages[f]}
            if firms and not firms & own:
                events[s] = (firms, set())
    if "groups" in kinds:
        groups = {}
        for r in network.tables["groups"]:
            groups.setdefault(r["group_id"], set()).add(r["firm_id"])
        for g, firms in groups.items():
            events[g] = (firms, set())  # struck, all members stop, the target among them
    return events


def stops(needs, target, events, chosen):
    down = set().union(*[events[e][0] for e in chosen]) if chosen else set()
    cut = set().union(*[events[e][1] for e in chosen]) if chosen else set()
    return not target.runs(needs.running(down, cut))


def minimal_sets(ids, order, holds):
    """All minimal sets of up to `order` ids for which the monotone `holds` is true, by trying them all."""
    found = []
    for k in range(1, order + 1):
        for chosen in itertools.combinations(ids, k):
            chosen_set = set(chosen)
            if any(f <= chosen_set for f in found):
                continue
            if holds(chosen):
                found.append(frozenset(chosen))
    return set(found)
