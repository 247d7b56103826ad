import Testing

@testable import VlasovTheory

/// Extremes of the interaction energy: cases, boundaries, intervals.
@Suite struct ClusteringSpectraEnergyTests {
  static let id = "interaction-energy-extremes"

  static func ball(_ parameters: String) throws -> Ball { try Overlap.ball(id, parameters) }

  /// Maximum and minimum, with both bounds equal to them where they are known.
  @Test(arguments: [
    // λ_max > |λ_min|, equality, all equal, with zeros.
    ("[2,-1]", "max", "exp(2)"), ("[2,-2]", "max", "exp(2)"), ("[-3,1,3]", "max", "exp(3)"),
    ("[0,0]", "max", "1"), ("[0,0]", "min", "1"), ("[1/2,1/2,1/2]", "max", "exp(1/2)"),
    ("[sqrt(2),-sqrt(2)]", "max", "exp(sqrt(2))"), ("[pi,-pi,1]", "max", "exp(pi)"),
    // λ_max <= 0, with λ_max = 0.
    ("[-2,0]", "max", "cosh(2)"), ("[-2,-1,-1/2]", "max", "cosh(2)"), ("[-pi,-pi]", "max", "cosh(pi)"),
    // λ_min <= 0.
    ("[-2,5]", "min", "exp(-2)"), ("[0,5,7]", "min", "1"), ("[-1,-1]", "min", "exp(-1)"),
    // Multiples of the identity: sinh λ/λ for d = 3.
    ("[2,2,2]", "min", "sinh(2)/2"), ("[pi,pi,pi]", "min", "sinh(pi)/pi"),
    ("[1e-30,1e-30,1e-30]", "min", "sinh(1e-30)/1e-30"),
    // Huge eigenvalues.
    ("[1e6,-1e6]", "max", "exp(1e6)"), ("[-1e6,-1]", "max", "cosh(1e6)"), ("[-1e6,1]", "min", "exp(-1e6)"),
    ("[3000,3000,3000]", "min", "sinh(3000)/3000"),
  ]) func exact(_ lambdas: String, _ which: String, _ value: String) throws {
    let expected = try withPrecision(400) { try RealParameter(parsing: value).ball }
    for output in [which, which + "_lower", which + "_upper"] {
      let ball = try Self.ball("lambdas=\(lambdas) output=\(output)")
      Overlap.expectSame(ball, expected, digits: 35, "\(lambdas) \(output)")
    }
  }

  @Test(arguments: [
    ("[-2,0.5,1]", "max", "known to lie between max_lower and max_upper"),
    ("[-1,1-2^-200]", "max", "known to lie"), ("[-1,2^-200]", "max", "known to lie"),
    ("[1,2]", "min", "known to lie between min_lower and min_upper"), ("[1,1+2^-200]", "min", "known to lie"),
    ("[-1,[0.9,1.1]]", "max", "undecided for lambdas[1] in [0.9, 1], a value for lambdas[1] in [1, 1.1]"),
    ("[[-0.1,0.1],1]", "min", "whether all eigenvalues are positive"),
    ("[[1,2],[1,2]]", "min", "whether all eigenvalues are equal"),
    // Equal, but not seen to be.
    ("[sqrt(2)+sqrt(3),sqrt(5+2*sqrt(6))]", "min", "whether all eigenvalues are equal"),
    ("[sqrt(2)+sqrt(3),-sqrt(5+2*sqrt(6))]", "max", "whether lambda_max"),
  ]) func undecided(_ lambdas: String, _ output: String, _ reason: String) throws {
    let answer = try Overlap.answer(Self.id, "lambdas=\(lambdas) output=\(output)")
    #expect(answer.status == .undecided && answer.exitCode == 2, "\(lambdas): \(answer.value)")
    #expect(answer.reason?.contains(reason) == true, "\(lambdas): \(answer.reason ?? "")")
  }

  /// Where the maximum jumps from one case to another its bounds do not: a doubt about the case is none about them.
  @Test func boundsAreContinuous() throws {
    for bound in ["max_lower", "max_upper"] {
      let doubt = try Self.ball("lambdas=[sqrt(2)+sqrt(3),-sqrt(5+2*sqrt(6))] output=\(bound)")
      let value = try withPrecision(300) { try RealParameter(parsing: "exp(sqrt(2)+sqrt(3))").ball }
      Overlap.expectSame(doubt, value, digits: 35, bound)
    }
  }

  @Test(arguments: ["[1,2]", "[1/3,1/3,4]", "[0.01,5,5,6]", "[1,1.0001]"])
  func positiveBracket(_ lambdas: String) throws {
    let low = try Self.ball("lambdas=\(lambdas) output=min_lower")
    let high = try Self.ball("lambdas=\(lambdas) output=min_upper")
    #expect(low.isBelow(high))
    let entries = try Overlap.call(Self.id, "lambdas=\(lambdas)").arguments.vector("lambdas") ?? []
    // 1 + (Σ 1/(cosh λ - 1))^-1 as written.
    let other = withPrecision(300) {
      let sum = entries.reduce(Ball(0)) { $0 + 1 / (Ball.cosh($1.ball) - 1) }
      return 1 + 1 / sum
    }
    Overlap.expectSame(high, other, digits: 35, lambdas)
    // A Dirac mass and the two halves of a double one are no better than the lower bound.
    #expect(low.isBelow(Ball.cosh(entries[0].ball)))
  }

  @Test func lowerMinimumIsRational() throws {
    let answer = try Overlap.answer(Self.id, "lambdas=[1,3] output=min_lower")
    #expect(answer.status == .exact && answer.value == "1.45")
    #expect(try Overlap.answer(Self.id, "lambdas=[sqrt(2),2] output=min_lower").value == "5/3")
  }

  /// Intervals: the enclosure holds the values at points of the box, and is not much wider than they are.
  @Test(arguments: [
    ("[[-2.1,-1.9],0.5,1]", ["[-2.1,0.5,1]", "[-2,0.5,1]", "[-1.9,0.5,1]"]),
    ("[[-1,1],0]", ["[-1,0]", "[-0.5,0]", "[0,0]", "[1,0]"]),
    ("[[0.5,1.5],2]", ["[0.5,2]", "[1,2]", "[1.5,2]"]),
    ("[[1,2],[1,2]]", ["[1,1]", "[1.5,1.5]", "[2,2]", "[1,2]"]),
    ("[[-0.1,0.1],1]", ["[-0.1,1]", "[0,1]", "[0.01,1]", "[0.1,1]"]),
    ("[[-3,-1],[2,4]]", ["[-3,2]", "[-1,4]", "[-3,3]", "[-1,2]"]),
  ]) func intervals(_ box: String, _ points: [String]) throws {
    for output in ["max_lower", "max_upper", "min_lower", "min_upper"] {
      let whole = try Overlap.answer(Self.id, "lambdas=\(box) output=\(output)")
      #expect(whole.exitCode == 0, "\(box) \(output): \(whole.reason ?? "")")
      let enclosure = try #require(whole.ball)
      let values = try points.map { try Self.ball("lambdas=\($0) output=\(output)") }
      for (point, value) in zip(points, values) {
        #expect(enclosure.overlaps(value), "\(box) \(output) at \(point): \(enclosure.shortDescription)")
        #expect(enclosure.upperDouble >= value.lowerDouble && enclosure.lowerDouble <= value.upperDouble)
      }
      let spread = values.map(\.upperDouble).max()! - values.map(\.lowerDouble).min()!
      #expect(enclosure.upperDouble - enclosure.lowerDouble <= 1.2 * spread + 1e-9, "\(box) \(output)")
    }
  }

  @Test func badInput() {
    Overlap.expectInputError(Self.id, "lambdas=[1]", "lambdas", contains: "at least two eigenvalues")
    Overlap.expectInputError(Self.id, "lambdas=[]", "lambdas", contains: "no entries")
    Overlap.expectInputError(Self.id, "lambdas=[1,log(-1)]", "lambdas", contains: "entry 1")
    Overlap.expectInputError(Self.id, "lambdas=[[1,2]]", "lambdas", contains: "at least two eigenvalues")
  }

  @Test(arguments: [
    "", "lambdas=[2,-1,0.5] output=max", "lambdas=[-1,0.3] output=min", "lambdas=[1.5,1.5] output=min",
    "lambdas=[1,1,1] output=min", "lambdas=[-2,0.5,1] output=max_lower",
    "lambdas=[-2,0.5,1] output=max_upper",
    "lambdas=[-1,0.9] output=max_upper", "lambdas=[1,2] output=min_lower",
    "lambdas=[1,2,0.5] output=min_upper",
  ]) func simulated(_ parameters: String) throws {
    let report = try Overlap.crossCheck(Self.id, parameters)
    #expect(report.verdict == .agrees, "\(parameters): \(report)")
  }

  @Test(arguments: [
    ("", 1.0001), ("", 0.9999), ("lambdas=[1,1,1] output=min", 1.01),
    ("lambdas=[-2,0.5,1] output=max_upper", 0.6),
    ("lambdas=[-2,0.5,1] output=max_lower", 1.01), ("lambdas=[1,2] output=min_lower", 1.1),
    ("lambdas=[1,2] output=min_upper", 0.9),
  ]) func distorted(_ parameters: String, _ factor: Double) throws {
    #expect(
      try Overlap.crossCheck(Self.id, parameters, factor: factor).verdict == .disagrees, "\(parameters)")
  }
}
