import ArgumentParser
import Foundation
import Vlasov

/// `vlasov figure`: a picture for a paper, drawn by the Python package.
struct FigureVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "figure",
    abstract: "Draw a figure: SVG, PDF or PNG (needs the Python package).",
    usage: "vlasov figure ID name=value ... -o FILE.svg|pdf|png [options]\n       vlasov figure --list [ID]",
    discussion: """
      ID is a figure of --list, or any result with a real output over a range:
      its certified curve. Values are as for eval and table; --list ID names the
      options of a figure. What is certified is drawn as an enclosure, a band
      where it is wide enough to be seen; the legend says what is simulated.

      The Python package draws it: in a checkout, pip install './python[figures]'.
      VLASOV_PYTHON names the interpreter (python3).

      EXAMPLES
        vlasov figure --list
        vlasov figure retrieval.profile beta=1 M=8 lambda=1 -o profile.pdf
        vlasov figure clustering.cone-collapse-rate beta=[0,3]/60 -o rate.svg

      EXIT STATUS
        0   the file is written
        1   refused
        2   undecided
        64  malformed input, or the Python package is missing
      """)

  @Argument(
    help: ArgumentHelp("The id of a figure, and its options.", valueName: "id and name=value"),
    completion: IDCompletion.kind)
  var words: [String] = []

  @Option(
    name: [.customShort("o"), .customLong("out")],
    help: ArgumentHelp("The file; its extension chooses the form.", valueName: "FILE"), completion: .file())
  var out: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Width in inches.", valueName: "W"))
  var width: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Height in inches.", valueName: "H"))
  var height: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Dots per inch of a PNG.", valueName: "N"))
  var dpi: String?

  @Flag(help: "List the figures, or the options of one.")
  var list = false

  /// Ends with 0 where the package and what it draws with can be found; nothing is imported.
  private static let probe = """
    import importlib.util, sys
    sys.exit(any(importlib.util.find_spec(name) is None for name in ("vlasov", "matplotlib")))
    """

  func perform() throws -> Int32 {
    if CallHost.current != nil {
      throw InputError(
        parameter: "verb", value: "figure", "figure is for the command line: draw with vlasov.figure")
    }
    let python = ProcessInfo.processInfo.environment["VLASOV_PYTHON"] ?? "python3"
    guard PythonProgram.run([python, "-c", Self.probe]) == 0 else {
      throw InputError(
        parameter: "VLASOV_PYTHON", value: python,
        "figure needs the Python package: pip install './python[figures]' in a checkout of Vlasov, "
          + "or set VLASOV_PYTHON to an interpreter that has it (now \(python))")
    }
    var command = [python, "-m", "vlasov", "figure"] + words
    for (name, value) in [("--out", out), ("--width", width), ("--height", height), ("--dpi", dpi)] {
      if let value { command += [name + "=" + value] }
    }
    if list { command.append("--list") }
    return PythonProgram.become(command)
  }
}

/// Another program, found in PATH.
private enum PythonProgram {
  /// Runs it without output to its end; the exit status, or 127 when it cannot be started.
  static func run(_ command: [String]) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
    }
    var pid: pid_t = 0
    let code = withWords(command) { posix_spawnp(&pid, command[0], &actions, nil, $0, environ) }
    guard code == 0 else { return 127 }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 127
  }

  /// Replaces this process, which hands its terminal and signals over; returns only when that fails.
  static func become(_ command: [String]) -> Int32 {
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
    signal(SIGPIPE, SIG_DFL)
    _ = withWords(command) { execvp(command[0], $0) }
    StandardError.line("vlasov: error: cannot start \(command[0]): \(POSIXFailure(code: errno))")
    return ExitStatus.usage
  }

  private static func withWords<R>(
    _ words: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> R
  ) -> R {
    var pointers = words.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
  }
}
