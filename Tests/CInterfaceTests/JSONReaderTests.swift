import Foundation
import TestSupport
import Testing

@testable import VlasovCInterface

@Suite struct JSONReaderTests {
  @Test func values() throws {
    let text = " [1, -0.5e+3, \"a\\u00e9\\ud83d\\ude00\\n\\/\", true, false, null, {}, {\"b\":{\"a\":[]}} ] "
    #expect(
      try JSONReader.read(text)
        == .array([
          .number("1"), .number("-0.5e+3"), .string("aé😀\n/"), .boolean(true), .boolean(false), .null,
          .object([]),
          .object([.init(key: "b", value: .object([.init(key: "a", value: .array([]))]))]),
        ]))
  }

  @Test func keysKeepTheirOrder() throws {
    let parsed = try JSONReader.read("{\"z\":1,\"a\":2,\"m\":3}")
    guard case .object(let pairs) = parsed else {
      Issue.record("no object: \(parsed)")
      return
    }
    #expect(pairs.map(\.key) == ["z", "a", "m"])
    #expect(parsed["a"]?.text == "2" && parsed["b"] == nil)
  }

  @Test(arguments: [
    "", " ", "[", "]", "[1,]", "[1 2]", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "tru", "01", "-",
    "1.", "1e",
    "+1", ".5", "NaN", "\"", "\"\\x\"", "\"\\u12\"", "\"\\u+123\"", "\"\\ud800\"", "\"\\ud800\\u0041\"",
    "\"\\udc00\"",
    "\"\n\"", "1 1", "{\"a\":1,\"a\":2}",
  ])
  func malformed(_ text: String) {
    #expect(throws: JSONReader.Failure.self) { try JSONReader.read(text) }
  }

  /// Many keys, in time that grows with their number.
  @Test func manyKeys() throws {
    let keys = (0..<200_000).map { "\"k\($0)\":1" }
    let text = "{" + keys.joined(separator: ",") + "}"
    guard case .object(let pairs) = try JSONReader.read(text) else {
      Issue.record("no object")
      return
    }
    #expect(pairs.count == 200_000)
    #expect(throws: JSONReader.Failure.self) {
      try JSONReader.read("{" + (keys.prefix(20) + [keys[19]]).joined(separator: ",") + "}")
    }
  }

  /// A hostile depth is an error, not a stack overflow.
  @Test func deep() {
    #expect(throws: JSONReader.Failure.self) {
      try JSONReader.read(String(repeating: "[", count: 1_000_000))
    }
  }

  /// Foundation's reader is the independent route: the same texts are JSON, with the same strings.
  @Test func random() {
    var generator = SeededGenerator(seed: 8)
    let alphabet = Array("[]{},:\"\\u0123abtrefalsn .-+eE\n")
    var accepted = 0
    for _ in 0..<20_000 {
      let text = String(
        (0..<Int.random(in: 1...12, using: &generator)).map { _ in alphabet.randomElement(using: &generator)!
        })
      let ours = try? JSONReader.read(text)
      let theirs = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
      if ours != nil { accepted += 1 }
      #expect((ours == nil) == (theirs == nil), "\(text.debugDescription)")
      if case .string(let s)? = ours { #expect(s == theirs as? String, "\(text.debugDescription)") }
    }
    #expect(accepted > 200)
  }
}
