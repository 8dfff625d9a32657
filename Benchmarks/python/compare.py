"""python compare.py OURS PEER: the two reports must say the same, or nothing is timed."""

import json
import sys
from pathlib import Path

import polars as pl

TOLERANCE = 1e-9


def differences(ours: Path, peer: Path, file: str, keys: list[str], numbers: list[str]):
    """Rows by key must be the same rows; numbers agree to a relative tolerance, unknown with unknown."""
    types = {key: pl.String for key in keys} | {number: pl.Float64 for number in numbers}
    a, b = (pl.read_csv(folder / file, schema_overrides=types).select(keys + numbers).sort(keys) for folder in (ours, peer))
    if not a.select(keys).equals(b.select(keys)):
        return [f"{file}: the rows differ ({len(a)} and {len(b)}, {len(a.join(b, on=keys))} in common)"]
    wrong = []
    for number in numbers:
        x, y = a[number], b[number]
        if (x.is_null() != y.is_null()).any():
            wrong.append(f"{file}: {number} is unknown in different rows ({x.null_count()} and {y.null_count()})")
        elif (worst := ((x - y).abs() / y.abs().clip(lower_bound=1)).max() or 0) > TOLERANCE:
            wrong.append(f"{file}: {number} differs by {worst:g}")
    print(f"{file}: {len(a)} rows")
    return wrong


def main():
    ours, peer = Path(sys.argv[1]), Path(sys.argv[2])
    wrong = differences(ours, peer, "hhi.csv", ["buyer_id", "product_id"], ["suppliers", "hhi", "local_supply_ratio"])
    wrong += differences(ours, peer, "single_points.csv", ["target_id", "firm_id"], ["stopped_firms", "lost_output_cny_wan"])
    x, y = (json.loads((folder / "structure.json").read_text()) for folder in (ours, peer))
    wrong += [f"structure.json: {key} is {x.get(key)} and {value}" for key, value in y.items() if x.get(key) != value]
    print(f"structure.json: {y}")
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"Equal (numbers to {TOLERANCE:g}).")


if __name__ == "__main__":
    main()
