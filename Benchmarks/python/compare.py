"""python compare.py OURS PEER: the two reports must say the same, or nothing is timed."""

import json
import sys
from pathlib import Path

import polars as pl

TOLERANCE = 1e-9


def keyed(path: Path):
    table = pl.read_csv(path, schema_overrides={"buyer_id": pl.String, "product_id": pl.String, "hhi": pl.Float64, "local_supply_ratio": pl.Float64})
    return table.select("buyer_id", "product_id", "suppliers", "hhi", "local_supply_ratio").sort("buyer_id", "product_id")


def main():
    ours, peer = Path(sys.argv[1]), Path(sys.argv[2])
    wrong = []
    a, b = keyed(ours / "hhi.csv"), keyed(peer / "hhi.csv")
    keys = ["buyer_id", "product_id", "suppliers"]
    if not a.select(keys).equals(b.select(keys)):
        wrong.append(f"hhi.csv: the purchases differ ({len(a)} and {len(b)} rows)")
    else:
        for column in ("hhi", "local_supply_ratio"):
            x, y = a[column], b[column]
            if (x.is_null() != y.is_null()).any():
                wrong.append(f"hhi.csv: {column} is unknown in different rows ({x.null_count()} and {y.null_count()})")
            elif ((x - y).abs().max() or 0) > TOLERANCE:
                wrong.append(f"hhi.csv: {column} differs by {(x - y).abs().max()}")
    x, y = (json.loads((folder / "structure.json").read_text()) for folder in (ours, peer))
    for key, value in y.items():
        if x.get(key) != value:
            wrong.append(f"structure.json: {key} is {x.get(key)} and {value}")
    x, y = (pl.read_csv(folder / "single_points.csv", infer_schema=False).select("target_id", "firm_id").sort("target_id", "firm_id") for folder in (ours, peer))
    if not x.equals(y):
        wrong.append(f"single_points.csv: {len(x)} and {len(y)} pairs, {len(x.join(y, on=['target_id', 'firm_id']))} in common")
    if wrong:
        print("\n".join(wrong))
        sys.exit(1)
    print(f"equal: {len(a)} purchases (to {TOLERANCE:g}), {y.height} single points, {json.loads((peer / 'structure.json').read_text())}")


if __name__ == "__main__":
    main()
