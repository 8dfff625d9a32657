extension TruthCase {
  static let researchWithoutRevenue = TruthCase(
    text: """
      # chains.csv
      chain_id
      CH
      # clusters.csv
      cluster_id,chain_id
      CA,CH
      CB,CH
      # firms.csv
      firm_id,cluster_id,revenue_cny_wan,rd_cny_wan
      SYN-A,CA,100,2
      SYN-A2,CA,,7
      SYN-B,CB,100,5
      SYN-X,,200,
      # makes.csv
      firm_id,product_id
      SYN-A,P0
      SYN-B,P0
      SYN-A2,P0
      # products.csv
      product_id,stage_id
      P0,s0
      # stages.csv
      stage_id,chain_id
      s0,CH
      # supplies.csv
      supplier_id,buyer_id,product_id,amount_cny_wan
      SYN-B,SYN-X,P0,50
      """)

  static let salesWithoutRevenue = TruthCase(
    text: """
      # chains.csv
      chain_id
      CH
      # clusters.csv
      cluster_id,chain_id
      CA,CH
      CB,CH
      # firms.csv
      firm_id,cluster_id,revenue_cny_wan
      SYN-A,CA,
      SYN-B,CB,100
      SYN-X,,200
      # makes.csv
      firm_id,product_id
      SYN-A,P0
      SYN-B,P0
      # products.csv
      product_id,stage_id
      P0,s0
      # stages.csv
      stage_id,chain_id
      s0,CH
      # supplies.csv
      supplier_id,buyer_id,product_id,amount_cny_wan
      SYN-A,SYN-X,P0,50
      """)

  static let repeatedRows = TruthCase(
    text: """
      # firms.csv
      firm_id,industry_code
      SYN-A,1711
      SYN-B,1712
      SYN-L,1713
      # supplies.csv
      supplier_id,buyer_id,product_id,amount_cny_wan,since
      SYN-A,SYN-L,P,40,2019
      SYN-A,SYN-L,P,60,2021
      SYN-B,SYN-L,Q,,
      """)

  static let buyerAtNoStage = TruthCase(
    text: """
      # chains.csv
      chain_id
      CH1
      # clusters.csv
      cluster_id,chain_id
      C1,CH1
      # counties.csv
      county_code,inside
      139901,yes
      139904,no
      # firms.csv
      firm_id,cluster_id,county_code
      SYN-F01,,139904
      SYN-F04,C1,139901
      # products.csv
      product_id,stage_id
      P-ch1-s2,ch1-s2
      # stages.csv
      stage_id,chain_id
      ch1-s2,CH1
      # supplies.csv
      supplier_id,buyer_id,product_id,amount_cny_wan
      SYN-F01,SYN-F04,P-ch1-s2,311
      """)

  static let twoGoodsOfOneStage = TruthCase(
    text: """
      # chains.csv
      chain_id
      CH
      # firms.csv
      firm_id
      SYN-A
      SYN-B
      SYN-C
      SYN-L
      # makes.csv
      firm_id,product_id
      SYN-A,P0
      SYN-B,P1
      SYN-C,P1b
      SYN-L,P2
      # products.csv
      product_id,stage_id
      P0,s0
      P1,s1
      P1b,s1
      P2,s2
      # requires.csv
      input_stage_id,output_stage_id,substitute_group,needs
      s0,s2,g,2
      s1,s2,g,2
      # roles.csv
      firm_id,role
      SYN-L,leader
      # stages.csv
      stage_id,chain_id
      s0,CH
      s1,CH
      s2,CH
      # supplies.csv
      supplier_id,buyer_id,product_id
      SYN-A,SYN-L,P0
      SYN-B,SYN-L,P1
      SYN-C,SYN-L,P1b
      """)

  static let noChainsTable = TruthCase(
    text: """
      # firms.csv
      firm_id,cluster_id,revenue_cny_wan
      SYN-A,,
      SYN-B,,100
      SYN-X,,200
      # stages.csv
      stage_id,chain_id
      s0,CH
      # supplies.csv
      supplier_id,buyer_id,product_id,amount_cny_wan
      SYN-A,SYN-X,P0,50
      """)

  static let linkKnownInPart = TruthCase(
    text: """
      # counties.csv
      county_code,inside
      139901,yes
      139904,no
      # firms.csv
      firm_id,county_code
      SYN-M,139901
      SYN-L,139901
      SYN-O,139904
      # makes.csv
      firm_id,product_id,capacity_cny_wan
      SYN-M,P,1000
      # supplies.csv
      supplier_id,buyer_id,product_id,amount_cny_wan,since
      SYN-O,SYN-L,P,495,2019
      SYN-O,SYN-L,P,,2021
      """)

  static let oneSite = TruthCase(
    text: """
      # firms.csv
      firm_id,revenue_cny_wan
      SYN-F03,962
      SYN-F04,4938
      # roles.csv
      firm_id,role
      SYN-F04,leader
      # supplies.csv
      supplier_id,buyer_id
      SYN-F03,SYN-F04
      """)

  static let oneKindOfHonour = TruthCase(
    text: """
      # firms.csv
      firm_id
      SYN-A
      SYN-B
      # roles.csv
      firm_id,role
      SYN-A,srdi
      # rules.yaml
      name: none
      title: none
      filters:
        - field: technology_honours
          at_most: 0
      # supplies.csv
      supplier_id,buyer_id,product_id,amount_cny_wan
      SYN-A,SYN-B,P,10
      """)

  static let noCounty = TruthCase(
    text: """
      # firms.csv
      firm_id
      SYN-F04
      SYN-F05
      # supplies.csv
      supplier_id,buyer_id,amount_cny_wan
      SYN-F04,SYN-F05,772
      """)

  static let onlyLinks = TruthCase(
    text: """
      # clusters.csv
      cluster_id,county_code
      C,139901
      # counties.csv
      county_code,inside
      139901,yes
      139902,no
      # firms.csv
      firm_id,county_code,cluster_id
      SYN-A,139901,C
      SYN-M,139901,C
      SYN-L,139901,C
      SYN-O,139902,
      # makes.csv
      firm_id,product_id
      SYN-M,P
      # roles.csv
      firm_id,role
      SYN-L,leader
      # supplies.csv
      supplier_id,buyer_id,product_id
      SYN-O,SYN-L,P
      SYN-M,SYN-A,P
      SYN-A,SYN-L,Q
      """)
}
