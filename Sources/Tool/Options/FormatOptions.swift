import ArgumentParser
import Foundation
import Vlasov

/// The forms of output.
enum Format: String, CaseIterable, ExpressibleByArgument {
  case text, json, csv, latex, markdown
}

/// How real numbers are written.
enum NumberStyle: String, CaseIterable, ExpressibleByArgument {
  /// Certain decimal digits.
  case digits
  /// `[a, b]`
  case interval
  /// `m +/- r`
  case plusminus
  /// `2.26_{70}^{81}`, as papers write it.
  case bracket
  /// Every bit of the enclosure; reads back exactly.
  case dump
}

/// The form and destination of the output.
struct FormatOptions: ParsableArguments {
  @Option(help: "Form of the output: text, json, csv, latex or markdown.")
  var format: Format = .text

  @Option(
    name: [.customShort("o"), .customLong("out")],
    help: ArgumentHelp("Write to FILE instead of standard output.", valueName: "FILE"), completion: .file())
  var out: String?

  @Flag(help: "Print the bare value only, and no progress.")
  var quiet = false

  /// Refuses a form that the verb does not have.
  func require(_ forms: [Format], of verb: String) throws {
    guard !forms.contains(format) else { return }
    let names = forms.map(\.rawValue).joined(separator: ", ")
    throw InputError(
      parameter: "--format", value: format.rawValue, domain: names,
      "\(verb) has no \(format.rawValue) form, only \(names)")
  }

  /// Opens the destination, before any work: a file that cannot be written is known at once.
  func sink(wholeOnly: Bool = true) throws -> OutputSink { try OutputSink(path: out, wholeOnly: wholeOnly) }

  /// Writes a whole text.
  func emit(_ text: String) throws {
    let sink = try sink()
    try sink.write(text.hasSuffix("\n") || text.isEmpty ? text : text + "\n")
    try sink.finish()
  }
}

/// How many digits, and how they are written.
struct NumberOptions: ParsableArguments {
  static let digitRange = 1...100_000

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Significant digits, 1 to 100000 (50; 20 in tables; 30 in reports).", valueName: "N"),
    transform: { try WholeNumber.read($0, "--digits", digitRange) })
  var digits: Int?

  @Option(help: "Numbers as digits, interval, plusminus, bracket or dump.")
  var numbers: NumberStyle = .digits
}

/// What a computation may spend.
struct LimitOptions: ParsableArguments {
  static let threadRange = 1...1024
  static let bitRange = 64...(1 << 31)

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Worker threads (all cores).", valueName: "N"),
    transform: { try WholeNumber.read($0, "--threads", threadRange) })
  var threads: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Time limit of one evaluation or row in seconds; 0 for none (60).", valueName: "S"),
    transform: { try Seconds.read($0) })
  var maxSeconds: Double?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Largest working precision in bits (2^26).", valueName: "N"),
    transform: { try WholeNumber.read($0, "--max-bits", bitRange) })
  var maxBits: Int?

  var workers: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }
  static let defaultSeconds = 60.0
  static let defaultBits = 1 << 26
  var seconds: Double { maxSeconds ?? Self.defaultSeconds }
  var bits: Int { maxBits ?? Self.defaultBits }
  var budget: Budget { Budget(seconds: seconds, maximumBits: bits) }
}

/// An integer option: `20`, `1e4`.
enum WholeNumber {
  static func read(_ text: String, _ name: String, _ range: ClosedRange<Int>) throws -> Int {
    let value = Rational(decimal: text).flatMap { $0.isInteger ? $0.numerator.asInt : nil }
    guard let value, range.contains(value) else {
      throw ValidationError("\(name) takes an integer from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }
}

/// A time option: a decimal number of seconds.
enum Seconds {
  static func read(_ text: String) throws -> Double {
    guard let value = Double(text), value.isFinite, value >= 0 else {
      throw ValidationError("--max-seconds takes a number of seconds, 0 or more")
    }
    return value
  }
}

/// Completes ids of results in shells.
enum IDCompletion {
  static let kind = CompletionKind.custom { _, _, _ in Catalogue.standard.theorems.map { $0.record.id } }
}
