import Testing

@Suite struct HelpTests {
  static let verbs = ["list", "show", "eval", "check", "table", "verify", "expr", "cite", "report", "modes"]

  @Test(arguments: verbs) func everyVerbHasHelpWithAnExample(_ verb: String) throws {
    for words in [[verb, "--help"], [verb, "-h"], ["help", verb]] {
      let run = try ToolProcess(words).wait()
      #expect(run.status == 0)
      #expect(run.error.isEmpty)
      #expect(run.output.contains("EXAMPLE"))
      #expect(run.output.contains("vlasov \(verb) "))
    }
  }

  /// The examples in the help run.
  @Test(arguments: verbs) func theExamplesRun(_ verb: String) throws {
    let help = try ToolProcess([verb, "--help"]).wait().output.replacing("\\\n", with: "")
    let examples = help.split(separator: "\n").map { String($0.trimmingPrefix { $0 == " " }) }
      .filter { $0.hasPrefix("vlasov \(verb) ") && !$0.contains("...") && !$0.contains("[options]") }
    #expect(!examples.isEmpty)
    let folder = try TemporaryFolder()
    _ = try folder.file("parameters.csv", "beta,M\n1,8\n2,8\n")
    for example in examples {
      let run = try ToolProcess(
        ["-c", example.replacing("vlasov ", with: "\(ToolProcess.executable) ", maxReplacements: 1)],
        folder: folder.path,
        program: "/bin/sh"
      ).wait()
      #expect(run.status == 0, "\(example): \(run.error)")
    }
  }

  @Test func version() throws {
    let run = try vlasov("--version")
    #expect(run.status == 0)
    #expect(run.line.wholeMatch(of: /vlasov \d+\.\d+\.\d+/) != nil)
  }

  @Test func withoutAVerbItHelps() throws {
    let run = try ToolProcess([]).wait()
    #expect(run.status == 0)
    for verb in Self.verbs { #expect(run.output.contains("  \(verb) ")) }
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completions(_ shell: String) throws {
    let run = try vlasov("--generate-completion-script", shell)
    #expect(run.status == 0)
    #expect(run.output.contains("eval"))
    #expect(run.error.isEmpty)
  }
}
