import Foundation
import Testing

/// `-o`: files appear whole.
@Suite struct OutputFileTests {
  @Test func theFileHoldsTheOutput() throws {
    let folder = try TemporaryFolder()
    let line = "eval retrieval.t-crit beta=1 lambda=1 M=8"
    let run = try vlasov(line: line + " -o v.txt", folder: folder.path)
    #expect(run.status == 0)
    #expect(run.output.isEmpty)
    #expect(try folder.text("v.txt") == vlasov(line: line).output)
    #expect(folder.names == ["v.txt"])
  }

  @Test func anExistingFileIsReplacedWithItsMode() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("v.txt", String(repeating: "old ", count: 1000))
    chmod(file, 0o640)
    #expect(try vlasov(line: "expr 1/4 --quiet --out \(file)").status == 0)
    #expect(folder.text("v.txt") == "0.25\n")
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o640)
  }

  @Test func aLinkIsFollowed() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("real.txt", "old")
    symlink(file, folder.path + "/link.txt")
    #expect(try vlasov(line: "expr 1/4 --quiet -o link.txt", folder: folder.path).status == 0)
    #expect(folder.text("real.txt") == "0.25\n")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/link.txt") == file)
  }

  @Test func devicesAreWrittenNotReplaced() throws {
    #expect(try vlasov(line: "expr 1/4 -o /dev/null").status == 0)
    var info = stat()
    #expect(stat("/dev/null", &info) == 0)
    #expect(info.st_mode & S_IFMT == S_IFCHR)
  }

  @Test func aFailureLeavesTheOldFile() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("v.txt", "old")
    #expect(
      try vlasov(line: "eval retrieval.t-crit beta=-1 lambda=1 M=8 -o v.txt", folder: folder.path).status
        == 64)
    #expect(
      try vlasov(line: "eval retrieval.t-crit beta=1 lambda=-1 M=8 -o v.txt", folder: folder.path).status == 1
    )
    #expect(folder.text("v.txt") == "old")
    #expect(folder.names == ["v.txt"])
  }

  @Test func aRefusalInJSONIsAnAnswer() throws {
    let folder = try TemporaryFolder()
    let run = try vlasov(
      line: "eval retrieval.t-crit beta=1 lambda=-1 M=8 --format json -o v.json", folder: folder.path)
    #expect(run.status == 1)
    let object = try #require(folder.text("v.json").flatMap { ToolResult.object($0) })
    #expect(object["status"] as? String == "refused")
  }

  @Test func aFullDiskIsOneLine() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let run = try vlasov(line: "table retrieval.t-crit beta=1,2 lambda=1 M=8 -o /dev/full")
    #expect(run.status == 64)
    #expect(run.errorLines.count == 1)
    #expect(run.error.contains("No space left"))
  }

  @Test func tablesStreamIntoTheFile() throws {
    let folder = try TemporaryFolder()
    let run = try vlasov(
      line: "table retrieval.t-crit beta=1,2 lambda=1 M=8 --format csv -o t.csv", folder: folder.path)
    #expect(run.status == 0)
    #expect(folder.text("t.csv")?.split(separator: "\n").count == 3)
  }
}
