import Foundation
import VlasovNumbers

/// Walks over lines of bytes.
struct LineScanner {
  /// The start of the block, from which faults are counted.
  let base: UnsafePointer<UInt8>
  var place: UnsafePointer<UInt8>
  let end: UnsafePointer<UInt8>
  var layout: TextLayout

  private static let lineFeed = UInt8(ascii: "\n")
  private static let comment = UInt8(ascii: "#")
  private static let quote = UInt8(ascii: "\"")

  private func fault(_ place: UnsafePointer<UInt8>, _ message: String) -> TextFault {
    TextFault(offset: place - base, message: message)
  }

  /// Space, tab and carriage return.
  @inline(__always)
  private func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }

  @inline(__always)
  private func skipBlanks(_ p: inout UnsafePointer<UInt8>) {
    while p < end, isBlank(p.pointee) { p += 1 }
  }

  /// As `skipBlanks`, but not over a tab that separates fields.
  @inline(__always)
  private func skipPadding(_ p: inout UnsafePointer<UInt8>) {
    while p < end, isBlank(p.pointee), p.pointee != layout.delimiter || p.pointee == 32 { p += 1 }
  }

  /// The end of the line of `p`: its line feed, or the end of the text.
  private func lineEnd(_ p: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    guard let found = memchr(p, Int32(Self.lineFeed), end - p) else { return end }
    return UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
  }

  private mutating func skipLine() {
    let stop = lineEnd(place)
    place = stop < end ? stop + 1 : end
  }

  /// Moves to the first line that is neither blank nor a comment; false when there is none.
  mutating func skipEmptyLines() -> Bool {
    while place < end {
      var p = place
      skipBlanks(&p)
      if p == end { break }
      guard p.pointee == Self.lineFeed || p.pointee == Self.comment else { return true }
      place = p
      skipLine()
    }
    place = end
    return false
  }

  // MARK: One number a line

  mutating func lines(_ numbers: inout [SampleNumber]) throws {
    while place < end {
      skipBlanks(&place)
      var p = place
      if let number = NumberText.ordinary(&p, end) {
        skipBlanks(&p)
        if p == end || p.pointee == Self.lineFeed {
          numbers.append(number)
          place = p == end ? end : p + 1
          continue
        }
      }
      let stop = lineEnd(place)
      let text = Self.trimmed(
        place,
        place
          + (UnsafeBufferPointer(start: place, count: stop - place)
            .firstIndex(of: Self.comment) ?? stop - place))
      if !text.isEmpty { numbers.append(try number(text, at: place)) }
      place = stop < end ? stop + 1 : end
    }
  }

  private static func trimmed(
    _ start: UnsafePointer<UInt8>, _ stop: UnsafePointer<UInt8>
  ) -> UnsafeBufferPointer<UInt8> {
    var (a, b) = (start, stop)
    while a < b, SampleText.isBlank(a.pointee) { a += 1 }
    while a < b, SampleText.isBlank((b - 1).pointee) { b -= 1 }
    return UnsafeBufferPointer(start: a, count: b - a)
  }

  private func number(_ text: UnsafeBufferPointer<UInt8>, at place: UnsafePointer<UInt8>) throws
    -> SampleNumber
  {
    switch NumberText.read(text) {
    case .success(let number): return number
    case .failure(let fault):
      throw self.fault(place, "\(SampleText.shown(text)) \(NumberText.explanation(fault, text))")
    }
  }

  // MARK: Tables

  mutating func rows(_ piece: inout TextLayout.Piece) throws {
    while skipEmptyLines() {
      let start = place
      var column = 0
      var hasMore = true
      while hasMore {
        if column == layout.numbers || column == layout.weights {
          let number = try fieldNumber(start, isWeight: column == layout.weights)
          if column == layout.numbers { piece.numbers.append(number) }
          if column == layout.weights {
            guard number.isPositive else { throw fault(start, "the weight is not positive") }
            piece.weights?.append(number)
          }
        } else {
          _ = try field(start)
        }
        column += 1
        hasMore = passDelimiter()
      }
      if column != layout.width {
        throw fault(start, "\(column) field\(column == 1 ? "" : "s") instead of \(layout.width)")
      }
    }
  }

  /// The fields of the row at `place` as texts; moves behind it.
  mutating func fields() throws -> [String] {
    let start = place
    var fields: [String] = []
    repeat {
      let bytes = try field(start)
      fields.append(String(decoding: bytes, as: UTF8.self))
    } while passDelimiter()
    return fields
  }

  /// Moves over the delimiter, or over the end of the line; whether another field follows.
  private mutating func passDelimiter() -> Bool {
    guard place < end else { return false }
    let byte = place.pointee
    if byte == layout.delimiter || layout.delimiter == 32 && byte == 9 {
      place += 1
      return true
    }
    skipLine()
    return false
  }

  /// The place is one where a field ends.
  @inline(__always)
  private func isFieldEnd(_ p: UnsafePointer<UInt8>) -> Bool {
    p == end || p.pointee == Self.lineFeed || p.pointee == layout.delimiter
  }

  private mutating func fieldNumber(_ start: UnsafePointer<UInt8>, isWeight: Bool) throws -> SampleNumber {
    var p = place
    skipPadding(&p)
    if let number = NumberText.ordinary(&p, end) {
      skipFieldTail(&p)
      if isFieldEnd(p) {
        place = p
        return number
      }
    }
    let bytes = try field(start)
    guard !bytes.isEmpty else {
      throw fault(start, isWeight ? "the weight is missing" : "the number is missing")
    }
    return try bytes.withUnsafeBufferPointer { try number($0, at: start) }
  }

  /// Blanks behind a field; runs of them are one delimiter, and none at the end of a line.
  @inline(__always)
  private func skipFieldTail(_ p: inout UnsafePointer<UInt8>) {
    guard layout.delimiter == 32 else { return skipPadding(&p) }
    let first = p
    skipBlanks(&p)
    if p > first, p < end, p.pointee != Self.lineFeed, p.pointee != Self.comment { p -= 1 }
  }

  /// The contents of the field at `place`, which moves to the field's end.
  private mutating func field(_ start: UnsafePointer<UInt8>) throws -> [UInt8] {
    skipPadding(&place)
    var bytes: [UInt8] = []
    if place < end, place.pointee == Self.quote {
      place += 1
      while true {
        guard place < end else { throw fault(start, "a quoted field without its closing quote") }
        let byte = place.pointee
        place += 1
        if byte == Self.quote {
          guard place < end, place.pointee == Self.quote else { break }
          place += 1
        }
        bytes.append(byte)
      }
      skipFieldTail(&place)
      guard isFieldEnd(place) || isComment(place) else { throw fault(start, "text after a quoted field") }
      return Array(SampleText.trimmed(bytes[...]))
    }
    let first = place
    while !isFieldEnd(place), !isComment(place), !(layout.delimiter == 32 && isBlank(place.pointee)) {
      place += 1
    }
    let text = Self.trimmed(first, place)
    skipFieldTail(&place)
    return Array(text)
  }

  /// `#` behind a blank starts a comment; a name may contain one.
  private func isComment(_ p: UnsafePointer<UInt8>) -> Bool {
    p < end && p.pointee == Self.comment && p > base && isBlank((p - 1).pointee)
  }
}
