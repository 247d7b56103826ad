import TestSupport
import Testing

@testable import VlasovTheory

@Suite struct ShapeCertificateTests {
  static let betas = ["0.05", "0.3", "1", "2", "3", "5", "8"]
  static let vocabularies = ["2", "4", "8", "32", "200"]
  static let lambdas = ["0.1", "0.7", "1", "1.5", "2", "3", "6", "20"]

  private func float(_ text: String) throws -> Double { try #require(Rational(decimal: text)).double }

  /// The sign changes of F in floating point, for parameters in decimals.
  private func floatCount(_ beta: String, _ m: String, _ t: String, _ lambda: String, points: Int = 600)
    throws -> Int
  {
    try FloatShape(beta: float(beta), m: float(m), t: float(t), lambda: float(lambda)).signChanges(
      points: points)
  }

  /// Below t_crit the sign pattern alone decides on the whole grid of parameters (a seeded sample of it).
  @Test func c1BelowTheCriticalTime() throws {
    var random = SeededGenerator(seed: 1)
    for round in 0..<60 {
      let beta = random.element(of: Self.betas)
      let m = random.element(of: Self.vocabularies)
      let lambda = random.element(of: Self.lambdas)
      let t = try Shape.time([0.3, 0.8, 0.9999][round % 3], beta: beta, m: m, lambda: lambda)
      let call = "beta=\(beta) M=\(m) t=\(t) lambda=\(lambda)"
      let found = try #require(try Shape.certificate(call), "\(call)")
      #expect(found.count == 1 && found.certificate == "C1", "\(call): \(found)")
      #expect(try floatCount(beta, m, t, lambda) == 1, "\(call)")
    }
  }

  /// t sup a_n <= 2 and t < t_crit give exactly one critical point.
  @Test func levelOneTheorem() throws {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<25 {
      let beta = "\(random.int(1...120))/10"
      let m = "\(random.int(2...40))"
      let lambda = "\(random.int(1...80))/10"
      let level = try Retrieval.ball(
        "smallness-time", "beta=\(beta) M=\(m) lambda=\(lambda) output=t_level1", digits: 30)
      // The largest decimal of 15 digits below the bound.
      let t = level.lowerDecimal(digits: 15)
      let call = "beta=\(beta) M=\(m) t=\(t) lambda=\(lambda)"
      let found = try #require(try Shape.certificate(call), "\(call)")
      #expect(found.count == 1, "\(call): \(found)")
    }
  }

  /// The count is odd below t_crit and even above, and agrees with the sign changes of F in floating point.
  @Test func parityAndAnIndependentCount() throws {
    var random = SeededGenerator(seed: 3)
    var seen: Set<Int> = []
    for _ in 0..<50 {
      let beta = "\(random.int(1...60))/10"
      let m = "\(random.int(2...30))"
      let lambda = "\(random.int(2...120))/10"
      let factor = Double(random.int(1...300)) / 100
      if factor == 1 { continue }
      let t = try Shape.time(factor, beta: beta, m: m, lambda: lambda)
      let call = "beta=\(beta) M=\(m) t=\(t) lambda=\(lambda)"
      let found = try #require(try Shape.certificate(call), "\(call)")
      #expect((found.count % 2 == 1) == (factor < 1), "\(call): \(found)")
      #expect(try floatCount(beta, m, t, lambda) == found.count, "\(call): \(found)")
      seen.insert(found.count)
    }
    #expect(seen == [0, 1, 2])
  }

  /// A positive end slope does not imply a unique minimum: three critical points, also in floating point.
  @Test func doubleWell() throws {
    let found = try #require(try Shape.certificate("beta=30 M=4 t=6284e-16 lambda=6"))
    #expect(found.count == 3 && found.certificate == "C3")
    #expect(try floatCount("30", "4", "6284e-16", "6", points: 4000) == 3)
    // Smaller t: one well. Larger t: end slope lost.
    #expect(try Shape.certificate("beta=30 M=4 t=6e-13 lambda=6")?.count == 1)
    #expect(try #require(try Shape.certificate("beta=30 M=4 t=6286e-16 lambda=6")).count % 2 == 0)
  }

  @Test(arguments: ["0", "-1", "-1e-40", "-700", "[-1,0]", "[-2,-1]", "-sqrt(2)"])
  func noPositiveBias(_ lambda: String) throws {
    for output in ["count", "verdict", "certificate"] {
      let answer = try Retrieval.answer(
        "u-shape-certificate", "beta=1 M=8 t=1 lambda=\(lambda) output=\(output)", digits: 5)
      let expected = ["count": "0", "verdict": "NO_INTERIOR_CRITICAL_POINT", "certificate": "MONOTONE"]
      #expect(answer.value == expected[output] && answer.status == .exact, "\(answer)")
    }
  }

  /// The words of every count.
  @Test func verdictWords() throws {
    for (t, lambda, word) in [
      ("1", "1", "UNIQUE_INTERIOR_MIN"), ("4", "3", "COUNT=2"), ("5", "3", "NO_INTERIOR_CRITICAL_POINT"),
    ] {
      let answer = try Retrieval.answer(
        "u-shape-certificate", "beta=1 M=8 t=\(t) lambda=\(lambda) output=verdict", digits: 5)
      #expect(answer.value == word)
    }
  }

  /// Within 40 digits of the fold a small budget leaves it undecided or gets it right, never wrong.
  @Test func closeToTheFold() throws {
    // t_fold = 4.47083005780207243841869674592433662628571005...
    for (t, count) in [
      ("4.470830057802072438418696745924336626285", 2), ("4.470830057802072438418696745924336626286", 0),
      ("4.47083005780207243841869674592", 2), ("4.47083005780207243841869674593", 0),
      ("4.4708300578", 2), ("4.4708300579", 0),
    ] {
      let answer = try Retrieval.answer(
        "u-shape-certificate", "beta=1 M=8 t=\(t) lambda=3", digits: 5, seconds: 2)
      if answer.status == .undecided { continue }
      #expect(answer.value == "\(count)", "t=\(t)")
    }
    #expect(try Shape.certificate("beta=1 M=8 t=4.4708300578 lambda=3")?.count == 2)
    #expect(try Shape.certificate("beta=1 M=8 t=4.4708300579 lambda=3")?.count == 0)
  }

  /// On a parameter interval that contains t_crit or t_fold the count is not one number.
  @Test(arguments: ["t=[2,3] lambda=1", "t=[4.4,4.5] lambda=3", "t=1 lambda=[-1,1]", "t=1 lambda=[0,1]"])
  func undecidedIntervals(_ rest: String) throws {
    #expect(try Shape.certificate("beta=1 M=8 \(rest)", seconds: 10) == nil)
  }

  @Test(arguments: [
    ("beta=[0.99,1.01] M=8 t=1 lambda=1", 1), ("beta=1 M=[7,9] t=1 lambda=1", 1),
    ("beta=1 M=8 t=[1,1.1] lambda=1", 1),
    ("beta=1 M=8 t=1 lambda=[1,1.25]", 1), ("beta=[0.999,1.001] M=8 t=1+/-0.01 lambda=[0.99,1.01]", 1),
    ("beta=1 M=8 t=[3.99,4.01] lambda=3", 2), ("beta=1 M=8 t=[5,6] lambda=1", 0),
    ("beta=1 M=8 t=[4.6,4.61] lambda=3", 0),
    ("beta=[0.9999,1.0001] M=8 t=9/2 lambda=3", 0), ("beta=1 M=8 t=[1e-9,1e-8] lambda=2", 1),
  ])
  func intervals(_ call: String, _ count: Int) throws {
    #expect(try Shape.certificate(call)?.count == count)
  }

  /// Far ends of the domain.
  @Test(arguments: [
    ("beta=1 M=8 t=1e-300 lambda=1", 1, "C1"), ("beta=1 M=8 t=1e-3000 lambda=1/7", 1, "C1"),
    ("beta=1 M=8 t=1000 lambda=1", 0, "C2"), ("beta=1 M=8 t=1e-7 lambda=1e-6", 1, "C1"),
    ("beta=1 M=8 t=1 lambda=1e-6", 0, "C2"), ("beta=1 M=8 t=3 lambda=50", 1, "C1"),
    ("beta=1 M=8 t=1e-300 lambda=50", 1, "C1"), ("beta=1e-30 M=8 t=1 lambda=1", 1, "C1"),
    ("beta=1 M=1e-3 t=1 lambda=1", 1, "C1"), ("beta=1 M=1e6 t=1 lambda=1", 1, "C1"),
    ("beta=1 M=8 t=1e-40 lambda=1e-40", 1, "C1"), ("beta=1 M=8 t=1e5 lambda=1", 0, "C3"),
    ("beta=1 M=8 t=1 lambda=1e4", 1, "C1"), ("beta=1 M=8 t=1e-12 lambda=1e6", 1, "C3"),
  ])
  func extremes(_ call: String, _ count: Int, _ certificate: String) throws {
    let found = try #require(try Shape.certificate(call))
    #expect(found.count == count && found.certificate == certificate, "\(found)")
  }

  /// λ = 50, t = 1000: beyond the fold or not, the parity is even and floating point agrees.
  @Test func longTimes() throws {
    let found = try #require(try Shape.certificate("beta=1/10 M=8 t=1000 lambda=50"))
    #expect(found.count == (try floatCount("0.1", "8", "1000", "50")))
    #expect(found.count % 2 == 0)
  }

  @Test(arguments: ["t=0", "t=-1", "t=1 beta=0", "t=1 M=0", "t=1 M=-8"]) func outsideTheDomain(_ rest: String)
  {
    let names = Set(rest.split(separator: " ").map { $0.prefix { $0 != "=" } })
    let others = ["beta=1", "M=8", "lambda=1"].filter { !names.contains($0.prefix { $0 != "=" }) }
    #expect(throws: InputError.self) {
      try Retrieval.answer("u-shape-certificate", ([rest] + others).joined(separator: " "))
    }
  }
}
