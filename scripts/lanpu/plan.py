"""What the invented county makes: places, names, two chains, how many firms stand at each stage. All of it is made up."""

# Codes whose third and fourth digits are assigned to no city of the province (GB/T 2260): no county has them.
HOME, NEXT, CITY, EAST, NORTH = "345921", "345922", "345902", "335921", "325931"
COUNTIES = [
    # code, name, English, longitude, latitude, inside
    (HOME, "岚浦县", "Lanpu County", "117.42", "30.88", "是"),
    (NEXT, "岑塘县", "Centang County", "117.78", "31.02", "是"),
    (CITY, "澍州市濯源区", "Zhuoyuan District, Shuzhou", "117.6", "30.95", "是"),
    (EAST, "棠沅县", "Tangyuan County", "", "", "否"),
    (NORTH, "霖淙县", "Lincong County", "", "", "否"),
]
PLACES = {HOME: ("岚浦", "Lanpu"), NEXT: ("岑塘", "Centang"), CITY: ("澍州", "Shuzhou"), EAST: ("棠沅", "Tangyuan"), NORTH: ("霖淙", "Lincong")}

FIRST = [
    ("昶", "chang"), ("垚", "yao"), ("骁", "xiao"), ("珩", "heng"), ("翊", "yi"), ("琰", "yan"), ("煜", "yu"), ("霁", "ji"), ("澔", "hao"),
    ("甯", "ning"), ("堃", "kun"), ("懋", "mao"),
]
SECOND = [
    ("铄", "shuo"), ("沣", "feng"), ("祺", "qi"), ("泓", "hong"), ("峤", "qiao"), ("铖", "cheng"), ("翎", "ling"), ("湉", "tian"), ("岫", "xiu"),
    ("茗", "ming"), ("樾", "yue"),
]

# stage: id, name, English, position, weight, GB/T 4754, product, English, trade word of names, English, firms by place, median revenue (10,000 CNY)
PUMPS = [
    ("BF01", "生铁与废钢", "pig iron and scrap", 0, 1, "3110", "铸造生铁", "foundry pig iron", "金属材料", "Metal Materials", {CITY: 1, EAST: 1, NORTH: 1}, 9000),
    ("BF02", "铸造辅料", "foundry auxiliaries", 0, 1, "2669", "呋喃树脂", "furan resin", "化工材料", "Chemical Materials", {EAST: 1}, 6000),
    ("BF03", "密封件", "seals", 1, 1, "2913", "机械密封", "mechanical seals", "密封件", "Seals", {HOME: 2, NEXT: 1, NORTH: 1}, 1800),
    ("BF04", "铸造", "casting", 1, 2, "3391", "泵阀铸件", "castings", "铸造", "Foundry", {HOME: 12, NEXT: 2}, 3600),
    ("BF05", "锻造", "forging", 1, 1, "3393", "泵阀锻件", "forgings", "锻压", "Forging", {HOME: 3, NEXT: 1}, 2600),
    ("BF06", "热处理", "heat treatment", 2, 0.5, "3360", "热处理加工", "heat treatment", "热处理", "Heat Treatment", {HOME: 2}, 700),
    ("BF07", "机加工", "machining", 2, 1, "3484", "精加工件", "machined parts", "机械加工", "Machining", {HOME: 11}, 1500),
    ("BF08", "电机", "motors", 2, 1, "3812", "三相异步电机", "motors", "电机", "Motors", {EAST: 2}, 26000),
    ("BF09", "执行器", "actuators", 2, 1, "4014", "电动执行器", "electric actuators", "自动化设备", "Automation", {HOME: 1, NORTH: 1}, 4200),
    ("BF10", "涂装", "coating", 3, 1, "3360", "涂装加工", "coating", "表面处理", "Surface Treatment", {HOME: 3}, 900),
    ("BF11", "整机装配", "pumps and valves", 4, 2, "3443", "泵阀整机", "pumps and valves", "泵阀", "Pump & Valve", {HOME: 14}, 9500),
    ("BF12", "包装", "packing", 3, 0.5, "2034", "木包装箱", "wooden crates", "木业包装", "Packing", {HOME: 2}, 400),
    ("BF13", "物流", "haulage", 4, 0.5, "5430", "公路货运", "haulage", "物流", "Logistics", {HOME: 3}, 800),
    ("BF14", "成套与销售", "sets and sales", 5, 1, "5179", "成套供货", "sets delivered", "流体设备成套", "Fluid Equipment", {HOME: 3, CITY: 2, EAST: 2}, 12000),
]
BAMBOO = [
    ("ZP01", "竹材采运", "bamboo cutting", 0, 1, "0242", "原竹", "bamboo culms", "毛竹", "Bamboo", {HOME: 4, NEXT: 1}, 500),
    ("ZP02", "胶黏剂", "adhesives", 0, 1, "2669", "脲醛树脂胶", "adhesive", "胶业", "Adhesives", {EAST: 1}, 7000),
    ("ZP03", "水性漆", "water paint", 0, 1, "2641", "水性木器漆", "water-based paint", "涂料", "Coatings", {NORTH: 2}, 8000),
    ("ZP04", "供热", "steam", 0, 0.5, "4430", "蒸汽", "steam", "热力", "Heat Supply", {HOME: 1}, 1600),
    ("ZP05", "竹材粗加工", "strips", 1, 1, "2041", "竹片", "strips", "竹材", "Bamboo Strips", {HOME: 8}, 700),
    ("ZP06", "蒸煮炭化", "carbonising", 2, 1, "2041", "炭化竹片", "carbonised strips", "竹业", "Bamboo Carbonising", {HOME: 3}, 1200),
    ("ZP07", "竹板材", "boards", 3, 2, "2029", "竹集成板", "laminated boards", "竹板", "Bamboo Boards", {HOME: 6}, 3200),
    ("ZP08", "竹餐厨具", "tableware", 4, 2, "2041", "竹餐厨具", "bamboo tableware", "竹制品", "Bamboo Ware", {HOME: 9}, 4100),
    ("ZP09", "竹家具", "furniture", 4, 1, "2120", "竹家具", "bamboo furniture", "竹木家具", "Bamboo Furniture", {HOME: 4}, 2700),
    ("ZP10", "纸箱", "cartons", 3, 0.5, "2231", "瓦楞纸箱", "cartons", "纸品包装", "Cartons", {HOME: 2, NEXT: 1}, 1100),
    ("ZP11", "电商与外贸", "online and foreign trade", 5, 1, "5292", "竹制品销售", "sales", "电子商务", "E-commerce", {HOME: 4, CITY: 1, EAST: 1}, 2200),
]
CHAINS = [("BF", "泵阀产业链", "Pumps and valves", PUMPS), ("ZP", "竹制品产业链", "Bamboo goods", BAMBOO)]
CLUSTERS = [
    ("LP-BF", "岚浦县泵阀产业集群", "Lanpu pump and valve cluster", "泵阀制造", "pumps and valves", "BF"),
    ("LP-ZP", "岚浦县竹制品产业集群", "Lanpu bamboo cluster", "竹制品", "bamboo goods", "ZP"),
]

# input, output, importance, substitute group, needs
REQUIRES = [
    ("BF01", "BF04", "必需", "", ""), ("BF02", "BF04", "必需", "", ""), ("BF01", "BF05", "必需", "", ""), ("BF04", "BF07", "必需", "毛坯", "1"),
    ("BF05", "BF07", "必需", "毛坯", "1"), ("BF06", "BF07", "非必需", "", ""), ("BF03", "BF11", "必需", "", ""), ("BF07", "BF11", "必需", "", "2"),
    ("BF08", "BF11", "必需", "驱动", "1"), ("BF09", "BF11", "必需", "驱动", "1"), ("BF10", "BF11", "必需", "", ""), ("BF12", "BF11", "非必需", "", ""),
    ("BF11", "BF14", "必需", "", ""), ("BF13", "BF14", "必需", "", "2"),
    ("ZP01", "ZP05", "必需", "", ""), ("ZP05", "ZP06", "必需", "", ""), ("ZP04", "ZP06", "必需", "", ""), ("ZP05", "ZP07", "必需", "竹片", "1"),
    ("ZP06", "ZP07", "必需", "竹片", "1"), ("ZP02", "ZP07", "必需", "", ""), ("ZP07", "ZP08", "必需", "", ""), ("ZP03", "ZP08", "必需", "", ""),
    ("ZP10", "ZP08", "非必需", "", ""), ("ZP07", "ZP09", "必需", "", ""), ("ZP03", "ZP09", "非必需", "", ""), ("ZP08", "ZP11", "必需", "货源", "1"),
    ("ZP09", "ZP11", "必需", "货源", "1"), ("ZP10", "ZP11", "可忽略", "", ""),
]

# Firms that work at a second stage: first stage, second stage, how many.
SECOND_STAGES = [("BF04", "BF07", 4), ("BF07", "BF10", 2), ("BF11", "BF07", 2), ("ZP05", "ZP06", 3), ("ZP07", "ZP09", 2)]

# How many suppliers of the good a buyer has on record, by chance: (one, two, three).
SUPPLIERS = {"BF07": (2, 4, 3), "BF13": (2, 3, 1), "BF11": (2, 3, 3), "BF02": (1, 0, 0), "BF10": (5, 2, 0), "ZP04": (1, 0, 0), "ZP02": (1, 0, 0)}
USUAL = (5, 3, 1)
