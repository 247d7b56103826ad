import Foundation
import Testing

@Suite struct CertifyTests {
  private let inflection = "certify clustering.force-inflection beta=2 --digits 20"

  @Test func printsBothForms() throws {
    let run = try vlasov(line: inflection)
    #expect(run.status == 0 && run.error.isEmpty)
    #expect(run.output.contains("Theorem clustering_force_inflection :"))
    #expect(run.output.contains("atan (sqrt ((1 + sqrt 17) / 8))"))
    #expect(run.output.contains(#""kind": "enclosure""#))
  }

  @Test func oneFormForEachChecker() throws {
    let coq = try vlasov(line: inflection + " --checker coq")
    #expect(coq.output.contains("Qed.") && !coq.output.contains("\"schema\""))
    let arb = try vlasov(line: inflection + " --checker arb")
    let object = try #require(arb.objects.first)
    #expect(object["id"] as? String == "clustering.force-inflection")
    #expect(object["lower"] as? String == "0.67488884558600638016")
    #expect(object["upper"] as? String == "0.67488884558600638017")
    #expect(object["checkers"] as? [String] == ["coq", "arb"])
  }

  @Test func writesTheFormThatTheNameSays() throws {
    let folder = NSTemporaryDirectory() + "certify-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try vlasov(line: inflection + " -o \(folder)/a.v").status == 0)
    #expect(try String(contentsOfFile: folder + "/a.v", encoding: .utf8).contains("Qed."))
    #expect(try vlasov(line: inflection + " -o \(folder)/a.json").status == 0)
    #expect(try String(contentsOfFile: folder + "/a.json", encoding: .utf8).hasPrefix("[\n{"))
    #expect(try vlasov(line: inflection + " -o \(folder)/a.txt").status == 64)
    // A list, with two theorems of one result.
    let list = """
      # comment
      clustering.force-inflection beta=2 digits=10
      clustering.force-inflection beta=3 digits=10
      retrieval.smallness-time beta=1 lambda=1 M=8 "claim=t_level1 > t_paper" name=is_sharper
      """
    try list.write(toFile: folder + "/list", atomically: true, encoding: .utf8)
    #expect(try vlasov(line: "certify --list \(folder)/list -o \(folder)/all.v").status == 0)
    let text = try String(contentsOfFile: folder + "/all.v", encoding: .utf8)
    for name in ["clustering_force_inflection_1", "clustering_force_inflection_2", "is_sharper"] {
      #expect(text.contains("Theorem \(name) :"))
    }
  }

  @Test func aRefutedClaimWritesNothing() throws {
    let file = NSTemporaryDirectory() + "refuted-\(UUID().uuidString).v"
    let run = try vlasov(
      "certify", "retrieval.smallness-time", "beta=1", "lambda=1", "M=8", "--claim", "t_level1 < t_paper",
      "-o", file)
    #expect(run.status == 1 && run.output.isEmpty && run.errorLines.count == 1)
    #expect(!FileManager.default.fileExists(atPath: file))
  }

  @Test func errorsAreOneLine() throws {
    for (line, status) in [
      ("certify", 64), ("certify clustering.force-inflection", 64),
      ("certify clustering.force-inflection beta=2 --claim nonsense", 64),
      ("certify clustering.force-inflection beta=-2", 64),
      ("certify kde.main-theorem n=1000000 beta=100 output=next", 1),
      ("certify retrieval.t-crit beta=1 lambda=-1 M=8", 1),
    ] {
      let run = try vlasov(line: line)
      #expect(run.status == status, "\(line): \(run.error)")
      #expect(run.output.isEmpty && run.errorLines.count == 1, "\(line)")
    }
  }

  @Test func showSaysWhichCheckersApply() throws {
    #expect(try vlasov(line: "show clustering.boolean-barrier").output.contains("Coq and Arb (implicit)"))
    #expect(try vlasov(line: "show kde.main-theorem").output.contains("none: next has no formula"))
  }
}
