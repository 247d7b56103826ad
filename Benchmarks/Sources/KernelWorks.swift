import Foundation
import Vlasov

/// What the kernel works need of a reading.
protocol BenchReading: Analytic {
  static func += (a: inout Self, b: Self)
  static func *= (a: inout Self, b: Self)
  static func dot(_ a: [Self], _ b: [Self]) -> Self
  static func polynomial(_ c: [Self], at x: Self) -> Self
  static func bessel(_ order: Int, _ x: Self) -> Self
  /// The value and log2 of the radius, for comparison with the peers.
  var summary: (value: Double, radius: Double?) { get }
}

extension Ball: BenchReading {
  static func dot(_ a: [Ball], _ b: [Ball]) -> Ball { dot(a, b, bits: nil) }
  static func polynomial(_ c: [Ball], at x: Ball) -> Ball { polynomial(c, at: x, bits: nil) }
  static func bessel(_ order: Int, _ x: Ball) -> Ball { besselI(order, x) }
  var summary: (value: Double, radius: Double?) { (estimate, radius.log2) }
}

extension SmallBall: BenchReading {
  static func bessel(_ order: Int, _ x: SmallBall) -> SmallBall { besselI(order, x) }
  var summary: (value: Double, radius: Double?) { (estimate, radius.log2) }
}

/// The operands of every peer: a_i = sqrt(i + 2)/32 and b_i = sqrt(3 i + 5)/55.
struct Operands<R: BenchReading> {
  static var count: Int { 1000 }
  let a: [R]
  let b: [R]
  let head: [R]
  let five: R

  init(_ bits: Int) {
    (a, b, head, five) = withPrecision(bits) {
      let a = (0..<Self.count).map { R.sqrt(R($0 + 2)) / R(32) }
      let b = (0..<Self.count).map { R.sqrt(R(3 * $0 + 5)) / R(55) }
      return (a, b, Array(a.prefix(20)), R(5))
    }
  }
}

/// A work in one reading: runs some repetitions and gives the last result.
struct KernelWork<R: BenchReading> {
  let name: String
  /// Operations in one repetition.
  let operations: Int
  let run: (Operands<R>, Int) -> R

  static var all: [KernelWork] {
    [
      KernelWork(name: "add", operations: 1000) { o, repetitions in
        var z = o.a[0]
        for _ in 0..<repetitions {
          z = o.zero
          for x in o.a { z += x }
        }
        return z
      },
      KernelWork(name: "mul", operations: 1000) { o, repetitions in
        var z = o.a[0]
        for _ in 0..<repetitions {
          z = o.one
          for x in o.b { z *= x }
        }
        return z
      },
      KernelWork(name: "fresh add", operations: 1000) { each($0, $1, +) },
      KernelWork(name: "fresh mul", operations: 1000) { each($0, $1, *) },
      KernelWork(name: "div", operations: 1000) { each($0, $1, /) },
      KernelWork(name: "sqrt", operations: 1000) { o, repetitions in
        each(o, repetitions) { x, _ in R.sqrt(x) }
      },
      KernelWork(name: "horner", operations: 20) { o, repetitions in
        var z = o.a[0]
        for _ in 0..<repetitions { z = R.polynomial(o.head, at: o.b[7]) }
        return z
      },
      KernelWork(name: "dot", operations: 1000) { o, repetitions in
        var z = o.a[0]
        for _ in 0..<repetitions { z = R.dot(o.a, o.b) }
        return z
      },
      bessel("besselI"), bessel("besselI series"),
      function("exp", R.exp), function("log", R.log), function("sin", R.sin), function("cos", R.cos),
      function("atan", R.atan),
    ]
  }

  /// z = f(a_i, b_i), a fresh value each time.
  @inline(__always)
  private static func each(_ o: Operands<R>, _ repetitions: Int, _ f: (R, R) -> R) -> R {
    var z = o.a[0]
    for _ in 0..<repetitions {
      for i in 0..<Operands<R>.count { z = f(o.a[i], o.b[i]) }
    }
    return z
  }

  /// I_5(5) by the library's function, whatever the peer does for it.
  private static func bessel(_ name: String) -> KernelWork {
    KernelWork(name: name, operations: 1) { o, repetitions in
      var z = o.five
      for _ in 0..<repetitions { z = R.bessel(5, o.five) }
      return z
    }
  }

  private static func function(_ name: String, _ f: @escaping (R) -> R) -> KernelWork {
    KernelWork(name: name, operations: 100) { o, repetitions in
      var z = o.five
      for _ in 0..<repetitions {
        for i in stride(from: 0, to: 1000, by: 10) { z = f(o.a[i]) }
      }
      return z
    }
  }
}

/// The works of one reading at one precision; a sample is some milliseconds of CPU time.
final class KernelSampler<R: BenchReading> {
  private let operands: Operands<R>
  private let bits: Int
  private var repetitions: [String: Int] = [:]

  init(_ bits: Int) { (self.bits, operands) = (bits, Operands(bits)) }

  func sample(_ name: String) -> WorkSample? {
    guard let work = KernelWork<R>.all.first(where: { $0.name == name }) else { return nil }
    return withPrecision(bits) {
      var count = repetitions[name] ?? 0
      if count == 0 {
        count = 1
        while time(work, count).ns * Double(count * work.operations) < 3e6 { count *= 2 }
        repetitions[name] = count
      }
      return time(work, count)
    }
  }

  private func time(_ work: KernelWork<R>, _ count: Int) -> WorkSample {
    let start = cpuTime()
    let result = work.run(operands, count)
    let ns = (cpuTime() - start) / Double(count * work.operations)
    let (value, radius) = result.summary
    return WorkSample(ns: ns, value: value, radius: radius)
  }
}

/// One sample: the time of an operation, and what came out.
struct WorkSample {
  let ns: Double
  let value: Double
  /// log2 of the radius; nil for an exact result, and for peers without radii.
  let radius: Double?
}

extension Operands {
  var zero: R { R(0) }
  var one: R { R(1) }
}

extension Magnitude {
  /// For the comparison of radii.
  var log2: Double? { isZero ? nil : Foundation.log2(scaled(by: -exponent).estimate) + Double(exponent) }
}
