"""Linear programs in fractions: exact, and small."""

from fractions import Fraction


def largest(cost, rows):
    """max Σ cost[v] x[v] subject to rows (coefficients, limit ≥ 0): Σ c[v] x[v] ≤ limit, x ≥ 0.

    Zero is feasible, so that the simplex starts there; Bland's rule, so that it ends."""
    names = sorted({v for c, _ in rows for v in c} | set(cost), key=str)
    place = {v: k for k, v in enumerate(names)}
    size, count = len(names), len(rows)
    table = []
    for k, (c, limit) in enumerate(rows):
        line = {place[v]: Fraction(x) for v, x in c.items() if x}
        line[size + k] = Fraction(1)
        table.append([line, Fraction(limit)])
    objective = {place[v]: Fraction(x) for v, x in cost.items() if x}
    value, basis, steps = Fraction(0), [size + k for k in range(count)], 0
    while True:
        steps += 1
        better = [j for j, x in objective.items() if x > 0]
        if not better:
            break
        enter = min(better) if steps > 60 else max(better, key=lambda j: (objective[j], -j))
        best = None
        for k, (line, limit) in enumerate(table):
            a = line.get(enter)
            if a is not None and a > 0:
                ratio = (limit / a, basis[k])
                if best is None or ratio < best[0]:
                    best = (ratio, k)
        if best is None:
            raise ArithmeticError("unbounded")
        k = best[1]
        line, limit = table[k]
        a = line[enter]
        line = {j: x / a for j, x in line.items()}
        limit /= a
        table[k] = [line, limit]
        for m in range(count):
            if m != k and enter in table[m][0]:
                f = table[m][0][enter]
                subtract(table[m][0], line, f)
                table[m][1] -= f * limit
        f = objective[enter]
        subtract(objective, line, f)
        value += f * limit
        basis[k] = enter
    return value, {names[b]: float(table[k][1]) for k, b in enumerate(basis) if b < size}


def subtract(target, line, f):
    for j, x in line.items():
        new = target.get(j, 0) - f * x
        if new:
            target[j] = new
        else:
            target.pop(j, None)
