"""Input-output tables, a firm graph and a trade matrix: numpy and scipy beside `sectors`, the answers compared first.

    python sectors.py SECTORS_PROGRAM FOLDER
"""
import subprocess
import sys
import time

import numpy as np
import scipy.linalg
import scipy.sparse
import scipy.sparse.linalg

program, folder = sys.argv[1], sys.argv[2]


def load(name):
    return np.fromfile(f"{folder}/{name}.f64")


def best(body, runs=5):
    cpu = wall = float("inf")
    for _ in range(runs):
        c, w = time.process_time(), time.perf_counter()
        result = body()
        cpu, wall = min(cpu, time.process_time() - c), min(wall, time.perf_counter() - w)
    return result, cpu * 1e3, wall * 1e3


print("ours …", file=sys.stderr)
lines = subprocess.run([program, folder], check=True, capture_output=True, text=True).stdout.splitlines()
ours = {line.split()[0]: [float(x) for x in line.split()[1:]] for line in lines if not line.startswith("#")}
print("\n".join(line for line in lines if line.startswith("#")))
rows = []


def row(name, key, result, limit, expected):
    value, cpu, wall = result
    gap = np.max(np.abs(value - expected) / np.maximum(np.abs(expected), 1e-3)) if expected is not None else 0
    assert gap <= limit, (name, gap)
    rows.append((name, ours[key], (cpu, wall), gap))


print("theirs …", file=sys.stderr)
for n in (402, 1000):
    system = load(f"system-{n}").reshape(n, n)
    row(f"factors, {n} sectors", f"factors-{n}", best(lambda: scipy.linalg.lu_factor(system)[0]), 0, None)
    row(f"inverse, {n} sectors", f"inverse-{n}", best(lambda: np.linalg.inv(system)), 1e-9, load(f"inverse-{n}").reshape(n, n))

output = load("output")
n = len(output)
b = scipy.sparse.csr_matrix(
    (load("amounts") / np.repeat(output, np.diff(load("offsets")).astype(int)), load("targets").astype(np.int32), load("offsets").astype(np.int32)), shape=(n, n)
)
b.sum_duplicates()
ones = np.ones(n)
operator = scipy.sparse.identity(n, format="csr") - b


def neumann():
    x = ones.copy()
    while True:
        y = ones + b @ x
        if np.max(np.abs(y - x)) <= 1e-12:
            return x
        x = y


expected = load("upstreamness")
row("100,000 firms, Neumann", "firms-neumann", best(neumann), 1e-8, expected)
row("100,000 firms, BiCGSTAB", "firms-biCGSTAB", best(lambda: scipy.sparse.linalg.bicgstab(operator, ones, rtol=1e-13, atol=0)[0]), 1e-8, expected)

trade = load("trade").reshape(3000, 1500)
rca, *t = best(lambda: (trade / trade.sum(1, keepdims=True)) / (trade.sum(0) / trade.sum()), 3)
row("advantage, 3,000 × 1,500", "advantage", (rca, *t), 0, None)
m = (rca >= 1).astype(float)
d, u = m.sum(1), m.sum(0)


def proximity():
    phi = (m.T @ m) / np.maximum.outer(u, u)
    np.fill_diagonal(phi, 1)
    return phi


phi, *t = best(proximity, 3)
row("proximity", "proximity", (phi, *t), 0, None)
row("density", "density", best(lambda: m @ phi / phi.sum(0), 3), 1e-9, load("density").reshape(3000, 1500))


def eci():
    """As quick as the stack allows: ARPACK on the smaller, symmetric side. py-ecomplexity takes all eigenvectors of an unsymmetric matrix."""
    q = m / np.sqrt(d)[:, None] / np.sqrt(u)
    w, v = scipy.sparse.linalg.eigsh(q.T @ q, k=3, which="LA", tol=1e-14)
    e = (q @ v[:, 1]) / np.sqrt(d)
    e *= np.sign(np.corrcoef(e, d)[0, 1])
    return (e - e.mean()) / e.std()


row("ECI", "eci", best(eci, 3), 1e-7, load("eci"))

print("| case | chainwright, CPU ms (wall) | numpy/scipy, CPU ms (wall) | CPU ratio | largest relative difference |\n|---|---|---|---|---|")
for name, (c, w), (pc, pw), gap in rows:
    print(f"| {name} | {c:.1f} ({w:.1f}) | {pc:.1f} ({pw:.1f}) | {pc / c:.1f} | {gap:.0e} |")
print(f"\nLeontief model with residual and condition: {ours['model-402'][0]:.0f} ms of CPU for 402 sectors, {ours['model-1000'][0]:.0f} for 1,000.")
