import Foundation
import Testing
import VlasovNumbers

@testable import VlasovModes

@Suite struct NumpyFileTests {
  /// An array file as NumPy writes it.
  static func npy(
    _ type: String, _ shape: String, _ entries: [UInt8], version: UInt8 = 1, order: String = "False"
  ) -> [UInt8] {
    var header = "{'descr': \(type), 'fortran_order': \(order), 'shape': \(shape), }"
    let prefix = version == 1 ? 10 : 12
    while (header.utf8.count + prefix + 1) % 64 != 0 { header += " " }
    header += "\n"
    let length = header.utf8.count
    let field = (0..<(version == 1 ? 2 : 4)).map { UInt8(length >> (8 * $0) & 255) }
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + field + Array(header.utf8) + entries
  }

  static func bytes<T: FixedWidthInteger>(_ words: [T], big: Bool = false) -> [UInt8] {
    words.flatMap { w in withUnsafeBytes(of: big ? w.bigEndian : w.littleEndian) { Array($0) } }
  }

  private func read(_ bytes: [UInt8], _ reader: SampleReader = SampleReader()) throws -> [String] {
    let path = NSTemporaryDirectory() + "vlasov-\(UUID().uuidString).npy"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let sample = try reader.read(file: path)
    return (0..<sample.distinct).map { sample.point($0).description }
  }

  private func message(_ bytes: [UInt8], _ reader: SampleReader = SampleReader()) -> String {
    do {
      return "no error: \(try read(bytes, reader))"
    } catch { return "\(error)" }
  }

  private let doubles = [0.5, -1.25, 3].map(\.bitPattern)

  @Test(arguments: [1, 2, 3]) func floats(_ version: UInt8) throws {
    let expected = ["-5/4", "1/2", "3"]
    #expect(try read(Self.npy("'<f8'", "(3,)", Self.bytes(doubles), version: version)) == expected)
    #expect(try read(Self.npy("'>f8'", "(3,)", Self.bytes(doubles, big: true), version: version)) == expected)
    #expect(try read(Self.npy("'<f8'", "(3, 1)", Self.bytes(doubles), version: version)) == expected)
    #expect(try read(Self.npy("'<f8'", "(3,)", Self.bytes(doubles), version: version, order: "True")) == expected)
    let singles = [Float(0.1), 2].map(\.bitPattern)
    #expect(try read(Self.npy("'<f4'", "(2,)", Self.bytes(singles))) == ["13421773/134217728", "2"])
    #expect(try read(Self.npy("'<f8'", "(2,)", Self.bytes([(-0.0).bitPattern, 0.0.bitPattern]))) == ["0"])
  }

  @Test func integers() throws {
    let large: [Int64] = [1 << 53 + 1, -5, .min]
    #expect(
      try read(Self.npy("'<i8'", "(3,)", Self.bytes(large))) == ["-9223372036854775808", "-5", "9007199254740993"])
    #expect(try read(Self.npy("'>i8'", "(3,)", Self.bytes(large, big: true))).count == 3)
    #expect(try read(Self.npy("'<u8'", "(2,)", Self.bytes([UInt64.max, 7]))) == ["7", "18446744073709551615"])
    #expect(try read(Self.npy("'>i2'", "(2,)", Self.bytes([Int16(-2), 300], big: true))) == ["-2", "300"])
    #expect(try read(Self.npy("'|i1'", "(2,)", Self.bytes([Int8(-2), 100]))) == ["-2", "100"])
    #expect(try read(Self.npy("'|u1'", "(2,)", [200, 3])) == ["3", "200"])
    #expect(try read(Self.npy("'<i4'", "(2,)", Self.bytes([Int32.min, 1]))) == ["-2147483648", "1"])
    #expect(try read(Self.npy("'<u4'", "(1,)", Self.bytes([UInt32.max]))) == ["4294967295"])
  }

  @Test func matrices() throws {
    let words = (1...6).map { Double($0).bitPattern }
    let rows = Self.npy("'<f8'", "(2, 3)", Self.bytes(words))
    #expect(try read(rows, SampleReader(column: .number(2))) == ["2", "5"])
    let columns = Self.npy("'<f8'", "(2, 3)", Self.bytes(words), order: "True")
    #expect(try read(columns, SampleReader(column: .number(2))) == ["3", "4"])
    #expect(try read(rows, SampleReader(column: .number(2), weights: "1")) == ["2", "5"])
    #expect(message(rows).contains("the array has 3 columns: choose one"))
    #expect(message(rows, SampleReader(column: .number(4))).contains("there is no column 4"))
    #expect(message(rows, SampleReader(column: .name("x"))).contains("there is no column x"))
  }

  @Test func whatIsRefused() {
    let good = Self.bytes(doubles)
    #expect(message(Self.npy("'<f2'", "(3,)", [0, 0, 0, 0, 0, 0])).contains("entries of type <f2: expected"))
    #expect(message(Self.npy("'<c16'", "(3,)", good + good)).contains("entries of type <c16"))
    #expect(message(Self.npy("'|O'", "(3,)", good)).contains("entries of type |O"))
    #expect(message(Self.npy("'<M8[ns]'", "(3,)", good)).contains("entries of type <M8[ns]"))
    #expect(message(Self.npy("'|b1'", "(3,)", [1, 0, 1])).contains("entries of type |b1"))
    #expect(message(Self.npy("[('x', '<f8'), ('y', '<f8')]", "(1,)", good)).contains("entries of type [('x', '<f8'), ('y', '<f8')]"))
    #expect(message(Self.npy("'<f8'", "(4,)", good)).contains("ends early: 24 bytes of entries instead of 32"))
    #expect(message(Self.npy("'<f8'", "(2,)", good)).contains("more bytes follow"))
    #expect(message(Self.npy("'<f8'", "(0,)", [])).contains("holds no number"))
    #expect(message(Self.npy("'<f8'", "()", good)).contains("shape ()"))
    #expect(message(Self.npy("'<f8'", "(1, 1, 3)", good)).contains("shape (1, 1, 3)"))
    #expect(message(Self.npy("'<f8'", "(99999999999,)", good)).contains("2^31"))
    #expect(message(Self.npy("'<f8'", "(x,)", good)).contains("no npy dictionary"))
    #expect(message(Self.npy("'<f8'", "(3,)", good, version: 9)).contains("version 9.0"))
    #expect(message(Array(Self.npy("'<f8'", "(3,)", good).prefix(40))).contains("ends early, inside its header"))
    #expect(message(Array(NumpyFile.magic)).contains("ends early"))
    let bad = [1, Double.nan, 2].map(\.bitPattern)
    #expect(message(Self.npy("'<f8'", "(3,)", Self.bytes(bad))).contains("entry 2: is not a finite number"))
    #expect(
      message(Self.npy("'<f8'", "(200000000,)", []), SampleReader(memoryLimit: 1_000_000)).contains(
        "200000000 numbers need"))
  }
}
