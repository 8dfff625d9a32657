extension TruthCase {
  static let allAmountsUnknown = TruthCase(
    text: """
      # chains.csv
      chain_id
      CH
      # clusters.csv
      cluster_id,name,county_code,chain_id
      C,C,139901,CH
      # counties.csv
      county_code,name,inside
      139901,A,yes
      # firms.csv
      firm_id,name,county_code,cluster_id,provenance
      SYN-A,A,139901,C,synthetic
      SYN-B,B,139901,C,synthetic
      SYN-L,L,139901,C,synthetic
      # makes.csv
      firm_id,product_id,provenance
      SYN-A,P0,synthetic
      SYN-B,P0,synthetic
      SYN-L,P1,synthetic
      # products.csv
      product_id,name,stage_id
      P0,P0,s0
      P1,P1,s1
      # requires.csv
      input_stage_id,output_stage_id
      s0,s1
      # roles.csv
      firm_id,role,provenance
      SYN-L,leader,synthetic
      # stages.csv
      stage_id,chain_id,name,position
      s0,CH,s0,0
      s1,CH,s1,1
      # supplies.csv
      supplier_id,buyer_id,product_id,provenance
      SYN-A,SYN-L,P0,synthetic
      """)

  static let benchmarkBoundsPartialRd = TruthCase(
    text: """
      # chains.csv
      chain_id
      CH
      # clusters.csv
      cluster_id,name,county_code,chain_id
      CA,CA,139901,CH
      CB,CB,139901,CH
      # counties.csv
      county_code,name,inside
      139901,A,yes
      # firms.csv
      firm_id,name,county_code,cluster_id,revenue_cny_wan,rd_cny_wan,provenance
      SYN-A0,SYN-A0,139901,CA,100,10,synthetic
      SYN-A1,SYN-A1,139901,CA,900,,synthetic
      SYN-B0,SYN-B0,139901,CB,100,10,synthetic
      SYN-B1,SYN-B1,139901,CB,900,90,synthetic
      SYN-T,T,139901,,10,,synthetic
      # makes.csv
      firm_id,product_id,stage_id,provenance
      SYN-A0,P1,s1,synthetic
      SYN-A1,P1,s1,synthetic
      SYN-B0,P1,s1,synthetic
      SYN-B1,P1,s1,synthetic
      SYN-T,P0,s0,synthetic
      # products.csv
      product_id,name,stage_id
      P0,P0,s0
      P1,P1,s1
      # requires.csv
      input_stage_id,output_stage_id
      s0,s1
      # roles.csv
      firm_id,role,provenance
      SYN-T,srdi,synthetic
      SYN-T,high_tech,synthetic
      SYN-T,little_giant,synthetic
      # stages.csv
      stage_id,chain_id,name,position
      s0,CH,s0,0
      s1,CH,s1,1
      # supplies.csv
      supplier_id,buyer_id,product_id,amount_cny_wan,provenance
      SYN-T,SYN-A0,P0,10,synthetic
      SYN-T,SYN-A1,P0,10,synthetic
      SYN-T,SYN-B0,P0,10,synthetic
      SYN-T,SYN-B1,P0,10,synthetic
      """)

  static let benchmarkBoundsUnknownPurchase = TruthCase(
    text: """
      # chains.csv
      chain_id
      CH
      # clusters.csv
      cluster_id,name,county_code,chain_id
      CA,CA,139901,CH
      CB,CB,139901,CH
      # counties.csv
      county_code,name,inside
      139901,A,yes
      # firms.csv
      firm_id,name,county_code,cluster_id,revenue_cny_wan,rd_cny_wan,provenance
      SYN-OUT,O,139901,,1000,1,synthetic
      SYN-AU,AU,139901,CA,200,2,synthetic
      SYN-A1,SYN-A1,139901,CA,500,5,synthetic
      SYN-A2,SYN-A2,139901,CA,500,5,synthetic
      SYN-BU,BU,139901,CB,200,2,synthetic
      SYN-B1,SYN-B1,139901,CB,500,5,synthetic
      SYN-B2,SYN-B2,139901,CB,500,5,synthetic
      # makes.csv
      firm_id,product_id,stage_id,provenance
      SYN-OUT,P0,s0,synthetic
      SYN-AU,P0,s0,synthetic
      SYN-A1,P1,s1,synthetic
      SYN-A2,P1,s1,synthetic
      SYN-BU,P0,s0,synthetic
      SYN-B1,P1,s1,synthetic
      SYN-B2,P1,s1,synthetic
      # products.csv
      product_id,name,stage_id
      P0,P0,s0
      P1,P1,s1
      # requires.csv
      input_stage_id,output_stage_id
      s0,s1
      # roles.csv
      firm_id,role,provenance
      SYN-OUT,srdi,synthetic
      SYN-OUT,high_tech,synthetic
      SYN-OUT,little_giant,synthetic
      # stages.csv
      stage_id,chain_id,name,position
      s0,CH,s0,0
      s1,CH,s1,1
      # supplies.csv
      supplier_id,buyer_id,product_id,amount_cny_wan,provenance
      SYN-AU,SYN-A1,P0,50,synthetic
      SYN-OUT,SYN-A2,P0,,synthetic
      SYN-BU,SYN-B1,P0,50,synthetic
      SYN-OUT,SYN-B2,P0,150,synthetic
      """)

  static let clusterShareOfKnownOnly = TruthCase(
    text: """
      # clusters.csv
      cluster_id,name
      C,C
      # firms.csv
      firm_id,name,cluster_id,revenue_cny_wan,provenance
      SYN-A,A,C,100,synthetic
      SYN-B0,B0,C,,synthetic
      SYN-B1,B1,C,,synthetic
      SYN-B2,B2,C,,synthetic
      SYN-B3,B3,C,,synthetic
      SYN-B4,B4,C,,synthetic
      SYN-D,D,C,60,synthetic
      # roles.csv
      firm_id,role,provenance
      SYN-A,leader,synthetic
      SYN-D,leader,synthetic
      # supplies.csv
      supplier_id,buyer_id,provenance
      SYN-B0,SYN-A,synthetic
      SYN-B0,SYN-D,synthetic
      """)

  static let gatesOnKnownOnly = TruthCase(
    text: """
      # clusters.csv
      cluster_id,name,county_code
      C,C,139901
      # counties.csv
      county_code,name,inside
      139901,A,yes
      # firms.csv
      firm_id,name,county_code,cluster_id,revenue_cny_wan,rd_cny_wan,employees,tax_cny_wan,provenance
      SYN-A,A,139901,C,100,10,50,3,synthetic
      SYN-D,D,139901,C,60,,20,,synthetic
      SYN-B0,B0,139901,C,,,,,synthetic
      SYN-B1,B1,139901,C,,,,,synthetic
      SYN-B2,B2,139901,C,,,,,synthetic
      SYN-B3,B3,139901,C,,,,,synthetic
      SYN-B4,B4,139901,C,,,,,synthetic
      # roles.csv
      firm_id,role,provenance
      SYN-A,leader,synthetic
      SYN-D,high_tech,synthetic
      # rules.yaml
      name: g
      title: g
      source: x
      as_of: 2022
      gates:
        - id: g0
          title: output_cny_wan at_most
          measure: output_cny_wan
          at_most: 200
        - id: g1
          title: output_cny_wan at_least
          measure: output_cny_wan
          at_least: 165
        - id: g2
          title: output_cny_wan at_least
          measure: output_cny_wan
          at_least: 1
        - id: g3
          title: employees at_most
          measure: employees
          at_most: 100
        - id: g4
          title: tax_cny_wan at_most
          measure: tax_cny_wan
          at_most: 5
        - id: g5
          title: rd_share at_least
          measure: rd_share
          at_least: 0.05
        - id: g6
          title: sme_output_share at_least
          measure: sme_output_share
          at_least: 0.7
        - id: g7
          title: output_hhi at_most
          measure: output_hhi
          at_most: 0.6
        - id: g8
          title: local_supply_ratio at_least
          measure: local_supply_ratio
          at_least: 0.9
        - id: g9
          title: technology_share at_least
          measure: technology_share
          at_least: 0.1
        - id: g10
          title: single_sourced_share at_most
          measure: single_sourced_share
          at_most: 0.5
        - id: g11
          title: firms at_least
          measure: firms
          at_least: 7
      # supplies.csv
      supplier_id,buyer_id,amount_cny_wan,provenance
      SYN-B0,SYN-A,10,synthetic
      SYN-B1,SYN-A,,synthetic
      """)

  static let gateLocalSupplyUnknownOutside = TruthCase(
    text: """
      # clusters.csv
      cluster_id,name,county_code
      C,C,139901
      # counties.csv
      county_code,name,inside
      139901,A,yes
      139903,OUT,no
      # firms.csv
      firm_id,name,county_code,cluster_id,revenue_cny_wan,provenance
      SYN-A,A,139901,C,100,synthetic
      SYN-B,B,139901,C,100,synthetic
      SYN-S,S,139901,C,100,synthetic
      SYN-O,O,139903,,100,synthetic
      # products.csv
      product_id,name
      P,P
      Q,Q
      # roles.csv
      firm_id,role,provenance
      SYN-A,leader,synthetic
      # rules.yaml
      name: g
      title: g
      source: x
      as_of: 2022
      gates:
        - id: g0
          title: local
          measure: local_supply_ratio
          at_least: 0.9
      # supplies.csv
      supplier_id,buyer_id,product_id,amount_cny_wan,provenance
      SYN-S,SYN-A,P,10,synthetic
      SYN-O,SYN-B,Q,,synthetic
      """)

  static let matchKnownPartOfSaleLost = TruthCase(
    text: """
      # counties.csv
      county_code,name,longitude,latitude,inside
      139901,A,115,38,yes
      139903,OUT,116,39,no
      # firms.csv
      firm_id,name,county_code,revenue_cny_wan,provenance
      SYN-M,M,139901,100,synthetic
      SYN-B,B,139901,100,synthetic
      SYN-X,X,139901,100,synthetic
      SYN-O,O,139903,100,synthetic
      # makes.csv
      firm_id,product_id,capacity_cny_wan,provenance
      SYN-M,P,100,synthetic
      # products.csv
      product_id,name
      P,P
      # supplies.csv
      supplier_id,buyer_id,product_id,amount_cny_wan,provenance
      SYN-O,SYN-B,P,80,synthetic
      SYN-M,SYN-X,P,90,synthetic
      SYN-M,SYN-X,P,,synthetic
      """)

  static let matchUnknownSaleCountsAsZero = TruthCase(
    text: """
      # counties.csv
      county_code,name,longitude,latitude,inside
      139901,A,115,38,yes
      139903,OUT,116,39,no
      # firms.csv
      firm_id,name,county_code,revenue_cny_wan,provenance
      SYN-M,M,139901,100,synthetic
      SYN-B,B,139901,100,synthetic
      SYN-X,X,139901,100,synthetic
      SYN-O,O,139903,100,synthetic
      # makes.csv
      firm_id,product_id,capacity_cny_wan,provenance
      SYN-M,P,100,synthetic
      # products.csv
      product_id,name
      P,P
      # supplies.csv
      supplier_id,buyer_id,product_id,amount_cny_wan,provenance
      SYN-O,SYN-B,P,80,synthetic
      SYN-M,SYN-X,P,,synthetic
      """)

  static let poolVolumeZeroForUnknown = TruthCase(
    text: """
      # clusters.csv
      cluster_id,name
      C,C
      # firms.csv
      firm_id,name,cluster_id,revenue_cny_wan,provenance
      SYN-A,A,C,100,synthetic
      SYN-B,B,C,100,synthetic
      SYN-S,S,C,100,synthetic
      # products.csv
      product_id,name
      P,P
      # supplies.csv
      supplier_id,buyer_id,product_id,provenance
      SYN-S,SYN-A,P,synthetic
      SYN-S,SYN-B,P,synthetic
      """)

  static let ratioKnownWithoutAmounts = TruthCase(
    text: """
      # chains.csv
      chain_id
      CH
      # clusters.csv
      cluster_id,name,county_code,chain_id
      C,C,139901,CH
      # counties.csv
      county_code,name,inside
      139901,A,yes
      139902,B,yes
      # firms.csv
      firm_id,name,county_code,cluster_id,revenue_cny_wan,provenance
      SYN-I1,I1,139901,C,100,synthetic
      SYN-I2,I2,139901,C,100,synthetic
      SYN-B,B,139901,C,100,synthetic
      SYN-O1,O1,139902,,100,synthetic
      SYN-O2,O2,139902,,100,synthetic
      # makes.csv
      firm_id,product_id,provenance
      SYN-I1,P0,synthetic
      SYN-I2,P0,synthetic
      SYN-B,P1,synthetic
      SYN-O1,P0,synthetic
      SYN-O2,P0,synthetic
      # products.csv
      product_id,name,stage_id
      P0,P0,s0
      P1,P1,s1
      # requires.csv
      input_stage_id,output_stage_id
      s0,s1
      # roles.csv
      firm_id,role,provenance
      SYN-B,leader,synthetic
      # stages.csv
      stage_id,chain_id,name,position
      s0,CH,s0,0
      s1,CH,s1,1
      # supplies.csv
      supplier_id,buyer_id,product_id,amount_cny_wan,provenance
      SYN-O1,SYN-B,P0,80,synthetic
      SYN-O2,SYN-B,P0,,synthetic
      """)

  static let sharesOnly = TruthCase(
    text: """
      # counties.csv
      county_code,name,inside
      139901,A,yes
      139902,B,yes
      # firms.csv
      firm_id,name,county_code,revenue_cny_wan,provenance
      SYN-A,A,139901,100,synthetic
      SYN-B,B,139902,100,synthetic
      SYN-L,L,139901,100,synthetic
      # products.csv
      product_id,name
      P,P
      # roles.csv
      firm_id,role,provenance
      SYN-L,leader,synthetic
      # supplies.csv
      supplier_id,buyer_id,product_id,share,provenance
      SYN-A,SYN-L,P,0.7,synthetic
      SYN-B,SYN-L,P,0.3,synthetic
      """)
}
