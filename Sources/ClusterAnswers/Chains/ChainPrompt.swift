public import ClusterModel

/// What to ask a language model for, so that its answer is read as a draft of a chain.
public enum ChainPrompt {
  /// - Parameters:
  ///   - industry: what the chain is of, as the asker calls it.
  ///   - language: in which the model is asked.
  public static func text(industry: String, _ language: Language) -> String {
    let example = """
      {
        "chain": "毛巾", "chain_en": "towels",
        "stages": [
          {"name": "纺纱", "name_en": "spinning", "products": ["棉纱"], "industry_code": "1711"},
          {"name": "织造", "name_en": "weaving", "products": ["坯布"], "industry_code": ""}
        ],
        "links": [
          {"input": "纺纱", "output": "织造", "importance": "essential", "substitute_group": "", "confidence": 0.9, "source": ""}
        ]
      }
      """
    switch language {
    case .zh:
      return """
        请把“\(industry)”这一行业的产业链写成 JSON，只输出 JSON，不要说明，不要代码框。
        要求：
        1. 12 至 30 个环节，从原料、辅料、设备到加工、成品、检测、销售；一个环节是一道工序或一类产品，同一环节只写一次。
        2. links 只写直接投入：input 是上游环节，output 是用它的环节；两端都须是 stages 里的 name；不要成环。
        3. importance：缺了它产出就停的写 essential，能将就的（设备、模具、设计、广告）写 non_essential。
        4. 同一 output 的几种投入可以互相替代的，substitute_group 写同一个词；不能替代的写空。
        5. industry_code 写国民经济行业分类（GB/T 4754-2017）四位代码；不确定就写空，不要猜。
        6. confidence 写你认为这条关系成立的概率（0 至 1）。source 写你确知的公开出处，不知道就写空，不要编造。
        7. 不要写任何企业、地区的名称和数字。
        格式照下例：
        \(example)
        """
    case .en:
      return """
        Write the supply chain of this industry as JSON: \(industry). Give the JSON alone, without comment and without a code fence.
        1. 12 to 30 stages, from materials, auxiliaries and equipment to processing, finished goods, testing and sale; a stage is one process or one class of products, named once.
        2. links are direct inputs alone: input is the upstream stage, output the one that uses it; both are names of stages; no circles.
        3. importance: essential where output stops without it, non_essential where it goes on for a while (equipment, moulds, design, advertising).
        4. Inputs of one output that replace each other have the same word as substitute_group; else leave it empty.
        5. industry_code is a four-digit class of GB/T 4754-2017; leave it empty where you are not sure, never guess.
        6. confidence is the probability, 0 to 1, that the link holds. source is a public text you are sure of; leave it empty otherwise, invent nothing.
        7. Name no firm, no place and no figure.
        As in this example:
        \(example)
        """
    }
  }
}
