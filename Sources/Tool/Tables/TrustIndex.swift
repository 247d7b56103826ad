import Foundation
import Vlasov

/// The certificates of a folder, by result, output and exact parameters: what `table --trust` says of a row.
///
/// The tool itself claims nothing: the rung of a row is that of a file the reader has and can check.
struct TrustIndex: Sendable {
  private struct Key: Hashable {
    let id: String
    let output: String
    let parameters: [String: String]
  }

  private struct Entry {
    let digits: Int
    let checkers: [String]
    /// The ends that are stated; nil for an exact value.
    let bounds: (lower: Rational, upper: Rational)?

    /// Whether it says the digits shown of a value: so many, between close ends that hold the value.
    func says(_ answer: Answer) -> Bool {
      guard let bounds else { return true }
      guard answer.digits <= digits, let ball = answer.ball else { return false }
      let largest = max(bounds.lower.magnitude, bounds.upper.magnitude)
      let unit = (try? Parser().parse("10^(\(1 - digits))"))?.rationalValue ?? 0
      guard bounds.lower <= bounds.upper, bounds.upper - bounds.lower <= 3 * unit * largest else {
        return false
      }
      return withPrecision(4 * digits + 64) { ball.overlaps(.hull(Ball(bounds.lower), Ball(bounds.upper))) }
    }
  }

  private var entries: [Key: [Entry]] = [:]

  static let defaultFolder = "proofs-checks/certs"

  /// - Throws: `InputError` when the folder has no certificates, or a file is not one.
  init(folder: String) throws {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
      $0.hasSuffix(".json")
    }
    guard !names.isEmpty else {
      throw InputError(
        parameter: "--certificates", value: folder, domain: "a folder of certificates",
        "no certificates in \(folder): --trust reads the files of vlasov certify there; name their folder with --certificates"
      )
    }
    for name in names.sorted() {
      let path = folder + "/" + name
      guard let data = FileManager.default.contents(atPath: path),
        let list = try? JSONSerialization.jsonObject(with: data) as? [[String: Any]]
      else {
        throw InputError(
          parameter: "--certificates", value: path, domain: "certificates",
          "\(path) is not a file of certificates")
      }
      for certificate in list { add(certificate) }
    }
  }

  /// Only statements of a value at exact parameters say something about a row.
  private mutating func add(_ certificate: [String: Any]) {
    guard let id = certificate["id"] as? String, let output = certificate["output"] as? String,
      let parameters = certificate["parameters"] as? [String: String],
      let kind = certificate["kind"] as? String, ["enclosure", "root", "exact", "implicit"].contains(kind),
      let checkers = certificate["checkers"] as? [String], let digits = certificate["digits"] as? Int
    else { return }
    let key = Key(id: id, output: output, parameters: parameters.mapValues(Self.canonical))
    func end(_ name: String) -> Rational? {
      (certificate[name] as? String).flatMap { (try? Parser().parse($0))?.rationalValue }
    }
    var bounds: (lower: Rational, upper: Rational)?
    if kind != "exact" {
      guard let lower = end("lower"), let upper = end("upper") else { return }
      bounds = (lower, upper)
    }
    entries[key, default: []].append(Entry(digits: digits, checkers: checkers, bounds: bounds))
  }

  /// Equal numbers alike: 1.5 and 3/2.
  private static func canonical(_ text: String) -> String {
    (try? Parser().parse(text))?.rationalValue?.description ?? text.filter { !$0.isWhitespace }
  }

  /// `coq-checked`, `arb-checked` or `enclosed` for the digits shown; empty for a row without a certain value.
  func rung(_ answer: Answer) -> String {
    switch answer.status {
    case .certified, .exact: break
    case .simulated: return "simulated"
    case .refused, .undecided, .heuristic: return ""
    }
    let texts = answer.arguments.texts.filter { $0.name != "output" }
    let key = Key(
      id: answer.id, output: answer.output,
      parameters: Dictionary(
        texts.map { ($0.name, Self.canonical($0.text)) }, uniquingKeysWith: { first, _ in first }))
    let checkers = (entries[key] ?? []).filter { $0.says(answer) }.flatMap(\.checkers)
    if checkers.contains("coq") { return "coq-checked" }
    return checkers.contains("arb") ? "arb-checked" : "enclosed"
  }
}
