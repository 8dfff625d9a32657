import Answers
import ClusterModel

extension Assistant {
  /// The tools, each with what its question takes, read from the options of the command itself.
  func tools() throws(Refusal) -> [JSON] {
    var tools: [JSON] = []
    for entry in ToolEntry.all where mayWrite || !entry.writes {
      let options = try options(of: entry)
      tools.append(
        .object([
          "name": .text(entry.name), "title": .text(entry.title[language]),
          "description": .text([options?.about ?? "", entry.use].filter { !$0.isEmpty }.joined(separator: " ")),
          "inputSchema": schema(entry, options),
          "annotations": .object([
            "readOnlyHint": .flag(!entry.writes), "destructiveHint": .flag(false), "idempotentHint": .flag(true),
            "openWorldHint": .flag(false),
          ]),
        ]))
    }
    return tools
  }

  /// `nil` for what is no question of the command.
  func options(of entry: ToolEntry) throws(Refusal) -> OptionTable? {
    if entry.command.isEmpty { return nil }
    let run = program.run([entry.command, "--experimental-dump-help"])
    guard run.status == 0, let dump = try? JSON.read(run.output), var table = OptionTable(dump) else {
      throw Refusal(code: -32603, message: "the command \(program.path) does not say what it takes: \(run.error.prefix(300))")
    }
    table.options.removeAll { ToolEntry.withheld.contains($0.name) }
    return table
  }

  private func schema(_ entry: ToolEntry, _ options: OptionTable?) -> JSON {
    var members: [JSON.Field] = [JSON.Field(name: "network", value: networkSchema(entry))]
    var required: [JSON] = bounds.networks(limit: 2).count == 1 && entry.kind != .lists ? [] : ["network"]
    func add(_ name: String, _ value: JSON, isRequired: Bool = false) {
      members.append(JSON.Field(name: name, value: value))
      if isRequired { required.append(.text(name)) }
    }
    switch entry.kind {
    case .question: break
    case .scenarios:
      add("scenarios", scenarioSchema, isRequired: true)
    case .rows:
      add(
        "places",
        .object([
          "type": "array", "items": .object(["type": .list(["string", "object"])]), "minItems": .count(1), "maxItems": .count(100),
          "description": "Places as findings name them: supplies.csv:158, 供应关系!A158 of a workbook, or {\"file\": …, \"row\": …}.",
        ]), isRequired: true)
    case .lists:
      add(
        "lists",
        .object([
          "type": "array", "items": .object(["type": "string"]), "minItems": .count(1),
          "description": "Workbooks or CSV files below the folder.",
        ]), isRequired: true)
      add("who", .object(["type": "string", "description": "Who says so; kept in the history."]), isRequired: true)
      add(
        "take",
        .object(["type": "boolean", "description": "True writes what the call without it has shown; a person must have agreed."]))
    }
    if entry.kind != .rows && entry.kind != .lists {
      for option in options?.options ?? [] { add(option.name.replacing("-", with: "_"), option.schema) }
      if !members.contains(where: { $0.name == "limit" }) {
        add("limit", .object(["type": "number", "description": "Rows of each table."]))
      }
    }
    return .object([
      "type": "object", "properties": .fields(members), "required": .list(required), "additionalProperties": .flag(false),
    ])
  }

  private func networkSchema(_ entry: ToolEntry) -> JSON {
    let known = bounds.networks(limit: 12).map { bounds.shown($0) }
    let about =
      entry.kind == .lists
      ? "The workspace (.sqlite) below the folder; it is made where there is none."
      : "A folder of lists, workbook or workspace below the folder. There: \(known.joined(separator: ", "))."
    return .object(["type": "string", "description": .text(about)])
  }

  /// What docs/scenarios.md says, as short as it can be said.
  private var scenarioSchema: JSON {
    let row = "{\"add\": \"supplies\", \"row\": {\"supplier_id\": …, \"buyer_id\": …, \"product_id\": …}}"
    let example = "{\"name\": \"second-glass\", \"provenance\": \"proposed\", \"changes\": [\(row)]}"
    return .object([
      "type": "array", "minItems": .count(1), "maxItems": .count(5),
      "items": .object(["type": .list(["object", "string"])]),
      "description": .text(
        """
        Scenarios, each a JSON object (or YAML text) held against the network as it is: \(example). Changes: add, remove and change (a table of the data: \
        firms, supplies, makes, roles …, with row, where and set), shut ({"firms": id}), curtail (with "loss": 0.3), delay. A firm to come is added to firms, then to makes \
        (firm_id, product_id, stage_id), then to supplies, a row a buyer.
        """),
    ])
  }
}
