import Foundation
import VlasovNumbers

/// Reads samples from files: one number a line, columns of a table, and NumPy arrays.
///
/// - Text: one number a line in the syntax of `NumberText` (exact decimals, quotients, hexadecimal floats); blank lines
///   and what follows `#` are ignored.
/// - Tables (`*.csv`, `*.tsv`, or any text of which a column is chosen): fields separated by commas, semicolons, tabs or
///   spaces (whichever the first line shows, in this order: tab, semicolon, comma, space), quoted where needed, with
///   or without a header.
/// - NumPy `.npy` (versions 1 to 3): integers and floats of 32 and 64 bits in either byte order, one-dimensional, or
///   a column of a matrix.
///
/// The result does not depend on the number of threads.
public struct SampleReader: Sendable {
  /// A column of a table.
  public enum Column: Sendable, Equatable, CustomStringConvertible {
    case name(String)
    /// Counted from 1.
    case number(Int)

    /// A whole number counts columns from 1; anything else is a name.
    public init(_ text: String) {
      self = Integer(text)?.asInt.map { .number($0) } ?? .name(text)
    }

    public var description: String {
      switch self {
      case .name(let name): name
      case .number(let k): String(k)
      }
    }
  }

  /// The column of a table; needed when there are several.
  public var column: Column?
  /// Positive weights: another column of the table, or else a file with as many numbers.
  public var weights: String?
  /// All cores when nil.
  public var threads: Int?
  /// Bytes of memory that the sample may take while it is read.
  public var memoryLimit: Int

  public init(column: Column? = nil, weights: String? = nil, threads: Int? = nil, memoryLimit: Int? = nil) {
    self.column = column
    self.weights = weights
    self.threads = threads
    self.memoryLimit = memoryLimit ?? MemoryNeed.available
  }

  /// The sample of a file; `-` is standard input.
  ///
  /// - Throws: `SampleError` that names the file, and the line of what is no number.
  public func read(file path: String) throws -> Sample {
    var columns = try contents(of: path)
    if let weights, columns.weights == nil {
      var reader = self
      (reader.column, reader.weights) = (nil, nil)
      guard access(weights, F_OK) == 0 else {
        throw SampleError("there is neither a column nor a file \(weights) for the weights")
      }
      let list = try reader.contents(of: weights).numbers
      guard list.count == columns.numbers.count else {
        throw SampleError(
          "\(weights) has \(list.count) weights for the \(columns.numbers.count) numbers of \(path)")
      }
      if let bad = list.firstIndex(where: { !$0.isPositive }) {
        throw SampleError("\(weights): weight \(bad + 1) is not positive")
      }
      columns.weights = list
    }
    if columns.weights == nil, let doubles = Self.doubles(columns.numbers) {
      columns.numbers = []
      return try Sample(doubles: doubles, threads: threads)
    }
    return try Sample(numbers: columns.numbers, weights: columns.weights, threads: threads)
  }

  private func contents(of path: String) throws -> SampleColumns {
    let source = try ByteSource(path)
    var head: [UInt8] = []
    _ = try source.fill(&head, to: 8)
    if let kind = FileKind(head) { throw SampleError("\(source.name) is \(kind.description)") }
    if head.starts(with: NumpyFile.magic) {
      return try NumpyFile(source, head, self).read()
    }
    let isTable = column != nil || [".csv", ".tsv"].contains { path.lowercased().hasSuffix($0) }
    var file = TextFile(source, head, self, isTable: isTable)
    return try file.read()
  }

  /// The numbers as doubles, when all of them are.
  private static func doubles(_ numbers: [SampleNumber]) -> [Double]? {
    let areDoubles = numbers.allSatisfy {
      if case .double = $0 { true } else { false }
    }
    guard areDoubles else { return nil }
    return numbers.map {
      if case .double(let x) = $0 { x } else { 0 }
    }
  }
}

/// What was read, in the order of the file.
struct SampleColumns: Sendable {
  var numbers: [SampleNumber] = []
  /// Nil when the file has no column of weights.
  var weights: [SampleNumber]?
}

/// Files that are no text, by their first bytes.
private struct FileKind {
  let description: String

  init?(_ head: [UInt8]) {
    let kinds: [([UInt8], String)] = [
      ([0x1F, 0x8B], "compressed (gzip); unpack it first: `gunzip -c FILE | ... -`"),
      ([0x50, 0x4B, 3, 4], "an archive (zip or npz); unpack it first"),
      ([0x28, 0xB5, 0x2F, 0xFD], "compressed (zstd); unpack it first"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "compressed (xz); unpack it first"),
      ([0x89, 0x48, 0x44, 0x46], "an HDF5 file; write the column as text or .npy"),
      (Array("PAR1".utf8), "a Parquet file; write the column as text or .npy"),
      ([0xFF, 0xFE], "UTF-16 text; write it as UTF-8"), ([0xFE, 0xFF], "UTF-16 text; write it as UTF-8"),
    ]
    guard let kind = kinds.first(where: { head.starts(with: $0.0) }) else { return nil }
    description = kind.1
  }
}
