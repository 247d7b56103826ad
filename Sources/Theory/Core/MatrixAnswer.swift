/// The entries of an answer that is a vector or a matrix.
public struct MatrixAnswer: Sendable {
  public struct Entry: Sendable {
    /// The certain digits or the exact text; empty when not even one digit is certain.
    public let value: String
    /// Outward rounded decimal bounds.
    public let lower: String
    public let upper: String
    /// Certain significant digits in `value`.
    public let digits: Int
    public let ball: Ball

    /// The value, or the bounds where no digit is certain.
    public var text: String { value.isEmpty ? "[\(lower), \(upper)]" : value }
  }

  public let rows: Int
  public let columns: Int
  /// One column, shown as a list.
  public let isVector: Bool
  /// Row by row.
  public let entries: [Entry]

  /// The entries of each row; of a vector, one to a row.
  public var table: [[Entry]] {
    (0..<rows).map { i in Array(entries[(i * columns)..<((i + 1) * columns)]) }
  }

  /// `[[a,b],[c,d]]`, or `[a,b]` for a vector.
  public func text(_ entry: (Entry) -> String) -> String {
    if isVector { return "[" + entries.map(entry).joined(separator: ",") + "]" }
    return "[" + table.map { "[" + $0.map(entry).joined(separator: ",") + "]" }.joined(separator: ",") + "]"
  }

  /// The answer of an exact matrix: every entry exact.
  static func exact(_ blank: Answer, _ matrix: Matrix<Rational>, isVector: Bool, digits: Int) -> Answer {
    let bits = Precision.bits(forDigits: digits) + 64
    let entries = matrix.entries.map { q in
      let text = q.terminatingDecimal(maximumDigits: max(digits, 1)) ?? q.description
      return Entry(value: text, lower: text, upper: text, digits: digits, ball: Ball(q, bits: bits))
    }
    return blank.filled(
      MatrixAnswer(
        rows: matrix.rows, columns: matrix.columns, isVector: isVector && matrix.columns == 1,
        entries: entries),
      .exact, digits)
  }
}

extension Answer {
  /// With entries and their status.
  fileprivate func filled(_ matrix: MatrixAnswer, _ status: Status, _ digits: Int) -> Answer {
    var answer = self
    (answer.matrix, answer.status, answer.digits) = (matrix, status, digits)
    answer.value = matrix.text(\.text)
    answer.lower = matrix.text(\.lower)
    answer.upper = matrix.text(\.upper)
    return answer
  }
}

/// The enclosures of a matrix while precision grows.
///
/// N digits of a matrix are N significant digits of every entry. The exception is an entry that may be 0: when all other
/// entries have their digits and its bound is below 10^-(2 N + 20) times the largest entry, more precision would probably
/// go on for ever (the entry is 0, and nothing proves it), and the answer is undecided with that bound.
struct MatrixDigits {
  private let isVector: Bool
  private var rows = 0
  private var columns = 0
  private var best: [Ball] = []

  init(isVector: Bool = false) { self.isVector = isVector }

  var isEmpty: Bool { best.isEmpty }
  var isFinite: Bool { best.allSatisfy(\.isFinite) }

  /// Keeps the narrower enclosure of each entry; whether some inexact entry became narrower by half.
  mutating func meet(_ matrix: Matrix<Ball>) -> Bool {
    guard !best.isEmpty, (rows, columns) == (matrix.rows, matrix.columns) else {
      (rows, columns, best) = (matrix.rows, matrix.columns, matrix.entries)
      return true
    }
    var improved = false
    for (k, x) in matrix.entries.enumerated() where x.isFinite && !best[k].isExact {
      if !best[k].isFinite || x.radius.scaled(by: 1) <= best[k].radius { improved = true }
      if !best[k].isFinite || x.radius <= best[k].radius { best[k] = x }
    }
    return improved
  }

  /// The entries that lack digits.
  func open(_ goal: Int) -> [Int] { best.indices.filter { Self.text(best[$0], goal) == nil } }

  /// The exact decimal, or the digits asked for.
  private static func text(_ x: Ball, _ goal: Int) -> String? {
    if x.isExact {
      let ends = x.certainDigits(limit: goal)
      if ends.isExact { return ends.text }
    }
    return x.certainDecimal(digits: goal)
  }

  /// Bits that the open entries lack; nil when that cannot be told.
  func missingBits(_ open: [Int], _ goal: Int) -> Int? {
    var most = 32
    for k in open {
      let known = best[k].accuracyBits
      guard best[k].isFinite, known > 0 else { return nil }
      most = max(most, Precision.bits(forDigits: goal) + 24 - min(known, 1 << 40))
    }
    return most
  }

  /// What is known of the open entries when each is negligible: it may be 0, and it is small beside the largest entry.
  func onlyNearZero(_ open: [Int], _ goal: Int) -> String? {
    let size = best.compactMap { $0.isFinite && $0.isNonZero ? $0.exponent : nil }.max()
    guard let size else { return nil }
    // An entry of exponent e is at least 2^(e - 2) in size: its ball does not reach 0.
    let limit = size - 2 - Precision.bits(forDigits: 2 * goal + 20)
    var texts: [String] = []
    for k in open {
      guard best[k].isFinite, !best[k].isNonZero, let e = best[k].magnitudeBall.exponent, e <= limit else {
        return nil
      }
      // Above log10 2 times e, which is negative.
      let power = Int((Double(e) * 0.30102999).rounded(.up))
      texts.append("entry \(place(k)): |x| < 1e\(power), sign undecided")
    }
    let more = texts.count > 3 ? "; and \(texts.count - 3) more entries" : ""
    return texts.prefix(3).joined(separator: "; ") + more
  }

  /// `[1,2]`, counted from 1.
  private func place(_ k: Int) -> String {
    isVector && columns == 1 ? "[\(k + 1)]" : "[\(k / columns + 1),\(k % columns + 1)]"
  }

  // MARK: Answers

  private func answer(_ entries: [MatrixAnswer.Entry]) -> MatrixAnswer {
    MatrixAnswer(rows: rows, columns: columns, isVector: isVector && columns == 1, entries: entries)
  }

  /// Every entry has its digits.
  func certified(_ blank: Answer, digits: Int) -> Answer {
    var isExact = true
    let entries = best.map { x in
      let text = Self.text(x, digits) ?? ""
      if x.isExact, x.certainDigits(limit: digits).isExact {
        return MatrixAnswer.Entry(value: text, lower: text, upper: text, digits: digits, ball: x)
      }
      isExact = false
      return MatrixAnswer.Entry(
        value: text, lower: x.lowerDecimal(digits: digits + 3), upper: x.upperDecimal(digits: digits + 3),
        digits: digits, ball: x)
    }
    return blank.filled(answer(entries), isExact ? .exact : .certified, digits)
  }

  /// Interval parameters went in: the enclosure of every entry.
  func enclosure(_ blank: Answer, digits: Int) -> Answer {
    let entries = best.map { x in
      let certain = x.certainDigits(limit: digits)
      // An exact decimal counts as Int.max digits.
      let shown = min(digits, min(max(certain.count, 0), digits) + 6)
      return MatrixAnswer.Entry(
        value: x.isExact ? certain.text ?? "" : x.intervalText(digits: shown),
        lower: x.lowerDecimal(digits: shown), upper: x.upperDecimal(digits: shown),
        digits: min(certain.count, digits), ball: x)
    }
    var result = blank.filled(answer(entries), .certified, entries.map(\.digits).min() ?? 0)
    result.reason = "encloses every value for the given interval"
    return result
  }

  /// The certain digits of every entry, and why there are no more.
  func unfinished(_ blank: Answer, _ why: String, digits: Int) -> Answer {
    let entries = best.map { x in
      let certain = x.certainDigits(limit: digits)
      let known = certain.text == nil ? 0 : min(certain.count, digits)
      let shown = max(known + 3, 6)
      return MatrixAnswer.Entry(
        value: certain.text ?? "", lower: x.lowerDecimal(digits: shown), upper: x.upperDecimal(digits: shown),
        digits: known, ball: x)
    }
    var result = blank.filled(answer(entries), .undecided, entries.map(\.digits).min() ?? 0)
    result.reason = why
    return result
  }
}
