import Testing

@testable import VlasovCInterface

@Suite struct JSONReaderTests {
  @Test func values() throws {
    #expect(
      try JSONReader.read(" [1, -0.5e+3, \"a\\u00e9\\ud83d\\ude00\\n\", true, null, {}] ")
        == .array([.number("1"), .number("-0.5e+3"), .string("aé😀\n"), .boolean(true), .null, .object([])]))
  }
}
