import ArgumentParser
import Foundation
import Vlasov

/// `vlasov modes`: the certified number of modes of a column of data.
struct ModesVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "modes",
    abstract: "Count the modes of a kernel density estimate, with proof.",
    usage: "vlasov modes FILE --beta B | --bandwidth H [options]",
    discussion: """
      FILE holds one number a line (blank lines and # comments are ignored), or is
      a CSV table, a NumPy array (.npy), or - for standard input. Numbers are
      exact: 0.1 is one tenth, 0x1.8p-3 a double bit for bit. A sample may also be
      made: ih12:SEED:N (sums of twelve uniform numbers, less 6), comb:N (0 to
      N-1), or written out, [0,1/2,3].

      The estimate is a sum of Gaussian kernels of bandwidth H, or of inverse
      squared bandwidth B = H^-2. Both are exact rationals: 1/3, 0.1, 1e4, 2^-5.
      A list a,b,c or a range a:b/count sweeps over them, one row each; with
      --list each mode carries the number of its branch of the mode tree.

      EXAMPLES
        vlasov modes ih12:1:1e6 --beta 1e4
        vlasov modes comb:21 --bandwidth 1 --list --format csv
        vlasov modes ih12:1:1000 --sweep 0.05:0.5/10

      EXIT STATUS
        0   the number is decided
        2   undecided: the answer is a range
        64  malformed input
      """)

  @Argument(
    help: ArgumentHelp(
      "Numbers, one a line; a table; a .npy array; - for standard input.", valueName: "file"),
    completion: .file())
  var file: String

  @Option(parsing: .unconditional, help: ArgumentHelp("Inverse squared bandwidth.", valueName: "B"))
  var beta: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Bandwidth of the kernel.", valueName: "H"))
  var bandwidth: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Bandwidths from h1 to h2, exactly spaced.", valueName: "h1:h2/count"))
  var sweep: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Column of a table, by name or number.", valueName: "NAME|k"))
  var column: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Weights: a column of the table, or a file.", valueName: "NAME|k|FILE"))
  var weights: String?

  @Flag(help: "List every mode: location and height.")
  var list = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("List modes to N significant digits, 1 to 100000 (15).", valueName: "N"),
    transform: { try WholeNumber.read($0, "--digits", NumberOptions.digitRange) })
  var digits: Int?

  @Option(help: "Numbers as digits, interval, plusminus, bracket or dump.")
  var numbers: NumberStyle = .digits

  @OptionGroup var format: FormatOptions
  @OptionGroup var limits: LimitOptions

  static let defaultDigits = 15
  static let defaultBits = 4096

  func perform() throws -> Int32 {
    let bandwidths = try Bandwidths(beta: beta, bandwidth: bandwidth, sweep: sweep)
    let clock = ContinuousClock()
    let start = clock.now
    let input = try ModesInput(file, column: column, weights: weights, threads: limits.threads)
    let reading = clock.now - start
    let sink = try format.sink(wholeOnly: !bandwidths.isSweep)
    let task = ModesTask(
      input: input,
      counter: ModeCounter(maximumBits: limits.maxBits ?? Self.defaultBits, threads: limits.threads),
      digits: list || digits != nil ? digits ?? Self.defaultDigits : nil, seconds: limits.seconds)
    let writer = ModesWriter(
      input: input, bandwidths: bandwidths, lists: task.digits != nil,
      digits: task.digits ?? Self.defaultDigits,
      style: numbers,
      format: format.format, quiet: format.quiet, readingSeconds: reading.inSeconds)
    return try task.run(bandwidths, writer, sink, quiet: format.quiet)
  }
}
