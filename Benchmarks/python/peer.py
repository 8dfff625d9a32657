"""The same report with the best Python stack: polars reads, audits, groups and writes; scipy finds components; plain Python runs the cascades.

    python peer.py NETWORK OUTPUT        writes hhi.csv, structure.json, single_points.csv, audit.json

Every step was chosen by measuring: scipy's components beat igraph's (building its graph alone takes longer), polars' Enum cast beats two joins, and
cascades over lists, for the firms that are some buyer's only source, beat the same loops compiled by numba once its import is counted.
"""

import json
import sys
from pathlib import Path

import numpy as np
import polars as pl
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

TARGETS = 100


def read(network: Path):
    text = pl.String
    counties = pl.read_csv(network / "counties.csv", schema_overrides={"county_code": text})
    firms = pl.read_csv(network / "firms.csv", schema_overrides={"county_code": text, "industry_code": text})
    products = pl.read_csv(network / "products.csv", schema_overrides={"product_id": text})
    supplies = pl.read_csv(network / "supplies.csv", schema_overrides={"product_id": text, "amount_cny_wan": pl.Float64})
    return counties, firms, products, supplies


def audit(counties, firms, products, supplies):
    """Counts of findings by rule, and the supplies with ids as codes; codes are null where the reference is unknown."""
    firm_id = pl.Enum(firms["firm_id"].unique(maintain_order=True).drop_nulls())
    product_id = pl.Enum(products["product_id"].unique(maintain_order=True).drop_nulls())
    coded = supplies.select(
        pl.col("supplier_id").cast(firm_id, strict=False).to_physical().alias("supplier"),
        pl.col("buyer_id").cast(firm_id, strict=False).to_physical().alias("buyer"),
        pl.col("product_id").cast(product_id, strict=False).to_physical().alias("product"),
        pl.col("amount_cny_wan").alias("amount"),
    )
    counts = {
        "missing-key": sum(column.null_count() for column in (firms["firm_id"], products["product_id"], counties["county_code"])),
        "duplicate-id": sum(len(c) - c.n_unique() for c in (firms["firm_id"], products["product_id"], counties["county_code"])),
        "bad-identifier": int((firms["firm_id"].str.len_bytes() > 64).sum() + firms["firm_id"].str.contains(r"[\x00-\x1f\x7f]").sum()),
        "unknown-reference": coded.select(pl.sum_horizontal(pl.col("supplier", "buyer", "product").null_count())).item()
        + int((~firms["county_code"].is_in(counties["county_code"].to_list())).sum()),
        "negative-amount": coded.select((pl.col("amount") < 0).sum()).item(),
        "bad-number": coded.select(pl.col("amount").is_nan().sum()).item(),
        "self-supply": coded.select((pl.col("supplier") == pl.col("buyer")).sum()).item(),
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


def structure_by_igraph(coded, firm_count):
    """The same with igraph, the usual graph library of this stack; slower, because it builds a graph object of its own."""
    import igraph

    edges = np.column_stack([coded["supplier"].to_numpy(), coded["buyer"].to_numpy()])
    graph = igraph.Graph(n=firm_count, edges=edges, directed=True)
    weak = graph.connected_components("weak").sizes()
    circles = [size for size in graph.connected_components("strong").sizes() if size > 1]
    return {
        "weak_components": len(weak),
        "largest_weak_component": max(weak),
        "circles": len(circles),
        "largest_circle": max(circles, default=0),
    }


def structure(coded, firm_count):
    if "--igraph" in sys.argv:
        return structure_by_igraph(coded, firm_count)
    graph = csr_matrix(
        (np.ones(len(coded), np.int8), (coded["supplier"].to_numpy(), coded["buyer"].to_numpy())), shape=(firm_count, firm_count)
    )
    result = {}
    for kind in ("weak", "strong"):
        count, label = connected_components(graph, directed=True, connection=kind)
        sizes = np.bincount(label, minlength=1)
        if kind == "weak":
            result |= {"weak_components": int(count), "largest_weak_component": int(sizes.max())}
        else:
            circles = sizes[sizes > 1]
            result |= {"circles": len(circles), "largest_circle": int(circles.max(initial=0))}
    return result


def single_points(table, entries, firm_count, sales, ids):
    """Rows (target, firm, stopped firms, lost output): the firms whose loss alone stops one of the largest."""
    order = np.lexsort((ids, -sales))[:TARGETS].tolist()
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
    by_source = np.argsort(source, kind="stable")
    offsets = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(source, minlength=count), out=offsets[1:])
    only_source = np.unique(source[(slack[target] == 0) & (source < firm_count)]).tolist()
    offsets, targets, slack, wanted = offsets.tolist(), target[by_source].tolist(), slack.tolist(), set(order)
    sales = sales.tolist()
    found = []
    for firm in only_source:
        stopped, seen, lost, head = [firm], {firm}, {}, 0
        while head < len(stopped):
            at = stopped[head]
            head += 1
            for vertex in targets[offsets[at] : offsets[at + 1]]:
                if vertex in seen:
                    continue
                room = slack[vertex]
                if room:
                    gone = lost.get(vertex, 0) + 1
                    lost[vertex] = gone
                    if gone <= room:
                        continue
                seen.add(vertex)
                stopped.append(vertex)
        hit = wanted.intersection(stopped)
        hit.discard(firm)
        if hit:
            firms = [vertex for vertex in stopped if vertex < firm_count]
            found += [(vertex, firm, len(firms), sum(sales[f] for f in firms)) for vertex in hit]
    return found


def main():
    network, output = Path(sys.argv[1]), Path(sys.argv[2])
    output.mkdir(parents=True, exist_ok=True)
    counties, firms, products, supplies = read(network)
    counts, coded = audit(counties, firms, products, supplies)
    del supplies
    firm_count = len(firms)
    shape = structure(coded, firm_count)
    table, entries = sourcing(coded, firms["county_code"].cast(pl.Categorical).to_physical().to_numpy())
    ids = firms["firm_id"].to_numpy().astype("S")
    sales = np.bincount(coded["supplier"].to_numpy(), weights=coded["amount"].fill_null(0).to_numpy(), minlength=firm_count)
    found = single_points(table, entries, firm_count, sales, ids)

    firm_names, product_names = firms["firm_id"], products["product_id"]
    table.select(
        firm_names[table["buyer"]].alias("buyer_id"),
        product_names[table["product"]].alias("product_id"),
        "suppliers",
        "hhi",
        "local_supply_ratio",
    ).write_csv(output / "hhi.csv")
    pl.DataFrame(
        [(firm_names[t], firm_names[f], stopped, loss) for t, f, stopped, loss in found],
        schema=["target_id", "firm_id", "stopped_firms", "lost_output_cny_wan"],
        orient="row",
    ).write_csv(output / "single_points.csv")
    (output / "structure.json").write_text(json.dumps(shape))
    (output / "audit.json").write_text(json.dumps(counts))


if __name__ == "__main__":
    main()
