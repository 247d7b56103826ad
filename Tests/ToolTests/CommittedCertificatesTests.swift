import Foundation
import Testing

/// The files of `proofs-checks` are what the tool writes for the lists of constants: nothing in them was edited.
@Suite struct CommittedCertificatesTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("proofs-checks")

  static let themes: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/constants")) ?? []
    return names.filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }.sorted()
  }()

  @Test func thereAreLists() { #expect(Self.themes.count >= 4) }

  @Test(arguments: themes, ["json", "v"]) func isWhatTheToolWrites(_ theme: String, _ form: String) throws {
    let list = Self.folder.appendingPathComponent("constants/\(theme).txt").path
    let capital = theme.prefix(1).uppercased() + theme.dropFirst()
    let place = form == "v" ? "coq/results/\(capital).v" : "certs/\(theme).json"
    let committed = try String(contentsOf: Self.folder.appendingPathComponent(place), encoding: .utf8)
    let run = try vlasov("certify", "--list", list, "--checker", form == "v" ? "coq" : "arb")
    #expect(run.status == 0, "\(run.error)")
    #expect(run.output == committed, "\(place) is old: make certificates")
  }

  /// At least 100 constants with 40 digits or more over the themes, integrals with 20.
  @Test func thereAreEnough() throws {
    var digits: [Int] = []
    for theme in Self.themes {
      let data = try Data(contentsOf: Self.folder.appendingPathComponent("certs/\(theme).json"))
      let all = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
      digits += all.compactMap { $0["digits"] as? Int }
    }
    #expect(digits.count { $0 >= 40 } >= 100)
    #expect(digits.allSatisfy { $0 >= 20 })
  }
}
