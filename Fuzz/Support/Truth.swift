import CMPFR
import VlasovEnclosures
import VlasovNumbers

/// The independent route to a function's value at exact points.
enum Truth {
  /// Writes `workspace.bounds` for the function at `workspace.arguments`, with about the given bits.
  case value((Workspace, Int) -> Outcome)
  /// The function is the inverse of a monotone one, which MPFR encloses at the ends of the result.
  case inverse(increasing: Bool, (Bounds, NumberPointer, Int) -> Outcome)

  typealias Function1 = (NumberPointer, ConstantNumberPointer, mpfr_rnd_t) -> Int32
  typealias Function2 = (NumberPointer, ConstantNumberPointer, ConstantNumberPointer, mpfr_rnd_t) -> Int32
  typealias FunctionN = (NumberPointer, ConstantNumberPointer, Int, mpfr_rnd_t) -> Int32

  /// MPFR's correctly rounded function.
  static func mpfr(_ f: @escaping Function1) -> Truth {
    .value { w, bits in w.bounds.round(bits) { f($0, w.arguments[0], $1) } }
  }

  /// MPFR's correctly rounded function of two numbers.
  static func mpfr(_ f: @escaping Function2) -> Truth {
    .value { w, bits in w.bounds.round(bits) { f($0, w.arguments[0], w.arguments[1], $1) } }
  }

  /// MPFR's correctly rounded function of a number and the integer parameter.
  static func mpfr(_ f: @escaping FunctionN) -> Truth {
    .value { w, bits in w.bounds.round(bits) { f($0, w.arguments[0], w.parameter, $1) } }
  }

  /// A ring operation of MPFR, with the bits that make it exact (up to a limit).
  static func exact(_ f: @escaping Function2) -> Truth {
    .value { w, _ in
      let (a, b) = (w.arguments[0], w.arguments[1])
      let bits = a.pointee._mpfr_prec &+ b.pointee._mpfr_prec
      return w.bounds.round(bits) { f($0, a, b, $1) }
    }
  }

  /// Another formula for the function in balls of at least the double precision, on the exact points.
  static func formula(_ f: @escaping ([Ball], Int) -> Ball) -> Truth {
    .value { w, bits in
      let work = 2 * bits + 64
      let x = (0..<w.operandCount).map { i in
        let p = w.arguments[i]
        return Ball(bits: max(work, p.pointee._mpfr_prec)) { mpfrCopy($0, p) }
      }
      return w.bounds.set(withPrecision(work) { f(x, w.parameter) })
    }
  }
}

extension Ball {
  /// MPFR's function of an exact ball: the correctly rounded value as a ball, for formulas.
  static func rounded(_ x: Ball, _ f: Truth.Function1) -> Ball {
    x.withMidpoint { m in Ball(bits: x.bits) { f($0, m, MPFR_RNDN) } }
  }
}
