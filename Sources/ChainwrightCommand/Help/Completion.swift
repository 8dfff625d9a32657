import ArgumentParser
import Chainwright

/// What may stand where the cursor is: the shells ask the program itself, so that all of them complete commands, options, values, files and ids alike.
struct Completion {
  struct Candidate: Equatable {
    var word: String
    var meaning = ""
  }
  private(set) var candidates: [Candidate] = []
  /// Names of files fit too.
  private(set) var takesFiles = false

  /// The first word of a call that asks; the words up to the cursor follow.
  static let word = "---complete"
  /// As many ids as a reader looks through.
  static let most = 200

  /// `words` are those after the program's name; the last one is being typed, and may be empty.
  init(_ words: [String], language: Language) {
    let root = ChainwrightCommand.configuration
    let texts = HelpTexts()
    let typed = words.last ?? ""
    guard words.count > 1, let command = root.subcommands.first(where: { $0._commandName == words[0] }) else {
      if words.count <= 1 || (words.count == 2 && words[0] == "help") {
        let commands = root.subcommands.map {
          Candidate(word: $0._commandName, meaning: texts[chinese: $0._commandName, "abstract", language] ?? $0.configuration.abstract)
        }
        candidates = commands.filter { $0.word.hasPrefix(typed) }
        let others = words.count <= 1 ? ["help", "--help", "--version"] : []
        candidates += others.filter { $0.hasPrefix(typed) }.map { Candidate(word: $0) }
      }
      return
    }
    guard let options = CommandOptions.of(command) else { return }
    let isPlain = words.dropLast().contains("--")
    let before = words[words.count - 2]
    if !isPlain, let option = options.shown.first(where: { $0.kind == .option && ($0.names ?? []).contains { $0.typed == before } }) {
      values(of: option, typed, words, options, language)
    } else if typed.hasPrefix("-"), !isPlain {
      for option in options.shown where option.kind != .positional && option.key.hasPrefix(typed) {
        let meaning = texts[chinese: options.commandName, option.key, language] ?? option.abstract ?? ""
        candidates.append(Candidate(word: option.key, meaning: meaning))
      }
    } else {
      takesFiles = options.shown.contains { $0.kind == .positional }
    }
  }

  private mutating func values(
    of option: CommandOptions.Option, _ typed: String, _ words: [String], _ options: CommandOptions, _ language: Language
  ) {
    if let values = option.allValues, !values.isEmpty {
      candidates = values.filter { $0.hasPrefix(typed) }.map { Candidate(word: $0) }
      return
    }
    // What a value is called says what it is: docs/options.md.
    let name = String((option.valueName ?? "").prefix { $0.isLetter })
    guard ["firm", "cluster", "chain", "county", "product", "peer", "code"].contains(name) else {
      takesFiles = true
      return
    }
    // Several stand with commas between: the last is being typed.
    let done = typed.lastIndex(of: ",").map { String(typed[...$0]) } ?? ""
    let rest = typed.dropFirst(done.count)
    guard let network = Self.network(words, options) else { return }
    let ids = Self.ids(name, of: network, language).filter { $0.word.hasPrefix(rest) }
    candidates = ids.prefix(Self.most).map { Candidate(word: done + $0.word, meaning: $0.meaning) }
  }

  /// The network that the line names: the first word that is no option, and no value of one.
  private static func network(_ words: [String], _ options: CommandOptions) -> Network? {
    let taking = Set(options.shown.filter { $0.kind == .option }.flatMap { $0.names ?? [] }.map(\.typed))
    for (word, before) in zip(words.dropFirst(), words) where !word.hasPrefix("-") && !taking.contains(before) && word != words.last {
      return try? NetworkReader.read(word).inOrder().network
    }
    return nil
  }

  private static func ids(_ kind: String, of network: Network, _ language: Language) -> [Candidate] {
    switch kind {
    case "firm": network.firms.all.map { Candidate(word: network.firms.id($0), meaning: network.firms.name($0, language)) }
    case "cluster", "peer": network.clusters.map { Candidate(word: $0.id, meaning: $0.name[language]) }
    case "chain": network.chains.map { Candidate(word: $0.id, meaning: $0.name[language]) }
    case "county", "code": network.counties.map { Candidate(word: $0.code, meaning: $0.name[language]) }
    default: network.products.map { Candidate(word: $0.id, meaning: $0.name[language]) }
    }
  }
}

extension Completion {
  /// A candidate a line, with what it means after a tab; `:files` last, where names of files fit.
  var lines: String {
    var text = ""
    for candidate in candidates { text += safe(candidate.word) + (candidate.meaning.isEmpty ? "" : "\t" + safe(candidate.meaning)) + "\n" }
    return text + (takesFiles ? ":files\n" : "")
  }
}

/// The few lines by which a shell asks ``Completion``.
enum CompletionScript {
  static func text(_ shell: String) -> String? {
    switch shell {
    case "bash": bash
    case "zsh": zsh
    case "fish": fish
    default: nil
    }
  }

  private static let bash = """
    # bash completion of chainwright: what fits is asked of the program itself.
    _chainwright() {
      local cur=${COMP_WORDS[COMP_CWORD]} line
      COMPREPLY=()
      while IFS= read -r line; do
        if [ "$line" = :files ]; then
          compopt -o filenames 2>/dev/null
          while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$cur")
        else
          COMPREPLY+=("${line%%$'\\t'*}")
        fi
      done < <("${COMP_WORDS[0]}" ---complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    }
    complete -F _chainwright chainwright

    """

  private static let zsh = """
    #compdef chainwright
    # zsh completion of chainwright: what fits is asked of the program itself.
    _chainwright() {
      local -a found
      local line files
      for line in "${(@f)$("${words[1]}" ---complete "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
        if [[ $line == :files ]]; then
          files=1
        elif [[ -n $line ]]; then
          found+=("${${line%%$'\\t'*}//:/\\:}:${line#*$'\\t'}")
        fi
      done
      (( $#found )) && _describe chainwright found
      [[ -n $files ]] && _files
      return 0
    }
    # From a folder of completions it is called by its name, when it is first wanted; else it is read at the start.
    if [ "${funcstack[1]}" = _chainwright ]; then _chainwright "$@"; else compdef _chainwright chainwright; fi

    """

  private static let fish = """
    # fish completion of chainwright: what fits is asked of the program itself.
    function __chainwright_complete
      set -l words (commandline -opc) (commandline -ct)
      for line in ($words[1] ---complete $words[2..-1] 2>/dev/null)
        if test "$line" = :files
          __fish_complete_path (commandline -ct)
        else
          echo $line
        end
      end
    end
    complete -c chainwright -f -a '(__chainwright_complete)'

    """
}
