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
    var arbDigits = 0
    var coqDigits = 0
  }

  private var entries: [Key: Entry] = [:]

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
    let reach = kind == "exact" ? Int.max : digits
    let key = Key(id: id, output: output, parameters: parameters.mapValues(Self.canonical))
    var entry = entries[key] ?? Entry()
    if checkers.contains("arb") { entry.arbDigits = max(entry.arbDigits, reach) }
    if checkers.contains("coq") { entry.coqDigits = max(entry.coqDigits, reach) }
    entries[key] = entry
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
    guard let entry = entries[key] else { return "enclosed" }
    if answer.digits <= entry.coqDigits { return "coq-checked" }
    return answer.digits <= entry.arbDigits ? "arb-checked" : "enclosed"
  }
}
