import VlasovNumbers

/// A NumPy array file (.npy, versions 1.0 to 3.0): a header that is a Python dictionary, then the raw entries.
struct NumpyFile {
  static var magic: [UInt8] { NumpyHeader.magic }

  private let source: ByteSource
  private var head: [UInt8]
  private let reader: SampleReader

  init(_ source: ByteSource, _ head: [UInt8], _ reader: SampleReader) {
    self.source = source
    self.head = head
    self.reader = reader
  }

  private func failure(_ message: String) -> SampleError { SampleError("\(source.name): \(message)") }

  func read() throws -> SampleColumns {
    var bytes = head
    let header = try NumpyHeader(source, &bytes)
    guard let entry = NumpyEntry(header.type) else {
      throw failure(
        "entries of type \(header.type): expected integers or floats of at most 64 bits (float64, float32, int64, ...)"
      )
    }
    let (count, columns) = try shape(header)
    let wanted = try column(columns)
    let weights = try weightColumn(columns)
    let need = MemoryNeed(
      bytesANumber: entry.size * columns + 40 * (weights == nil ? 1 : 2), limit: reader.memoryLimit)
    do { try need.allow(count) } catch let error as SampleError { throw failure(error.message) }
    let length = count * columns * entry.size
    var data: [UInt8] = []
    // In blocks: a header that promises more than the file holds must not fill the memory.
    while data.count < length, try !source.fill(&data, to: min(length, data.count + 1 << 24)) {}
    guard data.count == length else {
      throw failure("ends early: \(data.count) bytes of entries instead of \(length)")
    }
    var rest: [UInt8] = []
    _ = try source.fill(&rest, to: 1)
    guard rest.isEmpty else { throw failure("more bytes follow the array") }
    var result = SampleColumns()
    func numbers(_ column: Int) throws -> [SampleNumber] {
      let (first, step) = header.isColumnMajor ? (column * count, 1) : (column, columns)
      return try data.withUnsafeBytes { bytes in
        try (0..<count).map { i in
          guard let number = entry.read(bytes, (first + i * step) * entry.size) else {
            throw SampleError(position: i, "\(source.name), entry \(i + 1): is not a finite number")
          }
          return number
        }
      }
    }
    result.numbers = try numbers(wanted)
    if let weights {
      result.weights = try numbers(weights)
      if let bad = result.weights?.firstIndex(where: { !$0.isPositive }) {
        throw failure("weight \(bad + 1) is not positive")
      }
    }
    return result
  }

  // MARK: Columns

  /// Numbers in a column, and columns.
  private func shape(_ header: NumpyHeader) throws -> (count: Int, columns: Int) {
    let text = "(" + header.shape.map(String.init).joined(separator: ", ") + ")"
    guard header.shape.count == 1 || header.shape.count == 2 else {
      throw failure("an array of shape \(text): expected one dimension, or a matrix")
    }
    let columns = header.shape.count == 2 ? header.shape[1] : 1
    guard header.shape[0] > 0, columns > 0 else { throw failure("holds no number") }
    guard columns <= 1 << 20, header.shape[0] <= MemoryNeed.largestCount else {
      throw failure("an array of shape \(text): a sample has at most 2^31 numbers")
    }
    return (header.shape[0], columns)
  }

  private func column(_ columns: Int) throws -> Int {
    switch reader.column {
    case .number(let k)?:
      guard k >= 1, k <= columns else { throw failure("there is no column \(k): the array has \(columns)") }
      return k - 1
    case .name(let name)?:
      throw failure("there is no column \(name): the columns of an array have numbers, from 1")
    case nil:
      guard columns == 1 else { throw failure("the array has \(columns) columns: choose one") }
      return 0
    }
  }

  private func weightColumn(_ columns: Int) throws -> Int? {
    guard let text = reader.weights, case .number(let k) = SampleReader.Column(text) else { return nil }
    guard k >= 1, k <= columns else { throw failure("there is no column \(k): the array has \(columns)") }
    return k - 1
  }
}

/// The entries of an array, all exact as numbers of a sample.
struct NumpyEntry {
  private enum Kind { case float, signed, unsigned }
  private let kind: Kind
  let size: Int
  private let isBigEndian: Bool

  /// `<f8`, `>i4`, `|u1`; nil for any other type.
  init?(_ type: String) {
    guard let order = type.first, "<>|=".contains(order), let letter = type.dropFirst().first,
      let size = Int(type.dropFirst(2))
    else { return nil }
    switch letter {
    case "f" where size == 8 || size == 4: kind = .float
    case "i" where [1, 2, 4, 8].contains(size): kind = .signed
    case "u" where [1, 2, 4, 8].contains(size): kind = .unsigned
    default: return nil
    }
    self.size = size
    isBigEndian = order == ">"
  }

  /// The entry at a byte; nil when it is not finite.
  func read(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> SampleNumber? {
    switch size {
    case 8: word(bits(bytes, offset, UInt64.self))
    case 4: word(bits(bytes, offset, UInt32.self))
    case 2: word(bits(bytes, offset, UInt16.self))
    default: word(bytes[offset])
    }
  }

  private func bits<T: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, _ offset: Int, _: T.Type) -> T {
    let word = bytes.loadUnaligned(fromByteOffset: offset, as: T.self)
    return isBigEndian ? T(bigEndian: word) : T(littleEndian: word)
  }

  private func word<T: FixedWidthInteger & UnsignedInteger>(_ word: T) -> SampleNumber? {
    switch kind {
    case .float:
      let x =
        size == 8
        ? Double(bitPattern: UInt64(truncatingIfNeeded: word))
        : Double(Float(bitPattern: UInt32(truncatingIfNeeded: word)))
      // One zero: -0 is 0.
      return x.isFinite ? .double(x == 0 ? 0 : x) : nil
    case .unsigned:
      if let x = Double(exactly: word) { return .double(x) }
      let integer = UInt64(word)
      return integer <= UInt64(Int64.max)
        ? .decimal(Int64(integer), exponent: 0)
        : .rational(Rational((Integer(Int(integer >> 32)) << 32) + Integer(Int(integer & 0xFFFF_FFFF))))
    case .signed:
      let shift = 64 - 8 * size
      let integer = Int64(truncatingIfNeeded: UInt64(word) << UInt64(shift)) >> Int64(shift)
      return Double(exactly: integer).map { .double($0) } ?? .decimal(integer, exponent: 0)
    }
  }
}
