import VlasovNumbers
import VlasovSimulation

/// Numbers from text: blocks of whole lines, each cut into pieces that are read on all cores.
struct TextFile {
  private let source: ByteSource
  private let reader: SampleReader
  private let isTable: Bool
  /// Bytes that are read and not yet used.
  private var buffer: [UInt8]
  private var layout: TextLayout?
  /// Lines of the blocks before this one.
  private var lines = 0
  private var columns = SampleColumns()

  private static let blockSize = 1 << 23
  private static let pieceSize = 1 << 18
  /// A line of more bytes is an error.
  private static let longestLine = 1 << 30
  /// Bytes a number while the sample is read, sorted and merged.
  private static let bytesANumber = 64

  /// - Parameter head: what was read of the source to know its kind.
  init(_ source: ByteSource, _ head: [UInt8], _ reader: SampleReader, isTable: Bool) {
    self.source = source
    self.reader = reader
    self.isTable = isTable
    // A byte order mark says nothing.
    buffer = head.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(head.dropFirst(3)) : head
  }

  mutating func read() throws -> SampleColumns {
    var isAtEnd = false
    var size = Self.blockSize
    while !isAtEnd {
      isAtEnd = try source.fill(&buffer, to: size)
      let whole = isAtEnd ? buffer.count : wholeLines(buffer)
      guard whole > 0 || isAtEnd else {
        size *= 2
        guard size <= Self.longestLine else {
          throw SampleError(
            "\(source.name), line \(lines + 1): a line of more than \(Self.longestLine / 2) bytes")
        }
        continue
      }
      try use(whole)
      buffer.removeFirst(whole)
      size = max(Self.blockSize, buffer.count + 1)
    }
    guard !columns.numbers.isEmpty else { throw SampleError("\(source.name) holds no number") }
    return columns
  }

  /// Reads the first `whole` bytes of the buffer.
  private mutating func use(_ whole: Int) throws {
    do {
      if layout == nil {
        layout = try buffer.withUnsafeBufferPointer {
          try TextLayout.of(UnsafeBufferPointer(rebasing: $0[..<whole]), reader, isTable: isTable)
        }
      }
      guard let layout else {
        lines += Self.count(UInt8(ascii: "\n"), buffer[..<whole])
        return
      }
      let cuts = pieces(whole, from: layout.start)
      self.layout?.start = 0
      let block = buffer
      let parts = try Parallel.map(count: cuts.count - 1, threads: reader.threads) { k in
        try block.withUnsafeBufferPointer { try layout.read($0, cuts[k]..<cuts[k + 1]) }
      }
      let more = parts.reduce(0) { $0 + $1.numbers.count }
      try allow(more, whole)
      columns.numbers.reserveCapacity(columns.numbers.count + more)
      for part in parts { columns.numbers += part.numbers }
      if layout.weights != nil {
        var weights = columns.weights ?? []
        columns.weights = nil
        weights.reserveCapacity(weights.count + more)
        for part in parts { weights += part.weights ?? [] }
        columns.weights = weights
      }
      lines += parts.reduce(0) { $0 + $1.lines } + Self.count(UInt8(ascii: "\n"), buffer[..<cuts[0]])
    } catch let fault as TextFault {
      let line = lines + Self.count(UInt8(ascii: "\n"), buffer[..<fault.offset]) + 1
      throw SampleError("\(source.name), line \(line): \(fault.message)")
    }
  }

  /// Refuses more numbers than memory holds: those read so far, or as the size of the file lets expect.
  private func allow(_ more: Int, _ bytes: Int) throws {
    let need = MemoryNeed(
      bytesANumber: Self.bytesANumber * (layout?.weights == nil ? 1 : 2), limit: reader.memoryLimit)
    if columns.numbers.isEmpty, more > 0, let size = source.size, size > bytes {
      let expected = Int(Double(size) / Double(bytes) * Double(more))
      do { try need.allow(expected, isEstimate: true) } catch let error as SampleError {
        throw SampleError("\(source.name): \(error.message)")
      }
    }
    do { try need.allow(columns.numbers.count + more) } catch let error as SampleError {
      throw SampleError("\(source.name): \(error.message)")
    }
  }

  // MARK: Pieces

  /// The bytes up to the end of the last line that ends outside of quotes.
  private func wholeLines(_ bytes: [UInt8]) -> Int {
    guard isTable, bytes.contains(quote) else {
      return (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    }
    var isQuoted = false
    var end = 0
    for (k, byte) in bytes.enumerated() {
      if byte == quote { isQuoted.toggle() }
      if byte == UInt8(ascii: "\n"), !isQuoted { end = k + 1 }
    }
    return end
  }

  /// Places that cut the block at line ends outside of quotes.
  private func pieces(_ whole: Int, from start: Int) -> [Int] {
    let hasQuotes = isTable && buffer[..<whole].contains(quote)
    var cuts = [start]
    var place = start
    while whole - place > Self.pieceSize {
      let wish = place + Self.pieceSize
      // Quotes come in pairs inside a piece: it starts outside of them.
      var isQuoted = hasQuotes && Self.count(quote, buffer[place..<wish]) % 2 == 1
      var next = wish
      while next < whole {
        let byte = buffer[next]
        next += 1
        if hasQuotes, byte == quote { isQuoted.toggle() }
        if byte == UInt8(ascii: "\n"), !isQuoted { break }
      }
      cuts.append(next)
      place = next
    }
    if cuts.last != whole || cuts.count == 1 { cuts.append(whole) }
    return cuts
  }

  private var quote: UInt8 { UInt8(ascii: "\"") }

  static func count(_ byte: UInt8, _ bytes: ArraySlice<UInt8>) -> Int {
    bytes.withUnsafeBufferPointer { count(byte, $0) }
  }

  static func count(_ byte: UInt8, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var total = 0
    var rest = bytes[...]
    // Sums of bytes in short runs are vectors of bytes.
    while !rest.isEmpty {
      var run: UInt8 = 0
      let piece = rest.prefix(255)
      for b in piece { run &+= b == byte ? 1 : 0 }
      total += Int(run)
      rest = rest.dropFirst(255)
    }
    return total
  }
}

/// A fault of a text, at the line that contains a byte.
struct TextFault: Error {
  let offset: Int
  let message: String
}
