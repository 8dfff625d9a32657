"""The same tables as the workbook of an office: titles over the header, units in cells, dates as dates, a page of notes."""

import datetime
import io
import re
import zipfile

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from chance import Chance
from tables import SEED

SHEETS = {
    "firms": ("1.企业名单", "岚浦县重点产业链企业名单（2023年度）"), "supplies": ("2.供应关系", "重点企业供应关系摸底表"), "makes": ("3.生产", "企业主要产品"),
    "roles": ("4.角色与称号", "企业称号一览"), "stocks": ("5.库存", "年末库存情况"), "groups": ("6.共因组", "园区与供电线路"), "products": ("产品", ""), "chains": ("产业链", ""),
    "stages": ("环节", ""), "requires": ("投入关系", ""), "clusters": ("集群", ""), "counties": ("县（市、区）", ""), "figures": ("数据", ""),
}
AMOUNTS = {"营业收入（万元）", "研发费用", "纳税额", "金额（万元）", "产能（万元）"}
SHARES = {"占比", "毛利率"}
NUMBERS = {
    "从业人数", "恢复天数", "替代产能启用天数", "综合能耗（吨标准煤）", "停产概率", "置信度", "中断概率", "失效概率", "库存天数", "库存金额（万元）", "年度", "认定年份", "起始年份",
    "层级", "权重", "至少需要", "数值", "经度", "纬度",
}


def cell_value(chance, header, text):
    """The same value as the office may have typed it: a number, a text with a unit, a date."""
    if text == "":
        return None, None
    if header in AMOUNTS:
        number = float(text)
        if chance.happens(0.06):
            return f"{number:,.1f}万元", None
        if chance.happens(0.04) and number >= 10000 and number == int(number) and number % 100 == 0:
            return f"{number / 10000:g}亿元", None
        return (int(number) if number == int(number) else number), "#,##0.##"
    if header in SHARES:
        number = float(text)
        return (f"{round(number * 100)}%", None) if chance.happens(0.5) else (number, "0%")
    if header in NUMBERS:
        number = float(text)
        return (int(number) if number == int(number) else number), None
    if header == "截至日期":
        parts = [int(p) for p in text.split("-")]
        if len(parts) == 3:
            return (datetime.date(*parts), "yyyy-mm-dd") if chance.happens(0.7) else (f"{parts[0]}年{parts[1]}月{parts[2]}日", None)
        return (f"{parts[0]}年{parts[1]}月", None) if len(parts) == 2 else (text, "@")
    return text, "@"


def write_sheet(sheet, chance, title, headers, rows):
    top = 1
    if title:
        sheet.cell(1, 1, title).font = Font(bold=True, size=16)
        sheet.cell(1, 1).alignment = Alignment(horizontal="center")
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(headers))
        sheet.cell(2, 1, "填报单位：岚浦县重点产业专班（虚构）")
        top = 3
    for place, header in enumerate(headers, 1):
        cell = sheet.cell(top, place, header)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDEBF7")
        sheet.column_dimensions[get_column_letter(place)].width = 24 if place <= 2 else 14
    for number, row in enumerate(rows, top + 1):
        for place, (header, text) in enumerate(zip(headers, row), 1):
            value, form = cell_value(chance, header, text)
            if value is not None:
                cell = sheet.cell(number, place, value)
                if form:
                    cell.number_format = form
    sheet.freeze_panes = sheet.cell(top + 1, 3)


def write_workbook(tables, path):
    chance = Chance(SEED + 7)
    book = Workbook()
    notes = book.active
    notes.title = "填写说明"
    for line in ["本工作簿全部虚构：县、企业、代码、金额与供应关系均由 scripts/lanpu 生成，与任何真实单位无关。", "空格表示不掌握，不是零。", "金额单位为万元，单元格内另有单位的以单元格为准。"]:
        notes.append([line])
    for name, (sheet_name, title) in SHEETS.items():
        write_sheet(book.create_sheet(sheet_name), chance, title, *tables[name])
    day = datetime.datetime(2024, 3, 20)
    book.properties.creator = "岚浦县重点产业专班（虚构）"
    book.properties.created = book.properties.modified = day
    raw = io.BytesIO()
    book.save(raw)
    # openpyxl dates its parts by the clock: pack them anew with one date, so that the same tables give the same bytes.
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            data = source.read(name)
            if name == "docProps/core.xml":
                data = fixed_dates(data)
            entry = zipfile.ZipInfo(name, (2024, 3, 20, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, data)


def fixed_dates(data):
    return re.sub(rb"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", b"2024-03-20T00:00:00Z", data)
