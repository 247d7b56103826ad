import Foundation
import Testing
import VlasovNumbers

@testable import VlasovModes

@Suite struct SampleTextTests {
  private func values(_ text: String) throws -> [String] {
    let sample = try Sample(parsing: text)
    return (0..<sample.distinct).map { sample.point($0).description }
  }

  private func message(_ text: String) -> String {
    do {
      _ = try Sample(parsing: text)
      return "no error"
    } catch { return "\(error)" }
  }

  @Test func arrays() throws {
    #expect(try values("[0,1/2,\"0x1.8p-3\",-2.5e-1]") == ["-1/4", "0", "3/16", "1/2"])
    #expect(try values("[ 1 , \"2\" ,3]") == ["1", "2", "3"])
    #expect(try values("[1]") == ["1"])
    #expect(try values("[\n1,\n2\n]") == ["1", "2"])
    // The spec's: one value in three forms.
    let sample = try Sample(parsing: "[0x1.8p-3,3/16,0.1875]")
    #expect(sample.distinct == 1 && sample.count == 3)
    #expect(try values("[0,1,1e300]") == ["0", "1", "1" + String(repeating: "0", count: 300)])
  }

  @Test func generated() throws {
    #expect(try Sample(parsing: "ih12:1:1e3").count == 1000)
    #expect(
      try Sample(parsing: "ih12:18446744073709551615:5").points
        == Sample.irwinHall(seed: .max, count: 5).points)
    #expect(try values("comb:4") == ["0", "1", "2", "3"])
  }

  @Test(
    "what is refused, and how",
    arguments: [
      ("", "expected [x1,x2,...], file:PATH, ih12:SEED:N or comb:N"), ("1,2", "expected [x1"), ("[]", "the sample is empty"),
      ("[ ]", "the sample is empty"), ("[1,,2]", "entry 2 is empty"), ("[1,2,]", "entry 3 is empty"), ("[1", "does not end with ]"),
      ("[1,x]", "entry 2: `x` is not a number"), ("[nan]", "entry 1: `nan` is not a finite number"),
      ("[1,-inf]", "entry 2: `-inf` is not a finite number"), ("[[1],[2]]", "entry 1: `[1]` is not a number"),
      ("[1e400]", "entry 1: `1e400` is beyond the range of doubles"), ("[1e-9999999]", "closer to 0"),
      ("ih12:1", "expected ih12:SEED:N"), ("ih12:-1:5", "0 <= SEED < 2^64"), ("ih12:18446744073709551616:5", "SEED"),
      ("ih12:1:0", "N >= 1"), ("ih12:1:-5", "N >= 1"), ("ih12:1:x", "N=x"), ("ih12:1:1.5", "N=1.5"), ("ih12:1:5:6", "expected ih12"),
      ("ih12:+1:5", "SEED"), ("ih12::5", "SEED"), ("comb:0", "N >= 1"), ("comb:", "N >= 1"), ("comb:1e30", "N=1e30"),
      ("comb:1e15", "at most 2^31"), ("ih12:1:1e11", "at most 2^31"), ("file:/nowhere/x", "cannot read /nowhere/x: No such file"),
      ("file:/tmp", "cannot read /tmp: Is a directory"), ("FILE:x", "expected"),
    ])
  func refused(_ text: String, _ says: String) {
    #expect(message(text).contains(says), "\(message(text))")
  }

  @Test func whatLooksLikeASample() {
    #expect(Sample.isText("ih12:x") && Sample.isText("[") && Sample.isText("comb:3") && Sample.isText("file:a"))
    #expect(!Sample.isText("data.csv") && !Sample.isText("combine"))
  }
}
