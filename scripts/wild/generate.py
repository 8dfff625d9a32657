"""A workbook as an office keeps it, of 80 invented firms in an invented city: names only, two header rows, totals, notes, 亿元, short names.

    python3 scripts/wild/generate.py Examples/16-an-office-list-as-it-is/重点企业摸底表.xlsx

Everything in it is made up. The same seed gives the same bytes.
"""

import io
import random
import re
import sys
import zipfile

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

SEED = 20260716
CITY = "澜州市"
COUNTIES = ["云汀县", "白榆县", "石浦区", "南洼县"]
# Stage, product, trade in the firm's name, firms, median revenue in 亿元.
STAGES = [
    ("钢管", "车架钢管", "管业", 8, 1.2), ("电芯", "锂电芯", "新能源", 5, 3.5), ("漆包线", "漆包线", "线缆", 5, 1.1), ("橡胶", "轮胎胶料", "橡胶", 5, 0.9),
    ("车架", "电动车车架", "车架", 11, 0.8), ("电机", "轮毂电机", "电机", 9, 1.6), ("控制器", "电机控制器", "电子", 7, 0.9), ("电池包", "锂电池包", "电源", 8, 2.2),
    ("轮胎", "电动车轮胎", "轮胎", 6, 1.0), ("灯具", "电动车灯具", "灯具", 6, 0.4), ("整车", "电动自行车", "车业", 10, 4.8),
]
NEEDS = [
    ("钢管", "车架"), ("漆包线", "电机"), ("电芯", "电池包"), ("橡胶", "轮胎"), ("车架", "整车"), ("电机", "整车"), ("控制器", "整车"), ("电池包", "整车"), ("轮胎", "整车"),
    ("灯具", "整车"), ("充电器", "整车"),
]
FIRST = "铭砚沐骁霁岑珞澹翊珩昀斓"
SECOND = "槐汐樾衡渚峤霖垚岫菏"
OUTSIDE = ["远山市霓川芯材有限公司", "远山市岚泊充电器厂", "海陵湾榕骏芯片有限公司"]


class Firm:
    def __init__(self, county, core, trade, form, stage, product, revenue):
        self.county, self.core, self.trade, self.form, self.stage, self.product = county, core, trade, form, stage, product
        self.revenue = revenue
        self.name = (county[:2] if form == "厂" else CITY) + core + trade + form

    @property
    def short(self):
        return self.core + self.trade


def make_firms(rng):
    cores = [a + b for a in FIRST for b in SECOND]
    rng.shuffle(cores)
    firms = []
    for stage, product, trade, count, median in STAGES:
        for at in range(count):
            county = COUNTIES[min(3, int(rng.random() ** 1.6 * 4))]
            form = rng.choice(["有限公司", "有限公司", "有限公司", "股份有限公司", "有限责任公司", "厂"])
            revenue = round(median * rng.lognormvariate(0, 0.7), 2)
            firms.append(Firm(county, cores.pop(), trade, form, stage, product, max(0.03, revenue)))
    return firms


def written(rng, firm):
    """The name as the second list has it: whole, or short, or with its county, or with wide brackets."""
    way = rng.random()
    if way < 0.45:
        return firm.name
    if way < 0.85:
        return firm.short
    if way < 0.95:
        return firm.county[:2] + firm.short
    return firm.name.replace("有限", " 有限")


def make_links(rng, firms):
    links = []
    for source, target in NEEDS:
        suppliers = [f for f in firms if f.stage == source]
        for buyer in [f for f in firms if f.stage == target]:
            if not suppliers:
                links.append((OUTSIDE[1], buyer, "充电器", None))
                continue
            weights = [f.revenue for f in suppliers]
            chosen = {rng.choices(suppliers, weights)[0] for _ in range(rng.choice([1, 1, 2, 3]))}
            for supplier in sorted(chosen, key=lambda f: f.name):
                links.append((supplier, buyer, supplier.product, round(supplier.revenue * rng.uniform(0.05, 0.3), 3)))
    for buyer in [f for f in firms if f.stage == "电芯"][:3]:
        links.append((OUTSIDE[0], buyer, "正极材料", None))
    for buyer in [f for f in firms if f.stage == "控制器"]:
        links.append((OUTSIDE[2], buyer, "控制芯片", None))
    return links


# Names that no rule settles: a person knows which firm is meant. Trade left out, a sign mistaken, the trade in other words.
def blurred(links, firms):
    """Replaces the supplier of three links, and says whom each name means."""
    chosen = {}
    for at, (supplier, buyer, product, amount) in enumerate(links):
        if len(chosen) == 3 or not isinstance(supplier, Firm) or supplier in [s for s, _ in chosen.values()]:
            continue
        if supplier.stage not in ("车架", "电机", "电池包") or supplier.stage in [s.stage for s, _ in chosen.values()]:
            continue
        text = {"车架": supplier.core + "车驾", "电机": supplier.core, "电池包": supplier.core + "锂电源"}[supplier.stage]
        chosen[at] = (supplier, text)
    return chosen


def table(sheet, rows, widths):
    thin = Side(style="thin", color="999999")
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            if value is not None:
                sheet.cell(r, c, value)
                if r > 2:
                    sheet.cell(r, c).border = Border(thin, thin, thin, thin)
    for at, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFGHIJKLM"[at]].width = width
    sheet.cell(1, 1).font = Font(bold=True, size=16)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center")


def firm_sheet(book, rng, firms):
    sheet = book.create_sheet("表1")
    rows = [
        [f"{CITY}电动自行车产业重点企业基本情况表"], ["填报单位：澜州市产业链工作专班（虚构）", None, None, None, None, None, None, None, "单位：亿元、人"],
        ["序号", "企业名称", "所在县区", "产业链环节", "主要产品", "经济指标", None, None, "资质荣誉", "备注"], [None, None, None, None, None, "主营业务收入", "上缴税金", "从业人员数"],
    ]
    number, total = 0, [0, 0, 0]
    for county in COUNTIES:
        own = sorted((f for f in firms if f.county == county), key=lambda f: -f.revenue)
        sums = [0, 0, 0]
        for firm in own:
            number += 1
            tax = round(firm.revenue * rng.uniform(0.02, 0.05), 4)
            people = int(firm.revenue * rng.uniform(60, 140)) + 12
            honours = []
            if firm is own[0] or firm.stage == "整车" and firm.revenue > 6:
                honours.append("领跑者企业")
            if rng.random() < 0.15:
                honours.append(rng.choice(["国家级专精特新“小巨人”企业（2023年）", "省级专精特新中小企业"]))
            if rng.random() < 0.3:
                honours.append("高新技术企业")
            if rng.random() < 0.06:
                honours.append("市级绿色工厂")
            revenue = firm.revenue if rng.random() > 0.06 else rng.choice(["—", "不详", "约" + str(firm.revenue)])
            rows.append(
                [number, firm.name, county, firm.stage, firm.product, revenue, tax, people if rng.random() > 0.05 else "无", "、".join(honours) or None,
                 "2026年新增" if rng.random() < 0.04 else None])
            for at, value in enumerate([firm.revenue, tax, people]):
                sums[at] += value
        rows.append([None, "小计", f"{len(own)}家", None, None] + [round(s, 4) for s in sums])
        total = [a + b for a, b in zip(total, sums)]
    rows.append([None, "合计", f"{len(firms)}家", None, None] + [round(s, 4) for s in total])
    rows.append(["注：1.“主营业务收入”为2025年数。2.本表为虚构数据，与任何真实企业无关。"])
    rows.append(["填表人：某某", None, None, "审核人：某某", None, None, "填表日期：2026年3月5日"])
    table(sheet, rows, [6, 32, 10, 12, 14, 14, 10, 12, 40, 12])
    sheet.merge_cells("A1:J1")
    for cells in ["A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:H3", "I3:I4", "J3:J4"]:
        sheet.merge_cells(cells)


def link_sheet(book, rng, links, chosen):
    sheet = book.create_sheet("表2")
    rows = [["企业上下游配套情况"], ["序号", "供货企业", "采购企业", "供应产品", "年供货额（亿元）", "备注"]]
    for at, (supplier, buyer, product, amount) in enumerate(links):
        name = chosen[at][1] if at in chosen else written(rng, supplier) if isinstance(supplier, Firm) else supplier
        rows.append([at + 1, name, written(rng, buyer), product, amount if amount is not None else "/", None])
    rows.append([None, "合计", None, None, round(sum(l[3] or 0 for l in links), 3)])
    rows.append(["说明：企业简称以各县区上报为准。"])
    table(sheet, rows, [6, 32, 32, 16, 16, 12])


def need_sheet(book):
    sheet = book.create_sheet("表3 链条")
    table(sheet, [["上游环节", "下游环节", "重要性"]] + [[a, b, "必需" if b != "整车" or a != "灯具" else "非必需"] for a, b in NEEDS], [14, 14, 10])


def main(path):
    rng = random.Random(SEED)
    firms = make_firms(rng)
    links = make_links(rng, firms)
    chosen = blurred(links, firms)
    book = Workbook()
    cover = book.active
    cover.title = "填表须知"
    cover["A1"] = "请各县区于3月10日前报送。供货企业、采购企业可填简称。"
    firm_sheet(book, rng, firms)
    link_sheet(book, rng, links, chosen)
    need_sheet(book)
    contacts = book.create_sheet("通讯录")
    for row in [["部门", "联系人", "电话"], ["云汀县工信局（虚构）", "某某", "0000-0000000"]]:
        contacts.append(row)
    memory = io.BytesIO()
    book.save(memory)
    # The clock of the day stands in the archive: without it the same seed gives the same bytes.
    with zipfile.ZipFile(memory) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            data = made.read(name)
            if name == "docProps/core.xml":
                continue
            if name in ("[Content_Types].xml", "_rels/.rels"):
                text = data.decode()
                text = re.sub(r'<Override[^>]*core\.xml[^>]*/>', "", text)
                text = re.sub(r'<Relationship [^>]*core\.xml[^>]*/>', "", text)
                data = text.encode()
            info = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(info, data)
    for _, (firm, text) in chosen.items():
        print(f"{text} → {firm.name}")


main(sys.argv[1])
