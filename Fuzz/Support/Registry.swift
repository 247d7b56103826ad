import CMPFR
import VlasovEnclosures
import VlasovFunctions

/// Everything that is fuzzed. A new function is one line in the list of its rung; a new reading is one line here
/// (and its conformance to `FuzzedReading`).
enum Registry {
  static func checks() -> [any Check] {
    var list: [any Check] = []
    list += functions(of: Ball.self)
    list += functions(of: SmallBall.self)
    list += functions(of: DoubleEnclosure.self)
    list += SmallBallFunctions.all().map { FunctionCheck(function: $0) }
    list += ExpressionCheck<SmallBall>.all(elementary: elementary(), special: special())
    list += ExpressionCheck<DoubleEnclosure>.all(elementary: elementary(), special: special())
    list += BallFunctions.all().map { FunctionCheck(function: $0) }
    list.append(SumCheck<Ball>(name: "dot", terms: Sums.dot) { a, b in Ball.dot(a, b) })
    list.append(
      SumCheck<Ball>(name: "polynomial", terms: Sums.polynomial) { c, x in .polynomial(c, at: x[0]) })
    list.append(SumCheck<SmallBall>(name: "dot", terms: Sums.dot) { a, b in .dot(a, b) })
    list.append(
      SumCheck<SmallBall>(name: "polynomial", terms: Sums.polynomial) { c, x in .polynomial(c, at: x[0]) }
    )
    list += ExpressionCheck<Ball>.all(elementary: elementary(), special: special())
    list += JetCheck.all()
    list.append(DecimalCheck())
    list.append(ModeCheck())
    return list
  }

  /// Every function of both rungs in one reading.
  static func functions<R: FuzzedReading & SpecialAnalytic>(of _: R.Type) -> [any Check] {
    let list: [Function<R>] = elementary() + special()
    return list.map { FunctionCheck(function: $0) }
  }

  /// Every function of the first rung in one reading, for a reading without special functions.
  static func elementaryFunctions<R: FuzzedReading>(of _: R.Type) -> [any Check] {
    let list: [Function<R>] = elementary()
    return list.map { FunctionCheck(function: $0) }
  }

  /// The functions of `Analytic`.
  static func elementary<T: Analytic>() -> [Function<T>] {
    let ring = Domain.line.exponents(-40...40, rare: -1_000_000...1_000_000)
    let line = Domain.line
    let angle = Domain.line.exponents(-12...8, rare: -200...200).near(.quarterTurn, .quarterTurn)
    let growth = Domain.line.exponents(-12...6, rare: -500...26)
    let positive = Domain.positive.exponents(-30...30, rare: -1_000_000...1_000_000)
    return [
      Function("a + b", .cheap, on: ring, ring, .exact(mpfr_add)) { $0 + $1 },
      Function("a - b", .cheap, on: ring, ring, .exact(mpfr_sub)) { $0 - $1 },
      Function("a * b", .cheap, on: ring, ring, .exact(mpfr_mul)) { $0 * $1 },
      Function("a / b", .cheap, on: ring, ring, .mpfr(mpfr_div)) { $0 / $1 },
      Function("-a", .cheap, on: ring, .mpfr(mpfr_neg)) { -$0 },
      Function("a^2", .cheap, on: ring, .mpfr(mpfr_sqr)) { T.pow($0, 2) },
      Function("a^n", .elementary, -40...40, on: line, .mpfr(mpfr_pow_si)) { T.pow($1, $0) },
      Function("sqrt", .cheap, on: positive, .mpfr(mpfr_sqrt), T.sqrt),
      Function("exp", on: growth, .mpfr(mpfr_exp), T.exp),
      Function("expm1", on: growth, .mpfr(mpfr_expm1), T.expm1),
      Function("log", on: positive, .mpfr(mpfr_log), T.log),
      Function("log1p", on: line.near(.rational(-1, 1)), .mpfr(mpfr_log1p), T.log1p),
      Function("pow", on: .positive, growth.exponents(-8...4, rare: -100...10), .mpfr(mpfr_pow)) {
        T.pow($0, $1)
      },
      Function("sin", on: angle, .mpfr(mpfr_sin), T.sin),
      Function("cos", on: angle, .mpfr(mpfr_cos), T.cos),
      Function("tan", on: angle, .mpfr(mpfr_tan), T.tan),
      Function("atan", on: line, .mpfr(mpfr_atan), T.atan),
      Function("asin", on: .unit, .mpfr(mpfr_asin), T.asin),
      Function("acos", on: .unit, .mpfr(mpfr_acos), T.acos),
      Function("sinh", on: growth, .mpfr(mpfr_sinh), T.sinh),
      Function("cosh", on: growth, .mpfr(mpfr_cosh), T.cosh),
      Function("tanh", on: growth, .mpfr(mpfr_tanh), T.tanh),
      Function("atanh", on: .unit, .mpfr(mpfr_atanh), T.atanh),
      Function("asinh", on: line, .mpfr(mpfr_asinh), T.asinh),
      Function(
        "acosh", on: positive.exponents(1...30, rare: -9...1000).near(.rational(1, 1)), .mpfr(mpfr_acosh),
        T.acosh),
    ]
  }
}

/// What small balls do beyond the ladder.
enum SmallBallFunctions {
  static func all() -> [Function<SmallBall>] {
    let ring = Domain.line.exponents(-40...40, rare: -1_000_000...1_000_000)
    let size: Truth.Function1 = { mpfr_abs($0, $1, $2) }
    return [
      Function("a * n", .cheap, on: [ring], -(1 << 40)...(1 << 40), .mpfr(mpfr_mul_si)) { $0[0] * $0.n },
      Function("a / n", .cheap, on: [ring], -(1 << 40)...(1 << 40), .mpfr(mpfr_div_si)) { $0[0] / $0.n },
      Function("a 2^n", .cheap, on: [ring], -2000...2000, .mpfr(mpfr_mul_2si)) { $0[0].scaled(by: $0.n) },
      Function("min", .cheap, on: ring, ring, .mpfr(mpfr_min)) { SmallBall.min($0, $1) },
      Function("max", .cheap, on: ring, ring, .mpfr(mpfr_max)) { SmallBall.max($0, $1) },
      Function("abs", .cheap, on: ring, .mpfr(size), SmallBall.abs),
      Function("hull, left", .cheap, on: ring, ring, .mpfr(BallFunctions.left), SmallBall.hull),
      Function("hull, right", .cheap, on: ring, ring, .mpfr(BallFunctions.right), SmallBall.hull),
    ]
  }
}

/// What balls do beyond the ladder.
enum BallFunctions {
  static let left:
    @Sendable (NumberPointer, ConstantNumberPointer, ConstantNumberPointer, mpfr_rnd_t) -> Int32 = {
      z, a, _, mode in mpfr_set(z, a, mode)
    }
  static let right:
    @Sendable (NumberPointer, ConstantNumberPointer, ConstantNumberPointer, mpfr_rnd_t) -> Int32 = {
      z, _, b, mode in mpfr_set(z, b, mode)
    }

  static func all() -> [Function<Ball>] {
    let ring = Domain.line.exponents(-40...40, rare: -1_000_000...1_000_000)
    // Up to the ends of MPFR's range of exponents.
    let extreme = Domain.line.exponents(
      -1_073_741_822 ... -1_073_741_000, rare: 1_073_740_000...1_073_741_823)
    let same: Truth.Function1 = { mpfr_set($0, $1, $2) }
    let size: Truth.Function1 = { mpfr_abs($0, $1, $2) }
    return [
      Function("a += b", .cheap, on: ring, ring, .exact(mpfr_add)) { a, b in
        var z = a
        z += b
        return z
      },
      Function("a -= b", .cheap, on: ring, ring, .exact(mpfr_sub)) { a, b in
        var z = a
        z -= b
        return z
      },
      Function("a *= b", .cheap, on: ring, ring, .exact(mpfr_mul)) { a, b in
        var z = a
        z *= b
        return z
      },
      Function("a * n", .cheap, on: [ring], -(1 << 40)...(1 << 40), .mpfr(mpfr_mul_si)) { $0[0] * $0.n },
      Function("a / n", .cheap, on: [ring], -(1 << 40)...(1 << 40), .mpfr(mpfr_div_si)) { $0[0] / $0.n },
      Function("a 2^n", .cheap, on: [ring], -2000...2000, .mpfr(mpfr_mul_2si)) { $0[0].scaled(by: $0.n) },
      Function("a + b, range", .cheap, on: extreme, extreme, .exact(mpfr_add)) { $0 + $1 },
      Function("a * b, range", .cheap, on: extreme, extreme, .exact(mpfr_mul)) { $0 * $1 },
      Function("a / b, range", .cheap, on: extreme, extreme, .mpfr(mpfr_div)) { $0 / $1 },
      Function("min", .cheap, on: ring, ring, .mpfr(mpfr_min)) { Ball.min($0, $1) },
      Function("max", .cheap, on: ring, ring, .mpfr(mpfr_max)) { Ball.max($0, $1) },
      Function("abs", .cheap, on: ring, .mpfr(size), Ball.abs),
      Function(
        "hull, left", .cheap, on: ring, ring, .mpfr(left), Ball.hull),
      Function(
        "hull, right", .cheap, on: ring, ring, .mpfr(right), Ball.hull),
      Function("rounded", .cheap, on: [ring], 2...400, .mpfr(same)) {
        $0[0].rounded(to: $0.n)
      },
    ]
  }
}
