"""The same report with the best Python stack: polars reads, groups and writes; scipy finds components; numba runs the cascades.

    python peer.py NETWORK OUTPUT        writes hhi.csv, structure.json, single_points.csv, audit.json

Every step was chosen by measuring: scipy's components are faster than igraph's, polars' Enum cast than two joins, and numba (compiled once,
kept on disk) than any cascade by sparse matrices. The cascades share one large pivot cascade, as Chainwright's do.
"""

import json
import sys
from pathlib import Path

import numpy as np
import polars as pl
from numba import njit
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

TARGETS = 100


def read(network: Path):
    firms = pl.read_csv(network / "firms.csv", columns=["firm_id", "county_code"], schema_overrides={"county_code": pl.String})
    products = pl.read_csv(network / "products.csv", columns=["product_id"], schema_overrides={"product_id": pl.String})
    supplies = pl.read_csv(
        network / "supplies.csv",
        columns=["supplier_id", "buyer_id", "product_id", "amount_cny_wan"],
        schema_overrides={"product_id": pl.String, "amount_cny_wan": pl.Float64},
    )
    return firms, products, supplies


def audit(firms, products, supplies):
    """Counts of findings by rule, and the supplies with ids as codes; codes are null where the reference is unknown."""
    firm_id = pl.Enum(firms["firm_id"].unique(maintain_order=True))
    product_id = pl.Enum(products["product_id"].unique(maintain_order=True))
    coded = supplies.select(
        pl.col("supplier_id").cast(firm_id, strict=False).to_physical().alias("supplier"),
        pl.col("buyer_id").cast(firm_id, strict=False).to_physical().alias("buyer"),
        pl.col("product_id").cast(product_id, strict=False).to_physical().alias("product"),
        pl.col("amount_cny_wan").alias("amount"),
    )
    counts = {
        "duplicate-key": len(firms) - firms["firm_id"].n_unique() + len(products) - products["product_id"].n_unique(),
        "unknown-reference": coded.select(pl.sum_horizontal(pl.col("supplier", "buyer", "product").null_count())).item(),
        "negative-amount": coded.select((pl.col("amount") < 0).sum()).item(),
        "not-a-number": coded.select(pl.col("amount").is_nan().sum()).item(),
        "self-supply": coded.select((pl.col("supplier") == pl.col("buyer")).sum()).item(),
        "repeated-link": len(coded) - coded.select(pl.struct("supplier", "buyer", "product").n_unique()).item(),
    }
    return counts, coded.drop_nulls(["supplier", "buyer", "product"])


def sourcing(coded, county):
    """One row for each buyer and product, and the entries (buyer, product, supplier) they rest on."""
    entries = coded.group_by("buyer", "product", "supplier").agg(pl.col("amount").sum(), pl.col("amount").null_count().alias("unknown"))
    entries = entries.with_columns(
        pl.when(pl.col("unknown") == 0).then("amount").alias("amount"),
        (pl.Series(county)[entries["supplier"]] == pl.Series(county)[entries["buyer"]]).alias("local"),
    )
    table = (
        entries.group_by("buyer", "product")
        .agg(
            pl.len().alias("suppliers"),
            pl.col("amount").sum().alias("total"),
            pl.col("amount").null_count().alias("unknown"),
            (pl.col("amount") ** 2).sum().alias("squares"),
            (pl.col("amount") * pl.col("local")).sum().alias("near"),
        )
        .with_columns(pl.when((pl.col("unknown") == 0) & (pl.col("total") > 0)).then("total").alias("total"))
        .with_columns(
            pl.when(pl.col("suppliers") == 1).then(1.0).otherwise(pl.col("squares") / pl.col("total") ** 2).alias("hhi"),
            (pl.col("near") / pl.col("total")).alias("local_supply_ratio"),
        )
        .sort("buyer", "product")
    )
    return table, entries.select("buyer", "product", "supplier").sort("buyer", "product", "supplier")


def structure(coded, firm_count):
    graph = csr_matrix(
        (np.ones(len(coded), np.int8), (coded["supplier"].to_numpy(), coded["buyer"].to_numpy())), shape=(firm_count, firm_count)
    )
    result = {}
    for kind in ("weak", "strong"):
        count, label = connected_components(graph, directed=True, connection=kind)
        result[f"{kind}_components"] = int(count)
        result[f"largest_{kind}_component"] = int(np.bincount(label, minlength=1).max()) if firm_count else 0
    return result


@njit(cache=True)
def cascade(first, out_offsets, out_targets, slack, down, stopped, head_in, trap, use_trap):
    """Stops `first` and what follows; entries go to `stopped` from `head_in` on. Gives the new end, or -1 with all undone when a trap is hit."""
    if down[first]:
        return head_in
    if use_trap and trap[first]:
        return -1
    begin = head_in
    end = begin
    down[first] = True
    stopped[end] = first
    end += 1
    head = begin
    trapped = False
    while head < end:
        source = stopped[head]
        head += 1
        for edge in range(out_offsets[source], out_offsets[source + 1]):
            target = out_targets[edge]
            slack[target] -= 1
            if slack[target] < 0 and not down[target]:
                down[target] = True
                stopped[end] = target
                end += 1
                if use_trap and trap[target]:
                    trapped = True
        if trapped:
            break
    if trapped:
        undo(begin, end, head, out_offsets, out_targets, slack, down, stopped)
        return -1
    return end


@njit(cache=True)
def undo(begin, end, propagated, out_offsets, out_targets, slack, down, stopped):
    for position in range(begin, end):
        source = stopped[position]
        down[source] = False
        if position < propagated:
            for edge in range(out_offsets[source], out_offsets[source + 1]):
                slack[out_targets[edge]] += 1


@njit(cache=True)
def survey(firm_count, out_offsets, out_targets, in_offsets, in_sources, slack, is_target):
    """For every firm deleted alone, the targets that stop: pairs (target, firm)."""
    vertex_count = len(slack)
    down = np.zeros(vertex_count, np.bool_)
    stopped = np.empty(vertex_count, np.int32)
    no_trap = np.zeros(1, np.bool_)
    samples = min(64, firm_count)
    sample = np.array([k * firm_count // samples for k in range(samples)], np.int32)
    # The pivot: the sampled firm for which (samples that stop it) x (size of its cascade) is largest.
    sizes = np.zeros(samples, np.int64)
    stoppers = np.zeros(samples, np.int64)
    for k in range(samples):
        end = cascade(sample[k], out_offsets, out_targets, slack, down, stopped, 0, no_trap, False)
        sizes[k] = end
        for j in range(samples):
            if down[sample[j]]:
                stoppers[j] += 1
        undo(0, end, end, out_offsets, out_targets, slack, down, stopped)
    best = int(np.argmax(sizes * stoppers))
    use_pivot = stoppers[best] >= 4 and sizes[best] >= 64
    trap = np.zeros(vertex_count, np.bool_)
    slack_after = slack.copy()
    down_after = down.copy()
    base_targets = np.empty(0, np.int32)
    if use_pivot:
        pivot = sample[best]
        trap[pivot] = True
        stack = [pivot]
        while len(stack) > 0:
            vertex = stack.pop()
            if slack[vertex] == 0:
                for edge in range(in_offsets[vertex], in_offsets[vertex + 1]):
                    source = in_sources[edge]
                    if not trap[source]:
                        trap[source] = True
                        stack.append(source)
        end = cascade(pivot, out_offsets, out_targets, slack_after, down_after, stopped, 0, no_trap, False)
        members = stopped[:end]
        base_targets = members[is_target[members]].copy()
    found_target = [np.int32(0) for _ in range(0)]
    found_firm = [np.int32(0) for _ in range(0)]
    for firm in range(firm_count):
        end = cascade(np.int32(firm), out_offsets, out_targets, slack, down, stopped, 0, trap, use_pivot)
        if end >= 0:
            for position in range(end):
                if is_target[stopped[position]]:
                    found_target.append(stopped[position])
                    found_firm.append(np.int32(firm))
            undo(0, end, end, out_offsets, out_targets, slack, down, stopped)
        else:
            trap[firm] = True
            end = cascade(np.int32(firm), out_offsets, out_targets, slack_after, down_after, stopped, 0, no_trap, False)
            for position in range(end):
                if is_target[stopped[position]]:
                    found_target.append(stopped[position])
                    found_firm.append(np.int32(firm))
            for target in base_targets:
                found_target.append(target)
                found_firm.append(np.int32(firm))
            undo(0, end, end, out_offsets, out_targets, slack_after, down_after, stopped)
    return np.array(found_target, np.int32), np.array(found_firm, np.int32)


def rows(count, source, target):
    """Edges source → target as offsets and neighbours, by source."""
    order = np.argsort(source, kind="stable")
    offsets = np.zeros(count + 1, np.int32)
    np.cumsum(np.bincount(source, minlength=count), out=offsets[1:])
    return offsets, target[order].astype(np.int32)


def single_points(table, entries, firm_count, sales, ids):
    """Pairs (target, firm): the firms whose loss alone stops one of the largest."""
    order = np.lexsort((ids, -sales))[:TARGETS]
    is_target = np.zeros(firm_count + len(table), np.bool_)
    is_target[order] = True
    # Vertices: firms, then one for each purchase; entries and table are both sorted by buyer and product.
    buyer = table["buyer"].to_numpy()
    suppliers = table["suppliers"].to_numpy()
    purchase = firm_count + np.arange(len(table), dtype=np.int64)
    source = np.concatenate([entries["supplier"].to_numpy(), purchase])
    target = np.concatenate([np.repeat(purchase, suppliers), buyer])
    count = firm_count + len(table)
    # A firm may lose none of its purchases, a purchase all but one of its suppliers.
    slack = np.zeros(count, np.int32)
    slack[firm_count:] = suppliers - 1
    out_offsets, out_targets = rows(count, source, target)
    in_offsets, in_sources = rows(count, target, source)
    targets, firms = survey(firm_count, out_offsets, out_targets, in_offsets, in_sources, slack, is_target)
    other = targets != firms
    return targets[other], firms[other]


def main():
    network, output = Path(sys.argv[1]), Path(sys.argv[2])
    output.mkdir(parents=True, exist_ok=True)
    firms, products, supplies = read(network)
    counts, coded = audit(firms, products, supplies)
    del supplies
    firm_count = len(firms)
    shape = structure(coded, firm_count)
    table, entries = sourcing(coded, firms["county_code"].cast(pl.Categorical).to_physical().to_numpy())
    ids = firms["firm_id"].to_numpy().astype("S")
    sales = np.bincount(coded["supplier"].to_numpy(), weights=coded["amount"].fill_null(0).to_numpy(), minlength=firm_count)
    targets, stoppers = single_points(table, entries, firm_count, sales, ids)

    firm_names, product_names = firms["firm_id"], products["product_id"]
    table.select(
        firm_names[table["buyer"]].alias("buyer_id"),
        product_names[table["product"]].alias("product_id"),
        "suppliers",
        "hhi",
        "local_supply_ratio",
    ).write_csv(output / "hhi.csv")
    pl.DataFrame({"target_id": firm_names[targets], "firm_id": firm_names[stoppers]}).sort("target_id", "firm_id").write_csv(
        output / "single_points.csv"
    )
    (output / "structure.json").write_text(json.dumps(shape))
    (output / "audit.json").write_text(json.dumps(counts))


if __name__ == "__main__":
    main()
