import Foundation
import Testing
import VlasovNumbers

@testable import VlasovModes

@Suite struct SampleFileTests {
  /// A folder that goes away with the value.
  private final class Folder {
    let path = NSTemporaryDirectory() + "vlasov-modes-\(UUID().uuidString)"
    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }
    func file(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
      let file = path + "/" + name
      try Data(bytes).write(to: URL(fileURLWithPath: file))
      return file
    }
  }

  private func points(_ text: String, _ name: String = "x.txt", _ reader: SampleReader = SampleReader()) throws
    -> [String]
  {
    let folder = try Folder()
    let sample = try reader.read(file: folder.file(name, text.utf8))
    return (0..<sample.distinct).map { sample.point($0).description }
  }

  private func message(_ bytes: some Sequence<UInt8>, _ name: String = "x.txt", _ reader: SampleReader = SampleReader())
    throws -> String
  {
    let folder = try Folder()
    do {
      _ = try reader.read(file: folder.file(name, bytes))
      return "no error"
    } catch { return "\(error)".replacingOccurrences(of: folder.path + "/", with: "") }
  }

  // MARK: One number a line

  @Test func lines() throws {
    #expect(try points("1\n2\n3\n") == ["1", "2", "3"])
    #expect(try points("1\n2\n3") == ["1", "2", "3"], "no line feed at the end")
    #expect(try points("\u{FEFF}1\r\n2\r\n\r\n3\r\n") == ["1", "2", "3"], "byte order mark and CRLF")
    #expect(try points("# head\n\n  1  # one\n\t2\t\n   \n#3\n1/3#third\n") == ["1/3", "1", "2"])
    #expect(try points("+.5\n5.\n-0\n0x1.8p-3\n2^-5\n1e-400\n").count == 6)
    #expect(try points("7") == ["7"])
  }

  @Test(
    "a line that is no number is named",
    arguments: [
      ("1\n2\nx\n", "x.txt, line 3: `x` is not a number"), ("\n#\n1,5\n", "x.txt, line 3: `1,5` is not a number (a decimal has a point)"),
      ("1\nnan\n", "x.txt, line 2: `nan` is not a finite number"), ("1\n2\n-Infinity", "x.txt, line 3: `-Infinity` is not a finite number"),
      ("1_000\n", "line 1: `1_000` is not a number"), ("1\n\u{0}\n", "line 2: `\\u{0}` is not a number"), ("1\n١\n", "line 2: `١` is not a number"),
      ("1e400\n", "line 1: `1e400` is beyond the range of doubles"), ("1 2\n", "line 1: `1 2` is not a number"),
      ("1\r2\n", "line 1: `1\\u{d}2` is not a number"), ("", "x.txt holds no number"), ("\n# nothing\n\n", "x.txt holds no number"),
      ("\u{FEFF}", "x.txt holds no number"), ("1\n\"2\"\n", "line 2: `\"2\"` is not a number"),
    ])
  func badLines(_ text: String, _ says: String) throws {
    let found = try message(text.utf8)
    #expect(found.contains(says), "\(found)")
  }

  @Test func filesThatAreNoText() throws {
    #expect(try message([0x1F, 0x8B, 8, 0]).contains("compressed (gzip)"))
    #expect(try message([0x50, 0x4B, 3, 4, 0]).contains("an archive"))
    #expect(try message([0xFF, 0xFE, 0x31, 0]).contains("UTF-16"))
    #expect(try message([0x31, 0x0A, 0xC3, 0x28, 0x0A]).contains("line 2: "), "bytes that are no UTF-8")
    let folder = try Folder()
    #expect(throws: SampleError.self) { try SampleReader().read(file: folder.path) }
    #expect(throws: SampleError.self) { try SampleReader().read(file: folder.path + "/none") }
  }

  /// Many blocks and pieces: the result, and the line of a fault, do not depend on the number of threads.
  @Test(arguments: [1, 2, 7]) func pieces(_ threads: Int) throws {
    let folder = try Folder()
    let count = 300_000
    var text = "# 300000 numbers\n"
    for i in 0..<count { text += "\(i * 7919 % count).\(i % 7)\(i % 3 == 0 ? " # note" : "")\n\(i % 11 == 0 ? "\n" : "")" }
    let reader = SampleReader(threads: threads)
    let sample = try reader.read(file: folder.file("a.txt", text.utf8))
    #expect(sample.count == count)
    let expected = try Sample(
      numbers: (0..<count).map { .rational(Rational(10 * ($0 * 7919 % count) + $0 % 7, 10)) })
    #expect(sample.points == expected.points)
    // A fault near the end, and one after it that must not win.
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
    let file = try folder.file("b.txt", (text + "oops\n1\n" + text + "later\n").utf8)
    #expect { try reader.read(file: file) } throws: { "\($0)".contains("line \(lines): `oops`") }
  }

  // MARK: Tables

  private static let table = "time,\"speed, m/s\",w\n1,0.5,2\n2,\"0.25\",1\n3,1/3,3\n"

  @Test func columns() throws {
    func column(_ text: String, _ table: String = Self.table, weights: String? = nil) throws -> [String] {
      try points(table, "x.csv", SampleReader(column: SampleReader.Column(text), weights: weights))
    }
    #expect(try column("time") == ["1", "2", "3"])
    #expect(try column("1") == ["1", "2", "3"])
    #expect(try column("speed, m/s") == ["1/4", "1/3", "1/2"])
    #expect(try column("2", "a;b\n1;2\n3;4\n") == ["2", "4"], "semicolons")
    #expect(try column("b", "a\tb\n1\t2\n3\t4\n") == ["2", "4"], "tabs")
    #expect(try column("b", "a   b\n 1  2\n3 4  \n") == ["2", "4"], "blanks")
    #expect(try column("2", "1 2 # note\n3 4\n") == ["2", "4"], "no header, comments")
    #expect(try column("2", "a,b\r\n1,2\r\n\r\n3,4") == ["2", "4"], "CRLF")
    #expect(try column("b", "a,b\n\"x\ny\",2\n\"\"\"\",4\n") == ["2", "4"], "quoted line ends and quotes")
    #expect(try column("b", "\u{FEFF}b,a\n1,x\n2,y\n") == ["1", "2"], "byte order mark")
    #expect(try points("1\n2\n", "x.csv") == ["1", "2"])
    #expect(try points("x\n1\n2\n", "x.CSV") == ["1", "2"], "a header")
    #expect(try points("\"x\"\n\"1\"\n2\n", "x.csv") == ["1", "2"])
    #expect(try points("# made by\nx\n1\n", "x.csv") == ["1"])
    #expect(try points("c d\n1 2\n", "x.txt", SampleReader(column: .name("d"))) == ["2"])
  }

  @Test func weights() throws {
    let folder = try Folder()
    let file = try folder.file("x.csv", Self.table.utf8)
    let list = try folder.file("w.txt", "2\n1\n3\n".utf8)
    let sample = try SampleReader(column: .name("time"), weights: "w").read(file: file)
    #expect((0..<3).map { sample.weight($0) } == [2, 1, 3])
    #expect(try SampleReader(column: .number(1), weights: "3").read(file: file).weight(2) == 3)
    #expect(try SampleReader(column: .number(1), weights: list).read(file: file).weight(0) == 2)
    let two = try folder.file("two.csv", "w,x\n2,5\n1/3,4\n".utf8)
    let other = try SampleReader(weights: "w").read(file: two)
    #expect(other.point(0) == 4 && other.weight(0) == Rational(1, 3))
    #expect(try SampleReader(weights: list).read(file: folder.file("x.txt", "1\n1\n4\n".utf8)).weight(0) == 3)
    for (weights, says) in [
      ("nothing", "there is neither a column nor a file nothing"), ("9", "there is no column 9"), (two, "there are 2 columns"),
    ] {
      #expect {
        try SampleReader(column: .number(1), weights: weights).read(file: file)
      } throws: { "\($0)".contains(says) }
    }
    let short = try folder.file("short.txt", "1\n2\n".utf8)
    let bad = try folder.file("bad.txt", "1\n0\n-2\n".utf8)
    let zero = try folder.file("zero.csv", "x,w\n1,1\n2,0\n".utf8)
    #expect {
      try SampleReader(column: .number(1), weights: short).read(file: file)
    } throws: { "\($0)".contains("2 weights for the 3 numbers") }
    #expect {
      try SampleReader(column: .number(1), weights: bad).read(file: file)
    } throws: { "\($0)".contains("weight 2 is not positive") }
    #expect {
      try SampleReader(column: .number(1), weights: "w").read(file: zero)
    } throws: { "\($0)".contains("line 3: the weight is not positive") }
  }

  @Test(
    "faults of tables",
    arguments: [
      ("a,b\n1,2\n3\n", "2", "x.csv, line 3: 1 field instead of 2"), ("a,b\n1,2,3\n", "1", "line 2: 3 fields instead of 2"),
      ("a,b\n1,2\n", "c", "there is no column c: the first line has `a`, `b`"), ("a,b\n1,2\n", "3", "there is no column 3: there are 2 columns"),
      ("a,b\n1,2\n", "0", "there is no column 0"), ("a,a\n1,2\n", "a", "2 columns are named a"), ("a,b\n1,\n", "b", "line 2: the number is missing"),
      ("a,b\n1,NA\n", "b", "line 2: `NA` is not a number"), ("a,b\n1,nan\n", "b", "line 2: `nan` is not a finite number"),
      ("a,b\n1,\"2\n", "b", "line 2: a quoted field without its closing quote"), ("a,b\n1,\"2\"3\n", "b", "line 2: text after a quoted field"),
      ("a,b\n", "b", "holds no number"), ("", "b", "holds no number"), ("a,b\n\"x\ny\",2\n1,z\n", "b", "line 4: `z`"),
      ("a;b\n1;2,5\n", "b", "`2,5` is not a number (a decimal has a point)"),
    ])
  func badTables(_ text: String, _ column: String, _ says: String) throws {
    let found = try message(text.utf8, "x.csv", SampleReader(column: SampleReader.Column(column)))
    #expect(found.contains(says), "\(found)")
  }

  @Test func aTableNeedsAChoice() throws {
    #expect(try message("a,b\n1,2\n".utf8, "x.csv").contains("line 1: there are 2 columns (`a`, `b`): choose one"))
  }

  /// Quoted line ends across the pieces of a large table.
  @Test(arguments: [1, 3]) func piecesOfATable(_ threads: Int) throws {
    let folder = try Folder()
    let count = 60_000
    var text = "name,x\n"
    for i in 0..<count { text += i % 5 == 0 ? "\"a\n\"\"b,\(i)\n\",\(i)\n" : "a,\(i)\n" }
    let reader = SampleReader(column: .name("x"), threads: threads)
    let sample = try reader.read(file: folder.file("x.csv", text.utf8))
    #expect(sample.points == (0..<count).map(Double.init))
    let lines = text.utf8.count { $0 == UInt8(ascii: "\n") }
    let file = try folder.file("y.csv", (text + "\"\n\",y\n").utf8)
    #expect { try reader.read(file: file) } throws: { "\($0)".contains("line \(lines + 1): `y`") }
  }

  // MARK: Memory

  @Test func whatNeedsTooMuchMemoryIsRefused() throws {
    let folder = try Folder()
    let text = String(repeating: "1.25\n", count: 4_000_000)
    let file = try folder.file("x.txt", text.utf8)
    #expect {
      try SampleReader(memoryLimit: 100_000_000).read(file: file)
    } throws: {
      let message = "\($0)"
      return message.contains("x.txt: about 4") && message.contains("need 0.3 GB of memory, and there are 0.1 GB")
    }
    #expect(try SampleReader().read(file: file).count == 4_000_000)
    #expect(throws: SampleError.self) { try MemoryNeed(bytesANumber: 8).allow(1 << 31 + 1) }
    #expect(MemoryNeed.available > 1 << 20)
  }
}
