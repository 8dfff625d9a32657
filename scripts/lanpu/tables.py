"""All tables of the network: Chinese headers, texts as they stand in cells."""

from chance import Chance
from firms import firm_rows, make_firms, make_rows, role_rows
from links import group_rows, stock_rows, supply_rows
from plan import CHAINS, CLUSTERS, COUNTIES, HOME, REQUIRES

SEED = 345921
ORIGIN = ["来源类别", "来源", "截至日期"]
MADE_UP = ["虚构", "岚浦县虚构名单", "2023-12-31"]


def all_tables():
    firms = make_firms(Chance(SEED))
    links = supply_rows(Chance(SEED + 1), firms)
    stages = [(chain, s) for chain, _, _, stages in CHAINS for s in stages]
    return {
        "counties": (["县区代码", "县名", "英文名称", "经度", "纬度", "本区域"] + ORIGIN, [list(c) + MADE_UP for c in COUNTIES]),
        "clusters": (
            ["集群编号", "集群名称", "英文名称", "县区代码", "主导产业", "主导产业英文", "产业链", "状态"] + ORIGIN,
            [[i, name, en, HOME, industry, industry_en, chain, "已形成"] + MADE_UP for i, name, en, industry, industry_en, chain in CLUSTERS]),
        "firms": (
            ["统一社会信用代码", "企业名称", "英文名称", "区县代码", "集群编号", "行业代码", "营业收入（万元）", "研发费用", "从业人数", "纳税额", "年度", "停产概率",
             "恢复天数", "替代产能启用天数", "环保绩效分级", "综合能耗（吨标准煤）", "备注"] + ORIGIN,
            firm_rows(Chance(SEED + 2), firms)),
        "products": (
            ["产品代码", "产品名称", "英文名称", "环节"] + ORIGIN, [["CP-" + s[0], s[6], s[7] if s[0] != "BF06" else "", s[0]] + MADE_UP for _, s in stages]),
        "chains": (["产业链编号", "产业链名称", "英文名称"] + ORIGIN, [[c[0], c[1], c[2]] + MADE_UP for c in CHAINS]),
        "stages": (
            ["环节编号", "产业链", "环节名称", "英文名称", "层级", "权重", "行业代码"] + ORIGIN,
            [[s[0], chain, s[1], s[2], str(s[3]), str(s[4]), s[5]] + MADE_UP for chain, s in stages]),
        "requires": (["投入环节", "产出环节", "重要性", "替代组", "至少需要"] + ORIGIN, [list(r) + MADE_UP for r in REQUIRES]),
        "makes": (["企业代码", "产品代码", "环节", "产能（万元）", "毛利率", "置信度"] + ORIGIN, make_rows(Chance(SEED + 3), firms)),
        "roles": (["企业代码", "称号", "级别", "认定年份"] + ORIGIN, role_rows(Chance(SEED + 4), firms)),
        "figures": (
            ["对象类别", "对象编号", "指标", "数值", "原文数值", "单位", "年份"] + ORIGIN,
            [
                ["县", HOME, "地区生产总值", "186.4", "", "亿元", "2023"] + MADE_UP,
                ["县", HOME, "规上工业企业数", "", "120余家", "家", "2023"] + MADE_UP,
                ["集群", "LP-BF", "产值", "21.5", "", "亿元", "2023"] + MADE_UP,
                ["集群", "LP-ZP", "产值", "", "近7亿元", "亿元", "2023"] + MADE_UP,
                ["集群", "LP-BF", "研发投入占比", "2.3", "", "%", "2022"] + MADE_UP,
            ]),
        "supplies": (
            ["供应商", "采购方", "产品代码", "金额（万元）", "占比", "起始年份", "置信度", "中断概率"] + ORIGIN, links),
        "groups": (["组编号", "组名", "组类别", "企业代码", "失效概率"] + ORIGIN, group_rows(Chance(SEED + 5), firms)),
        "stocks": (["企业代码", "产品代码", "库存类别", "库存天数", "库存金额（万元）"] + ORIGIN, stock_rows(Chance(SEED + 6), firms, links)),
    }
