#!/usr/bin/env python3
"""Runs the command on networks that nobody would keep, and checks what must hold of every run (checks.py).

    Tests/Fuzz/fuzz.py --command .build/debug/chainwright --seconds 60
    Tests/Fuzz/fuzz.py --command … --seed 4711 --runs 1 -v      one case again

Each case has its seed; a case that fails is kept in --keep, with the line that runs it again. Ends with 1 where one failed.
"""
import argparse
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

import checks
import networks

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GATES = ROOT + "/Rules/cluster-gates-miit-2022.yaml"
SHORTLIST = ROOT + "/Rules/listing-shortlist.yaml"
PLAN = ROOT + "/Rules/programme-baoding-2022.yaml"


def commands(choose, net, out, network):
    """A command line on `net`; what it writes goes to `out`."""
    firms = network.firms
    firm = choose.choice(firms) if firms else "F0"
    page = choose.choice([["--format", "json"], ["--format", "csv"], ["--format", "text"], ["--format", "html"], []])
    lang = choose.choice([["--lang", "zh"], ["--lang", "en"], []])
    some = choose.choice([[], [], ["--limit", str(choose.choice([0, 1, 3]))]])
    target = choose.choice([[], [], ["--leader", firm], ["--largest", str(choose.randrange(1, 4))]])
    cluster = choose.choice([[], ["--cluster", "C0"]])
    ask = page + lang + some
    write = lang
    return choose.choice([
        ["weak-links", net] + target + ask, ["worst-group", net, "--size", str(choose.randrange(1, 4))] + ask, ["importance", net] + ask,
        ["gaps", net] + ask, ["sourcing", net] + ask, ["tiers", net, "--leader", firm] + ask, ["cascade", net, "--firm", firm] + ask,
        ["cascade", net, "--all"] + ask, ["survive", net] + ask, ["robustness", net] + ask, ["key-sectors", net] + ask, ["complexity", net] + ask,
        ["benchmark", net, "--cluster", "C0", "--peer", "C1"] + ask, ["gates", net, GATES] + ask, ["leaders", net] + ask, ["shortlist", net, SHORTLIST] + ask,
        ["scorecard", net] + cluster + ask, ["dossier", net, "--firm", firm] + ask, ["programme", net, PLAN] + ask,
        ["strengthen", net, "--budget", str(choose.choice([0, 1, 100, 1e9]))] + ask, ["curtail", net, "--alert", choose.choice(["red", "orange", "yellow"])] + ask,
        ["match", net] + ask, ["describe", net] + ask, ["audit", net] + ask, ["audit", net] + ask, ["infer-links", net] + ask,
        ["report", net, "--city", "-o", out] + write, ["analyse", net, "-o", out] + write,
        ["map", net, "--view", "county", "-o", out + ".svg", "-o", out + ".dot"] + write,
        ["map", net, "--view", choose.choice(["tree", "sources", "steps", "cluster", "leader"]), "-o", out + ".svg"] + write + cluster,
        ["convert", net, out] + write, ["convert", net, out + choose.choice([".xlsx", ".graphml", ".gexf", ".jgf", ".geojson", ".dot"])] + write,
        ["import", net, "--into", out + ".sqlite", "--yes", "--at", "2026-06-30"] + lang,
    ])


def snapshot(folder):
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = hashlib.sha256(file.read()).hexdigest()
    return found


def run(arguments, where, settings):
    try:
        done = subprocess.run([settings.command] + arguments, cwd=where, stdin=subprocess.DEVNULL, capture_output=True, timeout=settings.timeout,
                              env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": where})
        return done.returncode, done.stdout, done.stderr
    except subprocess.TimeoutExpired:
        return None, b"", b""


def case(seed, settings):
    """One case; answers its command line, its exit code and what failed."""
    choose = random.Random(seed)
    place = tempfile.mkdtemp(prefix=f"chainwright-fuzz-{seed}-")
    failed = []
    try:
        # The largest and smallest numbers that there are: not in the first seeds, whose networks stay what they were.
        network = networks.Network(choose, mood="vast" if seed >= 20_000_000 and seed % 8 == 7 else None)
        network.write(place + "/net")
        before = snapshot(place)
        arguments = commands(choose, "net", "out", network)
        code, output, error = run(arguments, place, settings)
        if code is None:
            return arguments, None, ["no end after %d s" % settings.timeout], place
        failed += checks.status(arguments[0], code, error.decode("utf-8", "replace"))
        format = arguments[arguments.index("--format") + 1] if "--format" in arguments else "text"
        failed += checks.text("output", output)
        failed += checks.text("messages", error)
        if code in (0, 1) and output:
            failed += {"json": checks.strict_json, "csv": checks.rectangular, "html": checks.page}.get(format, lambda *_: [])("output", output)
        after = snapshot(place)
        new = {name for name in after if name not in before}
        if any(after.get(name) != was for name, was in before.items()):
            failed.append("a file that was read was changed")
        if code not in (0, 1) and (new or os.path.exists(place + "/out")):
            failed.append(f"exit code {code} leaves {sorted(new)}")
        failed += [f"left behind: {name}" for name in new if "partial" in name or name.endswith(("-wal", "-shm", "-journal"))]
        for name in sorted(new):
            with open(os.path.join(place, name), "rb") as file:
                failed += checks.file(name, file.read())
        # The same of the network frozen, byte for byte.
        if not failed and code == 0 and arguments[0] != "audit" and not any(word.startswith("out") for word in arguments):
            frozen, _, said = run(["freeze", "net", "-o", "net.cw"], place, settings)
            failed += checks.status("freeze", frozen, said.decode("utf-8", "replace"))
            if frozen == 0:
                again, other, _ = run([arguments[0], "net.cw"] + arguments[2:], place, settings)
                if again != code or other.replace(b"net.cw", b"net") != output:
                    failed.append("another answer of the frozen network")
        if not failed and code == 0 and format in ("json", "csv") and network.mood != "odd" and arguments[0] != "audit":
            os.rename(place + "/net", place + "/net.as-it-was")
            network.write(place + "/net", shuffled=random.Random(seed + 1))
            again, other, _ = run(arguments, place, settings)
            if again != code or not checks.same(output.decode("utf-8", "replace"), other.decode("utf-8", "replace")):
                failed.append("another answer with the rows in another order")
    except Exception as wrong:  # a check that cannot be made is a finding too
        failed.append(f"{type(wrong).__name__}: {wrong}")
    return arguments, code, failed, place


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--command", default=ROOT + "/.build/debug/chainwright")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--runs", type=int, default=0)
    options.add_argument("--seconds", type=float, default=0)
    options.add_argument("--timeout", type=float, default=120)
    options.add_argument("--keep", default="", help="a folder for cases that fail")
    options.add_argument("-v", action="store_true", dest="verbose")
    settings = options.parse_args()
    settings.command = os.path.abspath(settings.command)
    end = time.time() + settings.seconds if settings.seconds else None
    counts, findings, seed = {}, 0, settings.seed
    while (end and time.time() < end) or (settings.runs and seed < settings.seed + settings.runs):
        arguments, code, failed, place = case(seed, settings)
        counts[code] = counts.get(code, 0) + 1
        if settings.verbose or failed:
            print(f"seed {seed}: chainwright {' '.join(arguments)} -> {code}", *failed, sep="\n  ", flush=True)
        if failed:
            findings += 1
            if settings.keep:
                kept = f"{settings.keep}/seed-{seed}"
                shutil.rmtree(kept, ignore_errors=True)
                shutil.copytree(place, kept)
                with open(kept + "/README", "w") as file:
                    file.write(f"chainwright {' '.join(arguments)}\n" + "\n".join(failed) + f"\nTests/Fuzz/fuzz.py --seed {seed} --runs 1\n")
        shutil.rmtree(place, ignore_errors=True)
        seed += 1
        if seed % 500 == 0:
            print(f"{seed - settings.seed} runs, {findings} findings, exit codes {counts}", flush=True)
    print(f"{seed - settings.seed} runs from seed {settings.seed}, {findings} findings, exit codes {dict(sorted(counts.items(), key=str))}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
