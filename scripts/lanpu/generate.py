#!/usr/bin/env python3
"""Writes the invented county of Graphs/lanpu-2023: CSV tables with Chinese headers, datapackage.json and, with openpyxl, the workbook.

    scripts/lanpu/generate.py FOLDER              the tables and datapackage.json (Python alone)
    scripts/lanpu/generate.py FOLDER --workbook   and the workbook (pip install openpyxl==3.1.5)
"""

import csv
import io
import json
import sys
from pathlib import Path

from tables import all_tables

DICTIONARY = Path(__file__).resolve().parents[2] / "Sources/ClusterIO/Resources/dictionary.csv"
KEYS = {"counties": "county_code", "clusters": "cluster_id", "firms": "firm_id", "products": "product_id", "chains": "chain_id", "stages": "stage_id"}


def plain(header):
    return header.split("（")[0]


def columns_by_header():
    """Column of the dictionary by table and header, without units in brackets."""
    found = {}
    for row in csv.DictReader(DICTIONARY.open(encoding="utf-8")):
        for label in row["label_zh"].split("|"):
            found.setdefault((row["table"], plain(label)), row)
    return found


def field(table, header, columns, header_of):
    column = columns.get((table, plain(header))) or columns.get(("*", plain(header)))
    if column is None:
        return {"name": header, "type": "string"}, None
    kind = column["type"]
    types = {"number": "number", "amount": "number", "share": "number", "integer": "integer", "year": "integer", "flag": "boolean"}
    entry = {"name": header, "type": types.get(kind, "string"), "title": column["column"], "description": f"{column['meaning_en']} / {column['meaning_zh']}"}
    if column["unit"]:
        entry["unit"] = column["unit"]
    limits = {}
    if column["required"] == "yes":
        limits["required"] = True
    if kind == "flag":
        entry["trueValues"], entry["falseValues"] = ["是"], ["否"]
    if kind in ("amount", "share"):
        limits["minimum"] = 0
    if kind == "share":
        limits["maximum"] = 1
    if kind == "choice":
        words = column["values_zh"].split("|") if column["values_zh"] else column["values"].split("|")
        limits["enum"] = [w for w in words if w]
    if kind == "date":
        limits["pattern"] = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
    if KEYS.get(table) == column["column"]:
        limits["unique"] = True
    if limits:
        entry["constraints"] = limits
    link = None
    if kind.startswith("ref:"):
        target = kind[4:]
        link = {"fields": header, "reference": {"resource": target, "fields": header_of[target]}}
    return entry, link


def package(tables):
    columns = columns_by_header()
    # The key is the first column of its table.
    header_of = {name: tables[name][0][0] for name in KEYS}
    resources = []
    for name, (headers, _) in tables.items():
        pairs = [field(name, h, columns, header_of) for h in headers]
        schema = {"fields": [p[0] for p in pairs], "missingValues": [""]}
        if name in KEYS:
            schema["primaryKey"] = header_of[name]
        links = [p[1] for p in pairs if p[1]]
        if links:
            schema["foreignKeys"] = links
        resources.append(
            {
                "name": name, "path": f"{name}.csv", "profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv",
                "encoding": "utf-8", "schema": schema,
            })
    return {
        "profile": "tabular-data-package", "name": "lanpu-2023", "title": "岚浦县重点产业名单（全部虚构）",
        "title_en": "Lists of Lanpu County (all invented)",
        "description": "An invented county, its firms and their links, as lists of an office look. / 虚构的县、企业与供应关系，样式仿照机关名单。",
        "licenses": [{"name": "Apache-2.0", "path": "https://www.apache.org/licenses/LICENSE-2.0", "title": "Apache License 2.0"}],
        "resources": resources,
    }


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    tables = all_tables()
    for name, (headers, rows) in tables.items():
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(headers)
        writer.writerows(rows)
        (folder / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8")
    (folder / "datapackage.json").write_text(json.dumps(package(tables), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if "--workbook" in sys.argv[2:]:
        from workbook import write_workbook

        write_workbook(tables, folder / "岚浦县重点产业名单.xlsx")


if __name__ == "__main__":
    main()
