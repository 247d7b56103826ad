import Foundation
import Testing

/// Interrupts, pipes and memory.
@Suite(.serialized) struct TableStreamTests {
  /// Waits until something has happened, at most a minute.
  private func wait(until isDone: () -> Bool) throws {
    for _ in 0..<3000 {
      if isDone() { return }
      usleep(20_000)
    }
    try #require(isDone(), "nothing after a minute")
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)])
  func aSignalLeavesWholeRows(_ signal: Int32, _ status: Int) throws {
    let process = try ToolProcess(
      [
        "table", "retrieval.t-crit", "beta=1:3/1000001", "lambda=1", "M=8", "--format", "csv", "--digits",
        "50",
      ])
    try wait { process.outputSize >= 20_000 }
    process.send(signal)
    let run = process.wait()
    #expect(run.status == status)
    #expect(run.output.hasSuffix("\n"))
    #expect(run.lines.count > 20)
    let rows = run.lines.dropFirst().map(Fields.split)
    #expect(rows.allSatisfy { $0.count == 12 })
    #expect(rows.map { $0[0] } == (1...rows.count).map(String.init), "rows in order, none missing")
    #expect(rows.last?.dropFirst(9).first == "certified")
    #expect(run.error.isEmpty)
  }

  @Test func anInterruptedTableFileHoldsWholeRows() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("t.json")
    let process = try ToolProcess(
      ["table", "retrieval.t-crit", "beta=1:3/1000001", "lambda=1", "M=8", "--format", "json", "-o", file])
    try wait { (folder.text("t.json")?.utf8.count ?? 0) >= 20_000 }
    process.send(SIGINT)
    #expect(process.wait().status == 130)
    let text = try #require(folder.text("t.json"))
    #expect(text.hasSuffix("}\n"))
    let objects = text.split(separator: "\n").map { ToolResult.object(String($0)) }
    #expect(objects.count > 10)
    #expect(objects.allSatisfy { $0 != nil })
  }

  @Test func anInterruptedEvalLeavesNoFile() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("v.txt")
    let process = try ToolProcess(
      [
        "eval", "retrieval.t-crit", "beta=1", "lambda=1", "M=8", "--digits", "100000", "--max-seconds", "0",
        "-o", file,
      ])
    // The temporary file shows that the work has begun.
    try wait { !folder.names.isEmpty }
    process.send(SIGINT)
    #expect(process.wait().status == 130)
    #expect(folder.names.isEmpty, "left behind: \(folder.names)")
  }

  @Test func aReaderThatGoesAwayEndsTheTableQuietly() throws {
    let folder = try TemporaryFolder()
    let table = "\(ToolProcess.executable) table retrieval.t-crit beta=1:3/1000001 lambda=1 M=8"
    let run = try ToolProcess(
      ["-c", "{ \(table) 2>error; echo $? >status; } | head -n 1"], folder: folder.path, program: "/bin/sh"
    ).wait()
    #expect(run.lines.count == 1)
    #expect(folder.text("status") == "141\n")
    #expect(folder.text("error") == "")
  }

  /// A reader that neither reads nor goes away does not keep an interrupted table alive.
  @Test func aStuckReaderDoesNotHoldTheTable() throws {
    let folder = try TemporaryFolder()
    let pipe = try folder.file("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    let reader = open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    try #require(reader >= 0)
    defer { close(reader) }
    let process = try ToolProcess(
      ["table", "retrieval.t-crit", "beta=1:3/1000001", "lambda=1", "M=8", "-o", pipe])
    // The pipe holds 64 KiB: then the table waits for the reader.
    try wait {
      var waiting: Int32 = 0
      return ioctl(reader, UInt(FIONREAD), &waiting) == 0 && waiting > 60_000
    }
    process.send(SIGINT)
    #expect(process.wait().status == 130)
  }

  /// Four times the rows take the same memory: rows stream.
  @Test func memoryIsFlat() throws {
    func peak(_ rows: String) throws -> Int {
      let run = try vlasov(
        line:
          "table retrieval.profile s=1/2:1/\(rows) beta=1 M=8 t=1 lambda=1 --digits 5 --format json "
          + "-o /dev/null"
      )
      #expect(run.status == 0)
      return run.peakMemory
    }
    // Large enough for blocks and buffers to reach their full size.
    let small = try peak("1e5")
    let large = try peak("4e5")
    #expect(large < small + 16_000, "\(small) KiB for 1e5 rows, \(large) KiB for 4e5")
  }

  /// A row file of any length is read in pieces.
  @Test func memoryIsFlatForRowFiles() throws {
    func peak(_ rows: Int) throws -> Int {
      let folder = try TemporaryFolder()
      let file = try folder.file("p.csv", "s\n" + String(repeating: "-1\n", count: rows))
      let run = try vlasov(
        line:
          "table retrieval.profile beta=1 M=8 t=1 lambda=1 --from \(file) --format csv -o /dev/null --quiet")
      #expect(run.status == 2)
      return run.peakMemory
    }
    let small = try peak(10_000)
    let large = try peak(100_000)
    #expect(large < small + 8_000, "\(small) KiB for 10000 rows, \(large) KiB for 100000")
  }
}
