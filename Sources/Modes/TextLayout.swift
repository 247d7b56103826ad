import VlasovNumbers

/// How the lines of a text are read: which fields hold the numbers.
struct TextLayout: Sendable {
  /// Nil for one number a line; a space stands for runs of blanks.
  var delimiter: UInt8?
  /// Fields of a row.
  var width = 1
  /// The fields of the numbers and of the weights, counted from 0.
  var numbers = 0
  var weights: Int?
  /// Where the data begin: behind a header.
  var start = 0

  /// Numbers of a piece of text, in order.
  struct Piece: Sendable {
    var numbers: [SampleNumber] = []
    var weights: [SampleNumber]?
    var lines = 0
  }

  func read(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) throws -> Piece {
    guard let base = bytes.baseAddress, !range.isEmpty else { return Piece() }
    var scanner = LineScanner(
      base: base, place: base + range.lowerBound, end: base + range.upperBound, layout: self)
    var piece = Piece()
    piece.lines = TextFile.count(UInt8(ascii: "\n"), UnsafeBufferPointer(rebasing: bytes[range]))
    piece.numbers.reserveCapacity(piece.lines + 1)
    if weights != nil { piece.weights = [] }
    if delimiter == nil { try scanner.lines(&piece.numbers) } else { try scanner.rows(&piece) }
    return piece
  }

  // MARK: The first line

  /// The layout that the first line which is neither blank nor a comment shows; nil when there is none.
  static func of(_ bytes: UnsafeBufferPointer<UInt8>, _ reader: SampleReader, isTable: Bool) throws
    -> TextLayout?
  {
    guard isTable else {
      return TextLayout()
    }
    guard let base = bytes.baseAddress else { return nil }
    var scanner = LineScanner(base: base, place: base, end: base + bytes.count, layout: TextLayout())
    guard scanner.skipEmptyLines() else { return nil }
    let start = scanner.place - base
    var layout = TextLayout(delimiter: delimiter(bytes[start...]))
    scanner.layout = layout
    let fields = try scanner.fields()
    layout.width = fields.count
    layout.start = start
    func fail(_ message: String) -> TextFault { TextFault(offset: start, message: message) }
    // A number, or the start of one that a later check refuses, is data.
    let isNumeric = fields.map { NumberText.read($0) != .failure(.malformed) || $0.isEmpty }
    let listing = fields.map { SampleText.shown($0.utf8) }.joined(separator: ", ")
    let count = fields.count == 1 ? "1 column" : "\(fields.count) columns"
    func place(_ column: SampleReader.Column) throws -> Int? {
      switch column {
      case .number(let k):
        guard k >= 1, k <= fields.count else { throw fail("there is no column \(k): there are \(count)") }
        return k - 1
      case .name(let name):
        let found = fields.indices.filter { fields[$0] == name }
        if found.count > 1 { throw fail("\(found.count) columns are named \(name)") }
        return found.first
      }
    }
    if let column = reader.column {
      guard let found = try place(column) else {
        throw fail("there is no column \(column): the first line has \(listing)")
      }
      layout.numbers = found
    }
    if let text = reader.weights {
      layout.weights = try place(SampleReader.Column(text))
    }
    if reader.column == nil, fields.count - (layout.weights == nil ? 0 : 1) != 1 {
      throw fail("there are \(count) (\(listing)): choose one")
    } else if reader.column == nil, layout.weights == 0 {
      layout.numbers = 1
    }
    let isNamed =
      if case .name? = reader.column { true } else { false }
    if isNamed || !isNumeric[layout.numbers] {
      layout.start = scanner.place - base
    }
    return layout
  }

  /// Tab, semicolon, comma or space, whichever the first line shows outside of quotes; a comma when it has none.
  private static func delimiter(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> UInt8 {
    var isQuoted = false
    var seen: Set<UInt8> = []
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == UInt8(ascii: "\n") { break }
      seen.insert(byte)
    }
    for candidate in [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ",")] where seen.contains(candidate)
    {
      return candidate
    }
    // Blanks at the ends of the only field are no delimiters.
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    let isSpaced = !line.contains(UInt8(ascii: "\"")) && SampleText.trimmed(ArraySlice(line)).contains(32)
    return isSpaced ? 32 : UInt8(ascii: ",")
  }
}
