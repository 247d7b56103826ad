import VlasovSymbols

/// How a question about all values of interval parameters is cut into questions about pieces.
///
/// A piece that is not decided is cut in two halves at an exact rational, the relatively widest parameter first; larger
/// pieces are asked first. The halves cover the piece, so what holds on all pieces holds throughout.
public struct Subdivision: Sendable {
  /// Pieces are not cut below 2^-resolution of the given interval.
  public var resolution = 20
  /// Pieces that one question may ask about.
  public var maximumPieces = 4096
  /// Pieces still asked once the verdict is known, to find where it changes.
  public var piecesOnceSettled = 512
  /// Pieces asked without any answer before the question is given up.
  public var piecesWithoutAnswer = 1024
  /// Pieces that sharpen the enclosure of a value.
  public var piecesOfEnclosure = 1000
  /// An enclosure is sharp enough when it exceeds the range by less than 2^-sharpness of its width.
  public var sharpness = 16
  /// Seconds after which an enclosure is not sharpened further.
  public var secondsOfSharpening = 5.0

  public init() {}
}

/// What one piece told.
struct PieceAnswer: Sendable {
  var verdict: Verdict
  /// Both sides and the margin on the piece.
  var sides: Sides?
  var reason: String?
  /// Smaller pieces would not help.
  var isFinal = false
  /// How wide the enclosure was, and the precision it had: what the halves start from.
  var radius: Magnitude?
  var bits = SmallBall.bits
}

/// The two sides of a comparison and its margin, enclosed.
struct Sides: Sendable {
  var lhs: Ball
  var rhs: Ball
  var margin: Ball

  static func hull(_ a: Sides, _ b: Sides) -> Sides {
    Sides(lhs: .hull(a.lhs, b.lhs), rhs: .hull(a.rhs, b.rhs), margin: .hull(a.margin, b.margin))
  }
}

/// A piece with what is known of it.
struct Piece: Sendable {
  let box: ParameterBox
  let answer: PieceAnswer
}

extension Subdivision {
  /// Asks about the box and, where that does not decide, about its parts.
  ///
  /// - Parameters:
  ///   - settled: whether the verdict about the whole box is known once some pieces are proved, some refuted.
  ///   - ask: the answer on a piece, given the answer on the piece it was cut from.
  /// - Returns: pieces that cover the box; one that was not asked any more has the answer of the piece it was cut from.
  func pieces(
    of box: ParameterBox, weights: [Double] = [],
    settled: (_ anyProved: Bool, _ anyRefuted: Bool) -> Bool,
    _ ask: (ParameterBox, PieceAnswer?) -> PieceAnswer
  ) -> [Piece] {
    var waiting: [(box: ParameterBox, parent: PieceAnswer?)] = [(box, nil)]
    var leaves: [Piece] = []
    var next = 0
    var limit = maximumPieces
    var lastAnswer = 0
    var (anyProved, anyRefuted, isSettled) = (false, false, false)
    while next < waiting.count {
      let (box, parent) = waiting[next]
      if next > 0, next >= limit || next - lastAnswer >= piecesWithoutAnswer || Budget.isExhausted {
        leaves += waiting[next...].map {
          var rest = $0.parent ?? PieceAnswer(verdict: .undecided)
          rest.verdict = .undecided
          return Piece(box: $0.box, answer: rest)
        }
        break
      }
      next += 1
      let answer = ask(box, parent)
      if answer.verdict == .undecided, !answer.isFinal,
        let (a, b) = box.halves(weights, resolution: resolution)
      {
        waiting.append((a, answer))
        waiting.append((b, answer))
        continue
      }
      leaves.append(Piece(box: box, answer: answer))
      if answer.verdict == .undecided { continue }
      lastAnswer = next
      anyProved = anyProved || answer.verdict == .proved
      anyRefuted = anyRefuted || answer.verdict == .refuted
      if !isSettled, settled(anyProved, anyRefuted) {
        isSettled = true
        limit = min(limit, next + piecesOnceSettled)
      }
    }
    return leaves
  }

  /// How much each interval of a box widens a quantity: the radius that goes when it alone is set to its middle.
  /// Only chooses which interval to cut; empty when it cannot be told.
  static func weights(_ box: ParameterBox, _ radius: (ParameterBox) -> Double?) -> [Double] {
    guard box.segments.count > 1, let all = radius(box), all.isFinite, all > 0 else { return [] }
    return box.segments.indices.map { i in
      guard let middle = box.segments[i].middle,
        let rest = radius(box.replacing(i, by: Segment(point: middle)))
      else { return 1 }
      return max((all - rest) / all, 1.0 / 4096)
    }
  }
}
