"""python cut_sets.py CHAINWRIGHT TREES RUNS FOLDER: minimal cut sets of fault trees, ours against `scram --zbdd`, whole processes in one run.

The models are those that come with SCRAM, random supply networks written as fault trees, and the hard trees that the program TREES makes.
For each model and order the sets of both programs are compared first; a difference ends the run. Then the programs take turns, and the least
CPU times (user and system) are compared: they depend least on what else the machine does.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

INPUT = "/usr/share/scram/input/"
MODELS = [
    ("Theatre", ["Theatre/theatre.xml"], "Theatre"),
    ("Lift", ["Lift/lift.xml"], "LiftDoor"),
    ("HIPPS", ["HIPPS/HIPPS.xml"], "top"),
    ("SmallTree", ["SmallTree/SmallTree.xml"], "top"),
    ("ne574", ["ne574/ne574.xml"], "System"),
    ("TwoTrain", ["TwoTrain/two_train.xml"], "TopEvent"),
    ("BSCU", ["BSCU/BSCU.xml"], "LossOfBrakingCommands"),
    ("ThreeMotor", ["ThreeMotor/three_motor.xml"], "E1"),
    ("Chinese", ["Chinese/chinese.xml", "Chinese/chinese-basic-events.xml"], "r1"),
    ("baobab2", ["Baobab/baobab2.xml", "Baobab/baobab2-basic-events.xml"], "r1"),
    ("baobab1", ["Baobab/baobab1.xml", "Baobab/baobab1-basic-events.xml"], "r1"),
]


def supply_network(firms, seed):
    """A random supply network as a fault tree: a firm fails by itself or when a product it needs has no supplier left."""
    rng = random.Random(seed)
    lines = ['<opsa-mef><define-fault-tree name="net">']
    for firm in range(firms):
        needs = [] if firm < firms // 5 else [
            sorted({rng.randrange(max(0, firm - firms // 3), firm) for _ in range(rng.choice([1, 2, 2, 2, 3]))}) for _ in range(rng.randint(1, 3))
        ]
        body = f'<basic-event name="F{firm}"/>'
        for need in dict.fromkeys(tuple(need) for need in needs):  # SCRAM takes no input twice
            gates = "".join(f'<gate name="G{supplier}"/>' for supplier in need)
            body += f"<and>{gates}</and>" if len(need) > 1 else gates
        lines.append(f'<define-gate name="G{firm}">' + (f"<or>{body}</or>" if needs else body) + "</define-gate>")
    lines.append("</define-fault-tree><model-data>")
    lines += [f'<define-basic-event name="F{firm}"><float value="0.01"/></define-basic-event>' for firm in range(firms)]
    return prune("".join(lines) + "</model-data></opsa-mef>", f"G{firms - 1}")


def prune(text, top):
    """The tree below `top` only: SCRAM would analyse every gate that no other one uses."""
    root = ElementTree.fromstring(text)
    gates = {gate.get("name"): gate for gate in root.iter("define-gate")}
    seen, queue = {top}, [top]
    for name in queue:
        for below in gates[name].iter("gate"):
            if below.get("name") not in seen:
                seen.add(below.get("name"))
                queue.append(below.get("name"))
    events = {event.get("name") for name in queue for event in gates[name].iter("basic-event")}
    for tree in list(root.findall("define-fault-tree")):
        for gate in list(tree):
            if gate.get("name") not in seen:
                tree.remove(gate)
        if len(tree) == 0:
            root.remove(tree)
    data = root.find("model-data")
    for event in list(data):
        if event.get("name") not in events:
            data.remove(event)
    return ElementTree.tostring(root, encoding="unicode")


PATIENCE = 20  # seconds after which SCRAM is stopped


def run(command, output, patience=None):
    """CPU seconds of a whole process; None when it was stopped."""
    if patience:
        command = ["timeout", str(patience), *command]
    actions = [(os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)]
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if patience and code == 124:
        return None
    if code != 0:
        sys.exit(f"failed: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime


def memory(command, folder):
    """Peak memory in MB, by a small parent: a child of this process would be charged with this process's own."""
    run(["/usr/bin/time", "-f", "%M", "-o", f"{folder}/memory", *command], "/dev/null")
    with open(f"{folder}/memory", encoding="utf-8") as file:
        return int(file.read()) / 1024


def scram_sets(report, top):
    for result in ElementTree.parse(report).getroot().iter("sum-of-products"):
        if result.get("name") == top and result.get("initiating-event") is None:
            return sorted(sorted(event.get("name") for event in product) for product in result.iter("product"))
    sys.exit(f"no result for {top} in the report")


class Race:
    def __init__(self, ours, runs, folder):
        self.ours, self.runs, self.folder = ours, runs, folder
        self.ratios = []

    def time(self, name, files, top, order):
        """The row of one case: number of sets, least CPU milliseconds of both, peak memory of both."""
        mine = [self.ours, "cut-sets", *files, "--top", top, "--order", str(order), "--format", "json"]
        theirs = ["scram", "--zbdd", "-l", str(order), *files]
        run(mine, f"{self.folder}/ours.json")
        first = run(theirs, f"{self.folder}/theirs.xml", PATIENCE)
        with open(f"{self.folder}/ours.json", encoding="utf-8") as file:
            sets = sorted(json.load(file)["cut_sets"])
        if first is None:
            a = min(run(mine, f"{self.folder}/ours.json") for _ in range(3)) * 1000
            return len(sets), a, None, memory(mine, self.folder), None
        if [sorted(one) for one in sets] != scram_sets(f"{self.folder}/theirs.xml", top):
            sys.exit(f"{name}, order {order}: the sets differ; nothing is timed")
        runs = self.runs if first < 0.5 else 3
        samples = [(run(mine, f"{self.folder}/ours.json"), run(theirs, f"{self.folder}/theirs.xml")) for _ in range(runs)]
        a, b = (min(sample[side] for sample in samples) * 1000 for side in (0, 1))
        self.ratios.append((b / a, name, order))
        return len(sets), a, b, memory(mine, self.folder), memory(theirs, self.folder)

    def row(self, name, files, top, order):
        sets, a, b, x, y = self.time(name, files, top, order)
        shown = "all" if order == 100 else order
        if b is None:
            print(f"| {name} | {shown} | {sets:,} | {a:.1f} | none in {PATIENCE} s | | {x:.0f} | |", flush=True)
        else:
            print(f"| {name} | {shown} | {sets:,} | {a:.1f} | {b:.1f} | {b / a:.1f} | {x:.0f} | {y:.0f} |", flush=True)


def written(folder, name, text):
    path = f"{folder}/{name}.xml"
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def summary(ratios):
    low = min(ratios)
    return f"median {statistics.median(ratio for ratio, _, _ in ratios):.1f}, worst {low[0]:.1f} ({low[1]}, order {low[2]})"


def main():
    ours, trees, runs, folder = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
    os.makedirs(folder, exist_ok=True)
    race = Race(ours, runs, folder)
    print(f"Least CPU milliseconds of {runs} runs in turn (3 where they are long), whole processes, after the sets were found equal.\n")
    print("| model | order | sets | chainwright, ms | scram --zbdd, ms | ratio | ours, MB | theirs, MB |\n|---|---|---|---|---|---|---|---|")
    for name, files, top in MODELS:
        for order in (3, 100):
            race.row(name, [INPUT + file for file in files], top, order)
    begin = len(race.ratios)
    for seed in range(1, 56):
        firms = 10 + seed
        race.time(f"net {seed} of 55", [written(folder, "net", supply_network(firms, seed))], f"G{firms - 1}", 3)
    print(f"| 55 nets of 11 to 65 firms | 3 | | | | {summary(race.ratios[begin:])} | | |", flush=True)
    for firms, orders in ((120, (2, 3)), (250, (2, 3)), (500, (2, 3)), (1000, (2, 3)), (2000, (2, 3))):
        path = written(folder, f"net-{firms}", supply_network(firms, seed=firms))
        for order in orders:
            race.row(f"net of {firms} firms", [path], f"G{firms - 1}", order)
    for shape in ("layered", "trains", "crossed"):
        for events in (100, 200, 600, 1000, 2000):
            text = subprocess.run([trees, shape, str(events), "0.15", "0"], capture_output=True, check=True, text=True).stdout
            top = ElementTree.fromstring(text).find("define-fault-tree").find("define-gate").get("name")
            path = written(folder, f"{shape}-{events}", text)
            race.row(f"{shape}, {events} events", [path], top, 3)
    print(f"\nRatio over {len(race.ratios)} cases: {summary(race.ratios)}.")


if __name__ == "__main__":
    main()
