"""A network folder read into plain Python, from docs/data-dictionary.md alone: no line of the product is used or was read."""

import csv
import os

TABLES = [
    "counties", "clusters", "firms", "products", "chains", "stages", "requires", "makes", "roles", "figures", "supplies",
    "groups", "stocks",
]


def number(text):
    """A number, or None where the cell is empty: unknown, never zero."""
    text = (text or "").strip()
    return None if text == "" else float(text)


def word(text):
    text = (text or "").strip()
    return text or None


def rows_of(folder, table):
    path = os.path.join(folder, table + ".csv")
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Link:
    """All rows of one supplier, buyer and good: repeated rows are added before anything is computed (metrics.md)."""

    def __init__(self, supplier, buyer, product, good):
        self.supplier, self.buyer, self.product, self.good = supplier, buyer, product, good
        self.amounts, self.shares, self.probabilities = [], [], []

    @property
    def known(self):
        """The sum of the rows whose amount is known; None where none is."""
        amounts = [a for a in self.amounts if a is not None]
        return sum(amounts) if amounts else None

    @property
    def amount(self):
        """The amount; None as soon as one row is blank."""
        return None if any(a is None for a in self.amounts) else sum(self.amounts)


class Network:
    def __init__(self, folder):
        self.folder = folder
        self.tables = {table: rows_of(folder, table) for table in TABLES}
        t = self.tables
        self.firms = [r["firm_id"] for r in t["firms"]]
        self.row = {r["firm_id"]: r for r in t["firms"]}
        self.inside = {r["county_code"]: (word(r.get("inside")) or "yes") == "yes" for r in t["counties"]}
        self.cluster_rows = {r["cluster_id"]: r for r in t["clusters"]}
        self.stage_rows = {r["stage_id"]: r for r in t["stages"]}
        self.stage_of_product = {r["product_id"]: word(r.get("stage_id")) for r in t["products"]}
        self.requires = t["requires"]
        self.roles = {}
        for r in t["roles"]:
            self.roles.setdefault(r["role"], set()).add(r["firm_id"])
        self.leaders = sorted(self.roles.get("leader", set()) | self.roles.get("chain_leader", set()))
        self._links()
        self._places()

    # Firms

    def cell(self, firm, column):
        return number(self.row[firm].get(column))

    def county(self, firm):
        return word(self.row[firm].get("county_code"))

    def cluster(self, firm):
        return word(self.row[firm].get("cluster_id"))

    def sector(self, firm):
        return word(self.row[firm].get("industry_code"))

    def in_region(self, firm):
        """Whether the firm's county is inside; None where the county is unknown."""
        county = self.county(firm)
        return None if county is None else self.inside.get(county, True)

    def members(self, cluster):
        return [f for f in self.firms if self.cluster(f) == cluster]

    # Links and goods

    def good_of(self, supplier, product):
        """A link without product counts by its supplier's sector; without that it is a good of its own."""
        if product:
            return ("product", product)
        sector = self.sector(supplier)
        return ("sector", sector) if sector else ("own", supplier)

    def _links(self):
        self.links = {}
        for r in self.tables["supplies"]:
            supplier, buyer, product = r["supplier_id"], r["buyer_id"], word(r.get("product_id"))
            good = self.good_of(supplier, product)
            link = self.links.setdefault((supplier, buyer, good), Link(supplier, buyer, product, good))
            link.amounts.append(number(r.get("amount_cny_wan")))
            link.shares.append(number(r.get("share")))
            link.probabilities.append(number(r.get("failure_probability")))
        self.links = list(self.links.values())
        self.purchases = {}  # buyer -> good -> links
        for link in self.links:
            self.purchases.setdefault(link.buyer, {}).setdefault(link.good, []).append(link)
        self.sales = {}
        for link in self.links:
            self.sales.setdefault(link.supplier, []).append(link)

    # Stages

    def _places(self):
        """Stages of a firm: those its makes rows name; without rows those of the products it is recorded to sell (chain-gaps.md).

        A firm whose rows name products without a stage only is at no stage: the guide's “without such rows” is read as “without rows”."""
        self.made, named = {}, {}
        for r in self.tables["makes"]:
            firm, product, stage = r["firm_id"], word(r.get("product_id")), word(r.get("stage_id"))
            named.setdefault(firm, set())
            if product:
                self.made.setdefault(firm, set()).add(product)
            for s in [stage, self.stage_of_product.get(product) if product else None]:
                if s:
                    named[firm].add(s)
        self.stages = {}
        for f in self.firms:
            if f in named:
                self.stages[f] = named[f]
            else:
                sold = {self.stage_of_product.get(l.product) for l in self.sales.get(f, []) if l.product}
                self.stages[f] = {s for s in sold if s}

    def makers(self, product):
        """Firms that make the product by makes.csv, or are recorded to sell it."""
        return [
            f for f in self.firms
            if product in self.made.get(f, set()) or any(l.product == product for l in self.sales.get(f, []))
        ]

    def output(self, firm):
        """Revenue, else the sum of known sales (blast-radius.md); None where neither is known."""
        revenue = self.cell(firm, "revenue_cny_wan")
        if revenue is not None:
            return revenue
        known = [l.known for l in self.sales.get(firm, []) if l.known is not None]
        return sum(known) if known else None

    def weight(self, firm, by):
        if by == "firms":
            return 1
        if by == "jobs":
            return self.cell(firm, "employees")
        if by == "tax":
            return self.cell(firm, "tax_cny_wan")
        return self.output(firm)
