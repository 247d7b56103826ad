import VlasovNumbers

extension Sample {
  /// What the text of a sample may be, in one line.
  public static let textDomain = "[x1,x2,...], file:PATH, ih12:SEED:N or comb:N"

  /// The sample that a text names.
  ///
  /// - `[0,1/2,"0x1.8p-3",-2.5e-1]`: a JSON array of exact numbers, in quotes or not;
  /// - `file:PATH`: a file of numbers, one a line, as `SampleReader` reads it; the path is relative to the current folder;
  /// - `ih12:SEED:N`: `irwinHall`, 0 <= SEED < 2^64 and N >= 1;
  /// - `comb:N`: the integers 0, ..., N - 1.
  ///
  /// - Parameter threads: all cores when nil.
  /// - Throws: `SampleError` that says what is wrong, with the file and the line of a file.
  public init(parsing text: String, threads: Int? = nil) throws {
    let bytes = Array(text.utf8)
    if bytes.first == UInt8(ascii: "[") {
      try self.init(numbers: SampleText.array(bytes), threads: threads)
    } else if text.hasPrefix("file:") {
      self = try SampleReader(threads: threads).read(file: String(text.dropFirst(5)))
    } else if text.hasPrefix("ih12:") {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 3, let seed = SampleText.seed(parts[1]) else {
        throw SampleError("expected ih12:SEED:N with an integer 0 <= SEED < 2^64 and N >= 1")
      }
      self = try .irwinHall(seed: seed, count: SampleText.count(parts[2]), threads: threads)
    } else if text.hasPrefix("comb:") {
      self = try .comb(count: SampleText.count(text.dropFirst(5)))
    } else {
      throw SampleError("expected \(Sample.textDomain)")
    }
  }

  /// Whether a text is one of the forms that `init(parsing:)` reads, well-formed or not.
  public static func isText(_ text: String) -> Bool {
    text.hasPrefix("[") || ["file:", "ih12:", "comb:"].contains { text.hasPrefix($0) }
  }
}

/// The pieces of a sample's text.
enum SampleText {
  static func seed(_ text: Substring) -> UInt64? {
    text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } ? UInt64(text) : nil
  }

  /// The N of a generated sample: an integer, also as `1e6`.
  static func count(_ text: Substring) throws -> Int {
    guard let q = Rational(decimal: text), q.isInteger, let n = q.numerator.asInt, n >= 1 else {
      throw SampleError("N=\(text.prefix(40)): expected an integer N >= 1")
    }
    // A double a number, as much again to sort them, and where some repeat the distinct ones with their weights.
    try MemoryNeed(bytesANumber: 40).allow(n)
    return n
  }

  /// The numbers of a JSON array, in quotes or not.
  static func array(_ bytes: [UInt8]) throws -> [SampleNumber] {
    guard bytes.last == UInt8(ascii: "]"), bytes.count >= 2 else {
      throw SampleError("the array does not end with ]")
    }
    let inside = bytes[1..<(bytes.count - 1)]
    guard inside.contains(where: { !isBlank($0) }) else { throw SampleError("the sample is empty") }
    var numbers: [SampleNumber] = []
    for entry in inside.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      let text = unquoted(trimmed(entry))
      switch text.withUnsafeBufferPointer(NumberText.read) {
      case .success(let number): numbers.append(number)
      case .failure(let fault):
        let place = "entry \(numbers.count + 1)"
        throw SampleError(
          position: numbers.count,
          text.isEmpty
            ? "\(place) is empty" : "\(place): \(shown(text)) \(NumberText.explanation(fault, text))")
      }
    }
    return numbers
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (byte >= 9 && byte <= 13) }

  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let head = bytes.drop(while: isBlank)
    guard let last = head.lastIndex(where: { !isBlank($0) }) else { return [] }
    return head[...last]
  }

  private static func unquoted(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let quote = UInt8(ascii: "\"")
    guard bytes.count >= 2, bytes.first == quote, bytes.last == quote else { return bytes }
    return trimmed(bytes.dropFirst().dropLast())
  }

  /// A piece of input in a message: in quotes, short, control characters visible.
  static func shown(_ bytes: some Collection<UInt8>) -> String {
    let limit = 60
    var text = ""
    for scalar in String(decoding: bytes.prefix(limit), as: UTF8.self).unicodeScalars {
      let isControl = scalar.properties.generalCategory == .control
      text += isControl ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
    return "`\(text)\(bytes.count > limit ? "..." : "")`"
  }
}
