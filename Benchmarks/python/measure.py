"""python measure.py RUNS NAME COMMAND… -- NAME COMMAND…: runs the commands in turn, and prints medians and ratios to the first as a table.

A word `@FOLDER` stands for an output folder that is emptied before each run, so that no run pays for overwriting.
"""

import os
import shutil
import statistics
import sys
import time


def run(command):
    for word in command:
        if word.startswith("@"):
            shutil.rmtree(word[1:], ignore_errors=True)
    command = [word.removeprefix("@") for word in command]
    began = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - began
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"failed: {' '.join(command)}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    runs = int(sys.argv[1])
    peers, current = [], None
    for word in sys.argv[2:]:
        if current is None:
            current = [word]
            peers.append(current)
        elif word == "--":
            current = None
        else:
            current.append(word)
    samples = {peer[0]: [] for peer in peers}
    for peer in peers:
        run(peer[1:])  # once unmeasured: file cache, compiled kernels
    for _ in range(runs):
        for peer in peers:
            samples[peer[0]].append(run(peer[1:]))
    print(f"Medians of {runs} runs, taken in turn after one unmeasured run each.\n")
    print("| | wall, s | CPU, s | peak memory, MB | wall ratio | CPU ratio | memory ratio |\n|---|---|---|---|---|---|---|")
    base = None
    for name, values in samples.items():
        wall, cpu, memory = (statistics.median(column) for column in zip(*values))
        base = base or (wall, cpu, memory)
        low, high = min(v[0] for v in values), max(v[0] for v in values)
        print(
            f"| {name} | {wall:.3f} ({low:.3f} to {high:.3f}) | {cpu:.3f} | {memory:.0f} "
            f"| {wall / base[0]:.1f} | {cpu / base[1]:.1f} | {memory / base[2]:.1f} |"
        )


if __name__ == "__main__":
    main()
