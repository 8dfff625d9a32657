"""Networks that nobody would keep, made from a seed: no leaders, zeros, unknowns, huge and tiny numbers, odd names, odd files."""
import os

ODD_NUMBERS = ["0", "0", "0.0", "-0", "", "", "1e-300", "1e-17", "1e17", "9e15", "1e25", "1e300", "0.1", "3", "1,234.5", "2.5亿元", "12%", "-5", "-1e9",
               "不详", "NaN", "inf", "1e999", "－3", "１２", "0x10", "1_000", "1/3", "9" * 40]
ODD_NAMES = ["", "甲", "纺织厂", "A,B", 'say "hi"', "<b>&amp;", "=1+1", "＝1+1", "@cmd", "\u202eabc", "\u0085x", "é", "e\u0301", "x" * 300, "line\nbreak",
             "\x1b[31mred", "\x07", "a\x00b", "𠮷", "👩‍👩‍👧", " blank ", "_x000D_", "]]>", "-->", "</script><script>alert(1)</script>", "%s%n", "{{7*7}}"]
ENCODINGS = ["utf-8"] * 12 + ["utf-8-sig", "gb18030", "utf-16", "gb18030"]


class Network:
    """Tables of a network as lists of rows of texts, by name; the first row is the header."""

    def __init__(self, random, mood=None):
        self.random = random
        self.mood = mood or random.choice(["plain", "plain", "plain", "zeros", "unknown", "huge", "tiny", "mixed", "odd", "empty"])
        self.tables = {}
        self.firms = [self.id("F", n) for n in range(random.choice([0, 1, 2, 3, 5, 8, 8, 13, 13, 21, 40]) if self.mood != "empty" else random.randrange(2))]
        self.make()

    def id(self, letter, number):
        odd = self.mood == "odd" and self.random.random() < 0.15
        return self.random.choice(["企业", "F=", "a b", "ＡＢ", "#"]) + str(number) if odd else f"{letter}{number}"

    def number(self, scale=1000.0):
        random, mood = self.random, self.mood
        if mood == "zeros":
            return random.choice(["0", "0", "0.0", ""])
        if mood == "unknown":
            return random.choice(["", "", "", f"{random.random() * scale:.2f}"])
        if mood == "huge":
            return f"{random.random() * 10 ** random.randrange(8, 20):.3e}"
        if mood == "vast":
            return random.choice(["1.7976931348623157e308", "4.9e-324", f"{random.random() * 10 ** random.randrange(-300, 300):.3e}", f"{random.random() * 1000:.2f}", ""])
        if mood == "tiny":
            return f"{random.random() * 10 ** -random.randrange(5, 25):.3e}"
        if mood == "mixed":
            return f"{random.random() * 10 ** random.randrange(-12, 16):.3e}"
        if mood == "odd" and random.random() < 0.3:
            return random.choice(ODD_NUMBERS)
        if random.random() < 0.1:
            return random.choice(["0", "", ""])
        return f"{random.random() * scale:.{random.randrange(4)}f}"

    def share(self):
        random = self.random
        if self.mood == "odd" and random.random() < 0.2:
            return random.choice(ODD_NUMBERS)
        return random.choice(["", "0", "1", f"{random.random():.4f}", f"{10 ** -random.randrange(1, 20):.0e}"])

    def name(self, number):
        return self.random.choice(ODD_NAMES) if self.random.random() < (0.5 if self.mood == "odd" else 0.04) else f"企业{number}"

    def pick(self, rows, empty=0.1):
        return "" if not rows or self.random.random() < empty else self.random.choice(rows)

    def make(self):
        random = self.random
        counties = [str(130600 + n) for n in range(random.randrange(4))]
        chains = [f"CH{n}" for n in range(random.randrange(3))]
        stages = [f"S{n}" for n in range(random.randrange(6))] if chains else []
        products = [f"P{n}" for n in range(random.randrange(7))]
        clusters = [f"C{n}" for n in range(random.randrange(3))] if counties else []
        whole = [("counties", ["county_code", "name", "longitude", "latitude", "inside"],
                  [[c, f"县{c}", f"{115 + random.random():.3f}", f"{38 + random.random():.3f}", random.choice(["", "yes", "no"])] for c in counties]),
                 ("chains", ["chain_id", "name"], [[c, c] for c in chains]),
                 ("stages", ["stage_id", "chain_id", "name", "position", "weight"],
                  [[s, random.choice(chains), self.name(n), str(random.randrange(6)), random.choice(["", "1", "0", self.number(3)])] for n, s in enumerate(stages)]),
                 ("products", ["product_id", "name", "stage_id"], [[p, self.name(n), self.pick(stages, 0.3)] for n, p in enumerate(products)]),
                 ("clusters", ["cluster_id", "name", "county_code", "chain_id", "status"],
                  [[c, self.name(n), random.choice(counties), self.pick(chains), random.choice(["", "established", "planned"])] for n, c in enumerate(clusters)]),
                 ("firms", ["firm_id", "name", "county_code", "cluster_id", "industry_code", "revenue_cny_wan", "rd_cny_wan", "employees", "tax_cny_wan", "year",
                            "failure_probability", "recovery_days", "emission_grade", "energy_tce", "provenance"],
                  [[f, self.name(n), self.pick(counties), self.pick(clusters, 0.3), random.choice(["", "17", "1713", "0", "C17"]), self.number(), self.number(50),
                    self.number(500), self.number(30), random.choice(["", "2022", "2021"]), self.share(), random.choice(["", "0", "14"]),
                    random.choice(["", "A", "B", "C", "D"]), self.number(100), random.choice(["", "sourced", "derived", "inferred"])]
                   for n, f in enumerate(self.firms)]),
                 ("requires", ["input_stage_id", "output_stage_id", "importance", "substitute_group", "needs"],
                  [[a, b, random.choice(["", "essential", "non_essential", "negligible"]), random.choice(["", "", "G"]), random.choice(["", "", "1", "1", "1", "2"])]
                   for a, b in zip(stages, stages[1:]) if random.random() < 0.8]),
                 ("makes", ["firm_id", "product_id", "stage_id", "capacity_cny_wan", "margin"],
                  [[random.choice(self.firms), self.pick(products, 0.2), self.pick(stages, 0.4), self.number(), self.share()]
                   for _ in range(random.randrange(12))] if self.firms else []),
                 ("roles", ["firm_id", "role", "level", "year"],
                  [[random.choice(self.firms), random.choice(["leader", "chain_leader", "listed", "little_giant", "srdi", "high_tech"]),
                    random.choice(["", "county", "city", "province", "nation"]), random.choice(["", "2022"])] for _ in range(random.choice([0, 0, 1, 2, 5]))]
                  if self.firms else []),
                 ("supplies", ["supplier_id", "buyer_id", "product_id", "amount_cny_wan", "share", "since", "confidence", "failure_probability"],
                  [[random.choice(self.firms), random.choice(self.firms), self.pick(products, 0.3), self.number(100), self.share(), random.choice(["", "2020"]),
                    self.share(), self.share()] for _ in range(int(len(self.firms) * random.choice([0, 0.5, 1, 2, 4])))] if self.firms else []),
                 ("groups", ["group_id", "name", "kind", "firm_id", "failure_probability"],
                  [[f"G{random.randrange(2)}", "组", "", random.choice(self.firms), self.share()] for _ in range(random.choice([0, 0, 3]))] if self.firms else []),
                 ("stocks", ["firm_id", "product_id", "kind", "days", "amount_cny_wan"],
                  [[random.choice(self.firms), self.pick(products), random.choice(["", "material", "output"]), self.number(30), self.number(50)]
                   for _ in range(random.choice([0, 0, 4]))] if self.firms else [])]
        for table, header, rows in whole:
            if not rows and table != "firms" and random.random() < 0.9:
                continue
            if random.random() < 0.95:
                # Most lists have each row once.
                key = {"makes": (0, 1, 2), "supplies": (0, 1, 2), "stocks": (0, 1, 2), "roles": (0, 1), "groups": (0, 3), "requires": (0, 1)}.get(table, (0,))
                rows = list({tuple(row[n] for n in key): row for row in rows}.values())
            # Columns are left out, and stand in any order.
            columns = [n for n, column in enumerate(header) if n < 2 or random.random() < 0.8]
            if table in ("stages", "requires", "roles", "figures", "supplies", "makes"):
                columns = sorted(set(columns) | {0, 1})
            if table == "groups":
                columns = sorted(set(columns) | {0, 3})
            if random.random() < 0.2:
                random.shuffle(columns)
            self.tables[table] = [[header[n] for n in columns]] + [[row[n] for n in columns] for row in rows]
        if self.mood == "odd":
            self.spoil()

    def spoil(self):
        """What people do to lists: rows twice, unknown references, ragged rows, a header in Chinese, empty lines, a column twice."""
        random = self.random
        for table in list(self.tables.values()):
            if len(table) > 1 and random.random() < 0.15:
                table.append(list(random.choice(table[1:])))
            if len(table) > 1 and random.random() < 0.1:
                random.choice(table[1:])[0] = random.choice(ODD_NAMES)
            if len(table) > 1 and random.random() < 0.1:
                random.choice(table[1:]).append("more")
            if random.random() < 0.05:
                table[0].append(table[0][0])
            if random.random() < 0.1:
                table.insert(1, [])

    def write(self, folder, shuffled=None):
        """Writes the tables; with `shuffled`, a random source, the rows below each header in another order."""
        os.makedirs(folder)
        random = self.random
        if shuffled is None:
            self.style = {name: (random.choice(ENCODINGS) if self.mood == "odd" else "utf-8", random.choice(["\n", "\n", "\r\n"]), random.choice(",,,,;\t")
                                 if self.mood == "odd" else ",") for name in self.tables}
        for name, table in self.tables.items():
            encoding, end, comma = self.style[name]
            rows = list(table[1:])
            if shuffled is not None:
                shuffled.shuffle(rows)
            text = end.join(comma.join(cell(value, comma) for value in row) for row in [table[0]] + rows) + end
            with open(f"{folder}/{name}.csv", "wb") as file:
                file.write(text.encode(encoding, errors="replace"))


def cell(text, comma=","):
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in f'{comma}"\n\r') else text
