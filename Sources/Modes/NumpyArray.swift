import VlasovNumbers

/// A NumPy array file (.npy) of any dimension, every entry an exact rational: a float stands for the dyadic number it is.
public struct NumpyArray: Sendable {
  public let shape: [Int]
  /// In the order of the last index running fastest, whatever the order in the file.
  public let entries: [Rational]

  private static let mostEntries = 1 << 24

  /// Whether a file begins like an npy file.
  public static func isArray(_ path: String) -> Bool {
    guard let source = try? ByteSource(path) else { return false }
    var head: [UInt8] = []
    _ = try? source.fill(&head, to: NumpyHeader.magic.count)
    return head == NumpyHeader.magic
  }

  /// Reads a file.
  ///
  /// - Throws: `SampleError`, one line that names the file: not readable, cut short, of other entries than integers and floats
  ///   of at most 64 bits, or with an entry that is not finite.
  public init(path: String) throws {
    let source = try ByteSource(path)
    func failure(_ message: String) -> SampleError { SampleError("\(source.name): \(message)") }
    var bytes: [UInt8] = []
    _ = try source.fill(&bytes, to: NumpyHeader.magic.count)
    guard bytes == NumpyHeader.magic else { throw failure("is no npy file") }
    let header = try NumpyHeader(source, &bytes)
    guard let entry = NumpyEntry(header.type) else {
      throw failure(
        "entries of type \(header.type): expected integers or floats of at most 64 bits (float64, float32, int64, ...)"
      )
    }
    var count = 1
    for size in header.shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      count = overflow ? Int.max : product
    }
    guard count <= Self.mostEntries else {
      throw failure("an array of shape \(header.shapeText): at most \(Self.mostEntries) entries are read")
    }
    let length = count * entry.size
    var data: [UInt8] = []
    // In blocks: a header that promises more than the file holds must not fill the memory.
    while data.count < length, try !source.fill(&data, to: min(length, data.count + 1 << 24)) {}
    guard data.count == length else {
      throw failure("ends early: \(data.count) bytes of entries instead of \(length)")
    }
    var rest: [UInt8] = []
    _ = try source.fill(&rest, to: 1)
    guard rest.isEmpty else { throw failure("more bytes follow the array") }
    shape = header.shape
    let places = header.isColumnMajor ? Self.columnMajor(header.shape, count) : nil
    entries = try data.withUnsafeBytes { bytes in
      try (0..<count).map { k in
        guard let number = entry.read(bytes, (places?[k] ?? k) * entry.size) else {
          throw failure("entry \(Self.place(k, header.shape)) is not a finite number")
        }
        return number.rational
      }
    }
  }

  /// Where the entries lie in a file whose first index runs fastest.
  private static func columnMajor(_ shape: [Int], _ count: Int) -> [Int] {
    (0..<count).map { k in
      var (rest, place) = (k, 0)
      for size in shape.reversed() {
        place = place * size + rest % size
        rest /= size
      }
      return place
    }
  }

  /// `[2,1]`, counted from 1.
  private static func place(_ k: Int, _ shape: [Int]) -> String {
    var rest = k
    var indices: [Int] = []
    for size in shape.reversed() {
      indices.insert(rest % size + 1, at: 0)
      rest /= size
    }
    return "[" + indices.map(String.init).joined(separator: ",") + "]"
  }
}
