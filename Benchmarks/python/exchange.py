"""Measures `chainwright convert` and, in the same run, python-igraph writing and reading the same GraphML.

    python exchange.py CHAINWRIGHT NETWORK CELLS OUTPUT RUNS

CPU seconds (user and system) of the whole process, the best of RUNS; what igraph is timed for is the call alone, without its start and without building
the graph. A conversion of ours reads the CSV folder or the file, audits it, and writes: the time of writing is that of the conversion less that of
`audit`, which reads and audits too. The graphs are compared before anything is timed.
"""

import filecmp
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path


def run(*command) -> tuple[float, float, float]:
    """CPU seconds, wall seconds, and peak memory in MB."""
    began = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"failed: {command}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - began, usage.ru_maxrss / 1024


def best(runs, *command):
    measured = [run(*command) for _ in range(runs)]
    return min(m[0] for m in measured), min(m[1] for m in measured), max(m[2] for m in measured)


def call(function):
    """CPU seconds and wall seconds."""
    began, wall = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    function()
    ended = resource.getrusage(resource.RUSAGE_SELF)
    return ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime, time.perf_counter() - wall


def ourselves(chainwright, network, cells, output, runs):
    ours = output / "ours.graphml"
    read_csv = best(runs, chainwright, "audit", network)
    read_ours = best(runs, chainwright, "audit", ours)
    print("| | CPU, s | wall, s | peak, MB |\n|---|---|---|---|")
    print("| chainwright audit, CSV folder | %.2f | %.2f | %.0f |" % read_csv)
    print("| chainwright audit, GraphML | %.2f | %.2f | %.0f |" % read_ours)
    for ending in ["graphml", "gexf", "jgf", "geojson", "dot"]:
        written = best(runs, chainwright, "convert", network, output / f"out.{ending}", "--force")
        print(f"| chainwright convert, CSV folder to {ending} | %.2f | %.2f | %.0f |" % written)
        if ending == "graphml":
            write = written[0] - read_csv[0]
    for ending in ["gexf", "jgf", "geojson"]:
        print(f"| chainwright audit, {ending} | %.2f | %.2f | %.0f |" % best(runs, chainwright, "audit", output / f"out.{ending}"))

    book = output / "cells.xlsx"
    store = output / "national.sqlite"
    kept = []
    for _ in range(runs):
        store.unlink(missing_ok=True)
        kept.append(run(chainwright, "import", network, "--into", store, "--yes"))
    print("| chainwright import --into a new workspace | %.2f | %.2f | %.0f |" % tuple(min(column) for column in zip(*kept)))
    print("| chainwright import of the same again | %.2f | %.2f | %.0f |" % best(runs, chainwright, "import", network, "--into", store, "--yes"))
    print("| chainwright audit, workspace | %.2f | %.2f | %.0f |" % best(runs, chainwright, "audit", store))
    print(f"workspace: {store.stat().st_size / 1e6:.0f} MB")
    out = best(runs, chainwright, "convert", cells, book, "--force")
    back = best(runs, chainwright, "audit", book)
    print("workbook out: %.2f s CPU, %.2f s wall, %.0f MB; in: %.2f s CPU, %.2f s wall, %.0f MB" % (*out, *back))
    return write, read_ours


def main():
    chainwright, network, cells, output, runs = sys.argv[1], *map(Path, sys.argv[2:5]), int(sys.argv[5])
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    ours = output / "ours.graphml"
    run(chainwright, "convert", network, ours)
    again = output / "again.graphml"
    run(chainwright, "convert", ours, again)
    assert filecmp.cmp(ours, again, shallow=False), "our own file does not come back the same"
    write, read = ourselves(chainwright, network, cells, output, runs)
    # Only now: a process that is started while this one is large counts as large.
    import igraph

    graph = igraph.Graph.Read_GraphML(str(ours))
    theirs = output / "theirs.graphml"
    graph.write_graphml(str(theirs))
    print(f"{graph.vcount():,} nodes, {graph.ecount():,} edges; {ours.stat().st_size / 1e6:.0f} MB of GraphML, the same when read back\n")

    write_igraph = [call(lambda: graph.write_graphml(str(theirs))) for _ in range(runs)]
    read_igraph = [call(lambda: igraph.Graph.Read_GraphML(str(ours))) for _ in range(runs)]
    (write_cpu, write_wall), (read_cpu, read_wall) = [
        (min(t[0] for t in times), min(t[1] for t in times)) for times in (write_igraph, read_igraph)
    ]
    del graph
    print(f"| igraph {igraph.__version__}, write_graphml alone | {write_cpu:.2f} | {write_wall:.2f} | |")
    print(f"| igraph {igraph.__version__}, Read_GraphML alone | {read_cpu:.2f} | {read_wall:.2f} | |")
    # The audit is in our time of reading, and the start of the process.
    print(
        f"\nwriting GraphML: {write_cpu / max(write, 1e-3):.1f} times igraph's speed (CPU); reading it: {read_cpu / read[0]:.1f} times (CPU), "
        f"{read_wall / read[1]:.1f} times (wall)\n"
    )


main()
