import CommandRuns
import Foundation
import Testing

@Suite struct ConsoleTranscriptTests {
  private let page = """
    # Title
    $ not a command
    ```console
    $ echo one
    one
    $ printf 'a b' \\
        | tr ' ' '\\n'
    a
    b
    ```
    ```sh
    $ echo not run
    ```
    ```console
    $ false
    (exit code 1)
    $ ls
    Examples
    Graphs
    Rules
    ```

    """

  @Test func `only console blocks have steps`() {
    let steps = ConsoleTranscript(markdown: page).steps
    #expect(steps.map(\.command) == ["echo one", "printf 'a b' \\\n    | tr ' ' '\\n'", "false", "ls"])
    #expect(steps.map(\.output) == ["one\n", "a\nb\n", "(exit code 1)\n", "Examples\nGraphs\nRules\n"])
    #expect(steps.map(\.line) == [4, 6, 15, 17])
  }

  @Test func `a page whose outputs are put back is the same page`() {
    let transcript = ConsoleTranscript(markdown: page)
    #expect(transcript.markdown(outputs: transcript.steps.map(\.output)) == page)
    #expect(transcript.markdown(outputs: ["two\n"]) == page.replacingOccurrences(of: "\none\n", with: "\ntwo\n"))
  }

  @Test func `runs in a folder of its own`() throws {
    let transcript = ConsoleTranscript(markdown: page)
    #expect(try transcript.run(command: "/bin/true", packageRoot: "/") == transcript.steps.map(\.output))
  }

  @Test(arguments: ["", "\n", "no block\n", "```console\n```\n"]) func `pages without steps`(text: String) {
    #expect(ConsoleTranscript(markdown: text).steps.isEmpty)
    #expect(ConsoleTranscript(markdown: text).markdown(outputs: []) == text)
  }
}
