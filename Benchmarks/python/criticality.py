"""`chainwright criticality` against python-igraph on the same network: articulation points, bridges and dominators are compared before
anything is printed as a result.

  criticality.py CHAINWRIGHT NETWORK

igraph is timed for its calls alone, without reading and without building the graph; ours is the whole command, with reading, audit, the exact single points and all measures.
"""

import csv
import json
import os
import resource
import subprocess
import sys
import time

import igraph

command, network = sys.argv[1:3]
with open(os.path.join(network, "firms.csv"), encoding="utf-8") as file:
    firms = [row["firm_id"] for row in csv.DictReader(file)]
place = {firm: at for at, firm in enumerate(firms)}
with open(os.path.join(network, "supplies.csv"), encoding="utf-8") as file:
    links = {(place[row["supplier_id"]], place[row["buyer_id"]]) for row in csv.DictReader(file)}
links = {link for link in links if link[0] != link[1]}

before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
text = subprocess.run([command, "criticality", network, "--largest", "10", "--format", "json", "-q"], check=True, capture_output=True, text=True).stdout
wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
answer = json.loads(text)


def timed(name, call):
    began = time.process_time()
    found = call()
    print("  igraph, %s: %.2f s" % (name, time.process_time() - began))
    return found


began = time.process_time()
graph = igraph.Graph(n=len(firms), edges=sorted(links), directed=True)
plain = graph.as_undirected(mode="collapse")
print("%d firms, %d pairs; igraph builds the graphs in %.2f s; ours in all: %.2f s, %.2f s of CPU" % (
    len(firms), len(links), time.process_time() - began, wall, cpu))
points = timed("articulation points", plain.articulation_points)
bridges = timed("bridges", plain.bridges)
upstream = {v for target in answer["target_list"] for v in graph.subcomponent(place[target["target_id"]], mode="in")}
ends = [plain.es[e].tuple for e in bridges]
# Ours are those by which a target is supplied.
pairs = {frozenset((firms[a], firms[b])) for a, b in ends if ((a, b) in links and b in upstream) or ((b, a) in links and a in upstream)}
mine = {frozenset((row["supplier_id"], row["buyer_id"])) for row in answer["bridges"]}
print("  bridges upstream of targets: %d of igraph, %d of ours, %s" % (len(pairs), len(mine), "the same" if pairs == mine else "DIFFERENT by %d" % len(pairs ^ mine)))
# Dominators, from one vertex before all firms and circles of firms that nobody else supplies.
circle = graph.connected_components(mode="strong").membership
supplied = {circle[b] for a, b in links if circle[a] != circle[b]}
root = len(firms)
rooted = igraph.Graph(n=root + 1, edges=sorted(links) + [(root, v) for v in range(root) if circle[v] not in supplied], directed=True)
above = timed("dominators", lambda: rooted.dominator(root, mode="out"))
for target in answer["target_list"]:
    count, at = 0, above[place[target["target_id"]]]
    while at not in (root, -1):
        count, at = count + 1, above[at]
    if count != target["dominators"]:
        print("  dominators of %s: %d of igraph, %d of ours: DIFFERENT" % (target["target_id"], count, target["dominators"]))
print("  dominators of %d targets compared" % len(answer["target_list"]))
extra = sorted(sorted(p) for p in pairs ^ mine)[:5]
assert pairs == mine, extra
print("  articulation points of igraph: %d" % len(points))
