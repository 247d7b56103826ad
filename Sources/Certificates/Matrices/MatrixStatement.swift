/// A statement about exact matrices: named data, and claims that all hold.
///
/// The claims are made by the methods below, which find the data of the proof and throw `Uncertifiable` when there are none:
/// a false claim is never stated.
public struct MatrixStatement: SpecialStatement {
  public private(set) var names = MatrixNames()
  public private(set) var claims: [MatrixClaim] = []
  /// How many digits the end-points of enclosures have.
  let digits: Int

  public init(digits: Int) { self.digits = digits }

  public var kind: String { "matrix" }

  // MARK: Data

  /// Names a matrix.
  @discardableResult
  public mutating func matrix(_ name: String, _ value: Matrix<Rational>) -> MatrixTerm {
    names.add(name, .matrix(value))
    return .named(name)
  }

  /// Names a number.
  @discardableResult
  public mutating func number(_ name: String, _ value: Rational) -> Expression {
    names.add(name, .number(value))
    return .variable(name)
  }

  private func value(_ term: MatrixTerm) throws -> Matrix<Rational> {
    guard let value = names.value(term) else {
      throw Uncertifiable("\(term.text) is no matrix of the statement")
    }
    return value
  }

  // MARK: Claims

  public mutating func claim(_ left: MatrixTerm, equals right: MatrixTerm) throws {
    guard try value(left) == value(right) else {
      throw Uncertifiable("\(left.text) and \(right.text) are not the same")
    }
    claims.append(.equal(left, right))
  }

  /// Names the trace of a matrix.
  public mutating func trace(_ name: String, of term: MatrixTerm) throws -> Expression {
    let e = number(name, try value(term).trace)
    claims.append(.trace(term, .named(name)))
    return e
  }

  /// Names the determinant of a matrix.
  public mutating func determinant(_ name: String, of term: MatrixTerm) throws -> Expression {
    let e = number(name, try value(term).determinant)
    claims.append(.determinant(term, .named(name)))
    return e
  }

  /// Names the entry of a 1 by 1 matrix.
  public mutating func entry(_ name: String, of term: MatrixTerm) throws -> Expression {
    let m = try value(term)
    guard m.rows == 1, m.columns == 1 else { throw Uncertifiable("\(term.text) is not 1 by 1") }
    let e = number(name, m[0, 0])
    claims.append(.equal(term, .number(name)))
    return e
  }

  /// Names the value of a matrix.
  public mutating func matrix(_ name: String, equalTo term: MatrixTerm) throws -> MatrixTerm {
    let m = matrix(name, try value(term))
    claims.append(.equal(term, m))
    return m
  }

  /// Names the X with `factor` X = `right`.
  public mutating func quotient(_ name: String, of right: MatrixTerm, by factor: MatrixTerm) throws
    -> MatrixTerm
  {
    guard let x = try value(factor).solving(value(right)) else {
      throw Uncertifiable("\(factor.text) is singular")
    }
    let m = matrix(name, x)
    claims.append(.equal(factor * m, right))
    return m
  }

  public mutating func claimDefinite(_ term: MatrixTerm) throws {
    let m = try value(term)
    guard let found = SquareDecomposition(m), found.proves(m, definite: true) else {
      throw Uncertifiable("\(term.text) is not positive definite")
    }
    claims.append(.definite(term, found))
  }

  public mutating func claimSemidefinite(_ term: MatrixTerm) throws {
    let m = try value(term)
    guard let found = SquareDecomposition(m, semidefinite: true), found.proves(m, definite: false) else {
      throw Uncertifiable("\(term.text) is not positive semidefinite")
    }
    claims.append(.semidefinite(term, found))
  }

  public mutating func claimNotSemidefinite(_ term: MatrixTerm) throws {
    guard let witness = try value(term).negativeWitness() else {
      throw Uncertifiable("\(term.text) is positive semidefinite, or not symmetric")
    }
    claims.append(.notSemidefinite(term, witness: witness))
  }

  public mutating func claimRank(_ term: MatrixTerm, _ rank: Int) throws {
    guard let found = try RankFactors(value(term)), found.rank == rank else {
      throw Uncertifiable("the rank of \(term.text) is not \(rank), or 0")
    }
    claims.append(.rank(term, found))
  }

  public mutating func claimInertia(_ term: MatrixTerm) throws {
    guard let found = try InertiaFactors(value(term)) else {
      throw Uncertifiable("\(term.text) is not symmetric")
    }
    claims.append(.inertia(term, found))
  }

  /// The expression, at the named numbers, between decimals.
  public mutating func claimEnclosure(_ e: Expression) throws {
    claims.append(.enclosure(e, try Bounds(enclosing: e.substituting(names.numbers), digits: digits)))
  }

  /// The threshold of start - t direction, and the value of an expression in it.
  ///
  /// - Parameter value: made from the threshold; nil for the threshold itself.
  public mutating func claimThreshold(
    _ variable: String, start: MatrixTerm, direction: MatrixTerm,
    value expression: ((Expression) -> Expression)? = nil
  ) throws {
    let (d, m) = try (value(start), value(direction))
    // An expression gets a bracket with more digits than it has to keep.
    let found = try PencilThreshold(start: d, direction: m, digits: expression == nil ? digits : digits + 6)
    let difference = d - m.scaled(by: found.lower)
    guard let startDecomposition = SquareDecomposition(d), startDecomposition.proves(d, definite: true),
      let decomposition = SquareDecomposition(difference), decomposition.proves(difference, definite: true),
      let witness = (d - m.scaled(by: found.upper)).negativeWitness()
    else { throw Uncertifiable("\(start.text) - \(variable) \(direction.text) has no bracketed threshold") }
    var value: (Expression, Bounds)?
    if let e = expression?(.variable(variable)) {
      let interval = Expression.interval(Expression(found.lower), Expression(found.upper))
      let at = names.numbers.merging([variable: interval]) { $1 }
      value = try (e, Bounds(enclosing: e.substituting(at), digits: digits))
    }
    claims.append(
      .threshold(
        ThresholdClaim(
          variable: variable, start: start, direction: direction, bracket: found.bounds,
          decomposition: decomposition,
          startDecomposition: startDecomposition, witness: witness, value: value)))
  }
}

extension Bounds {
  /// Decimals of `digits` digits around the value of an expression without variables.
  ///
  /// - Throws: `Uncertifiable` when the value stays wider than the last digits allow.
  init(enclosing e: Expression, digits: Int) throws {
    var bits = 4 * digits + 64
    for _ in 0..<6 {
      let ball = try withPrecision(bits) { try e.evaluate(Ball.self) }
      if ball.isFinite {
        let bounds = Bounds(
          lower: ball.lowerDecimal(digits: digits), upper: ball.upperDecimal(digits: digits))
        if ball.isZero || Double(ball.accuracyBits) > Double(digits) * 3.33 - 3 {
          self = bounds
          return
        }
      }
      bits *= 2
    }
    throw Uncertifiable("the value of \(e) was not enclosed to \(digits) digits")
  }
}

/// The least t > 0 where D - t M stops being positive definite, between decimals one or two units of the last digit apart.
struct PencilThreshold {
  let lower: Rational
  let upper: Rational
  let bounds: Bounds

  /// By bisection with exact tests of definiteness.
  ///
  /// - Throws: `Uncertifiable` when D is not positive definite, or M is negative semidefinite: then there is none.
  init(start d: Matrix<Rational>, direction m: Matrix<Rational>, digits: Int) throws {
    guard d.isPositiveDefinite, m.isSymmetric, m.rows == d.rows else {
      throw Uncertifiable("the matrix at the start is not positive definite")
    }
    guard !(-m).isPositiveSemidefinite else {
      throw Uncertifiable("there is no threshold: it stays definite for ever")
    }
    func isDefinite(_ t: Rational) -> Bool { (d - m.scaled(by: t)).isPositiveDefinite }
    // 10^e <= t < 10^(e+1)
    let ten: Rational = 10
    func power(_ e: Int) -> Rational { ten.power(e) ?? 1 }
    var exponent = 0
    while isDefinite(power(exponent + 1)) { exponent += 1 }
    while !isDefinite(power(exponent)) { exponent -= 1 }
    let unit = power(exponent + 1 - digits)
    var low = (power(exponent) / unit).numerator
    var high = (power(exponent + 1) / unit).numerator
    let (one, two): (Integer, Integer) = (1, 2)
    while high - low > one {
      let middle = ((Rational(low) + Rational(high)) / Rational(two)).floor
      if isDefinite(Rational(middle) * unit) { low = middle } else { high = middle }
    }
    lower = Rational(low) * unit
    let end = Rational(high) * unit
    // At the threshold itself the matrix is still semidefinite.
    upper = (d - m.scaled(by: end)).isPositiveSemidefinite ? end + unit : end
    let places = digits + Swift.abs(exponent) + 2
    guard let below = lower.terminatingDecimal(maximumDigits: places),
      let above = upper.terminatingDecimal(maximumDigits: places)
    else { throw Uncertifiable("a threshold of \(digits) digits has no short decimals") }
    bounds = Bounds(lower: below, upper: above)
  }
}
