import Foundation
import Vlasov

/// The sample that `modes` works on.
struct ModesInput: Sendable {
  /// As given: a path, `-`, or the text of a sample.
  let name: String
  let column: String?
  let weights: String?
  let sample: Sample

  init(name: String, sample: Sample) {
    (self.name, column, weights, self.sample) = (name, nil, nil, sample)
  }

  /// A file of that name, else the text of a sample.
  ///
  /// - Throws: `InputError` for whatever is wrong with the file, with its line.
  init(_ name: String, column: String?, weights: String?, threads: Int?) throws {
    self.name = name
    self.column = column
    self.weights = weights
    do {
      if name != "-", Sample.isText(name), !FileManager.default.fileExists(atPath: name) {
        for (option, value) in [("--column", column), ("--weights", weights)] where value != nil {
          throw InputError(
            parameter: option, value: value, "\(option) chooses from a file, and \(name) is none")
        }
        sample = try Sample(parsing: name, threads: threads)
      } else {
        let reader = SampleReader(
          column: column.map { SampleReader.Column($0) }, weights: weights, threads: threads)
        sample = try reader.read(file: name)
      }
    } catch let error as SampleError {
      let isNamed = error.message.contains(name) || name == "-"
      throw InputError(
        parameter: "file", value: name,
        (isNamed ? "" : "\(name): ") + error.message + Self.hint(error, column))
    }
  }

  /// How to choose, where a choice is needed.
  private static func hint(_ error: SampleError, _ column: String?) -> String {
    if error.message.hasSuffix(": choose one") { return " with --column" }
    let isFirst = error.message.contains(", line 1: `") && error.message.hasSuffix("is not a number")
    guard isFirst else { return "" }
    return column == nil
      ? "; --column reads a table with a header" : "; --column NAME reads a table with a header"
  }

  /// `data.csv, column speed`
  var title: String {
    let name = name == "-" ? "standard input" : name
    return [name, column.map { "column \($0)" }, weights.map { "weights \($0)" }].compactMap { $0 }
      .joined(separator: ", ")
  }
}

/// The bandwidths asked for, as exact inverse squares.
struct Bandwidths: Sendable {
  /// One of them.
  struct Entry: Sendable {
    /// The exact bandwidth, when it was given.
    let bandwidth: String?
    let betaText: String
    let beta: Rational
    /// The bandwidth's value, when it was given.
    let h: Rational?

    /// What was given, with its name.
    var text: String { bandwidth.map { "bandwidth \($0)" } ?? "beta \(betaText)" }
  }

  let isSweep: Bool
  private let axis: Axis
  /// The values are bandwidths, not inverse squares.
  let givesBandwidths: Bool
  private let option: String

  var count: Int { axis.count }

  /// - Throws: `InputError` unless exactly one of the texts is given, and for an irrational, negative or absurd value.
  init(beta: String?, bandwidth: String?, sweep: String?) throws {
    let given = [("--beta", beta), ("--bandwidth", bandwidth), ("--sweep", sweep)].compactMap { name, text in
      text.map { (name, $0) }
    }
    guard given.count == 1 else {
      throw InputError(
        parameter: given.isEmpty ? "--bandwidth" : given[1].0,
        given.isEmpty
          ? "give the bandwidth: --beta B, --bandwidth H or --sweep h1:h2/count"
          : "\(given.map(\.0).joined(separator: " and ")) exclude each other")
    }
    let (name, text) = given[0]
    option = name
    axis = try Axis(
      ParameterSpec(name, symbol: "", .real(.positive), "an exact rational"), parsing: text)
    givesBandwidths = name != "--beta"
    isSweep = axis.count > 1 || name == "--sweep"
    // The ends of an exactly spaced range bound the rest; a list is read through.
    if axis.count <= 10_000 {
      for k in 0..<axis.count { _ = try entry(k) }
    } else {
      _ = try (entry(0), entry(axis.count - 1))
    }
  }

  private static let largest = Rational(Integer(1) << 1000)
  private static let smallest = Rational(numerator: 1, denominator: Integer(1) << 1000) ?? 0

  func entry(_ k: Int) throws -> Entry {
    guard case .real(let x) = axis.value(k) else { throw InputError("\(option): not a number") }
    func fail(_ why: String, _ domain: String) -> InputError {
      InputError(parameter: option, value: x.text, domain: domain, "\(option) \(x.text): \(why)")
    }
    let power = givesBandwidths ? 500 : 1000
    let domain = "a rational between 2^-\(power) and 2^\(power)"
    if x.isInterval {
      throw fail("an interval; a count is for one exact bandwidth (a sweep is written a:b/count)", domain)
    }
    guard let q = x.rational else {
      throw fail("not rational; a count is for one exact bandwidth, such as 1/3 or 0.1", domain)
    }
    guard q.signum > 0 else { throw fail("must be above 0", domain) }
    guard let beta = givesBandwidths ? (q * q).reciprocal : q, beta >= Self.smallest, beta <= Self.largest
    else {
      throw fail("must lie between 2^-\(power) and 2^\(power)", domain)
    }
    return Entry(
      bandwidth: givesBandwidths ? x.text : nil,
      betaText: givesBandwidths ? RealParameter(beta).text : x.text,
      beta: beta, h: givesBandwidths ? q : nil)
  }
}

extension Rational {
  fileprivate var reciprocal: Rational? { Rational(numerator: denominator, denominator: numerator) }
}
