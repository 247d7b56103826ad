import Foundation
import Testing
import Vlasov

@testable import VlasovTool

@Suite struct CSVReaderTests {
  private func rows(_ text: String) throws -> [[String]] {
    let folder = try TemporaryFolder()
    let descriptor = open(try folder.file("f.csv", text), O_RDONLY)
    defer { close(descriptor) }
    var reader = CSVReader(descriptor, name: "f.csv")
    var rows: [[String]] = []
    while let row = try reader.row() { rows.append(row.fields) }
    return rows
  }

  @Test(arguments: [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]), ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
    ("a\r1\r", [["a"], ["1"]]),
    ("\"a,1\",\"b\"\"c\"\n", [["a,1", "b\"c"]]), ("\"a\nb\",c\n", [["a\nb", "c"]]),
    ("a,\n,b\n", [["a", ""], ["", "b"]]),
    ("\n\na\n\n", [["a"]]), ("", []), ("\u{FEFF}a\n", [["a"]]), ("\"\",\"\"\n", [["", ""]]),
    (" a , b \n", [[" a ", " b "]]),
  ])
  func records(_ text: String, _ expected: [[String]]) throws {
    #expect(try rows(text) == expected)
  }

  @Test(arguments: [
    ("a\nb\"c\n", "line 2"), ("\"a\n\nb", "line 1"), ("\"a\"b\n", "line 1"), ("x\n\"a\nb\",c\"\n", "line 3"),
  ])
  func malformed(_ text: String, _ place: String) {
    do {
      _ = try rows(text)
      Issue.record("no error")
    } catch {
      #expect("\(error)".contains(place), "\(error)")
    }
  }

  /// Records longer than the reader's block, and many of them, against the texts they were written from.
  @Test func longAndManyRecords() throws {
    var state: UInt64 = 42
    func random(_ n: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % n)
    }
    let alphabet = Array("ab,\"\n\r 1é")
    let table = (0..<300).map { k in
      (0..<4).map { _ in
        "x"
          + String((0..<(k == 7 ? 70_000 : random(40))).map { _ in alphabet[random(UInt64(alphabet.count))] })
      }
    }
    let read = try rows(table.map(CSV.line).joined())
    #expect(read == table)
  }
}
