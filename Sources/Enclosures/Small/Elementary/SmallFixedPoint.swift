/// Three words read as one non-negative integer W: the fixed-point number W 2^-192, or W times another unit
/// that the context names.
struct Fixed192: Sendable, Equatable {
  var w2: UInt64
  var w1: UInt64
  var w0: UInt64

  @inline(__always) init(_ w2: UInt64, _ w1: UInt64, _ w0: UInt64) {
    (self.w2, self.w1, self.w0) = (w2, w1, w0)
  }

  @inline(__always) init(high: UInt128, low: UInt64) {
    self.init(high.highWord, high.lowWord, low)
  }

  @inline(__always) static var zero: Fixed192 { Fixed192(0, 0, 0) }

  /// The upper two words, the integer part of W/2^64.
  @inline(__always) var high: UInt128 { UInt128(w2) &<< 64 | UInt128(w1) }

  @inline(__always) static func + (a: Fixed192, b: Fixed192) -> Fixed192 {
    let (low, carry) = a.w0.addingReportingOverflow(b.w0)
    return Fixed192(high: a.high &+ b.high &+ (carry ? 1 : 0), low: low)
  }

  /// The difference modulo 2^192.
  @inline(__always) static func - (a: Fixed192, b: Fixed192) -> Fixed192 {
    let (low, borrow) = a.w0.subtractingReportingOverflow(b.w0)
    return Fixed192(high: a.high &- b.high &- (borrow ? 1 : 0), low: low)
  }

  @inline(__always) static func < (a: Fixed192, b: Fixed192) -> Bool {
    a.high < b.high || (a.high == b.high && a.w0 < b.w0)
  }

  /// W 2^k for 0 <= k < 64; the bits that leave at the top are lost.
  @inline(__always) func shiftedLeft(_ k: Int) -> Fixed192 {
    let k = UInt64(truncatingIfNeeded: k)
    return Fixed192(w2 &<< k | w1.over(k), w1 &<< k | w0.over(k), w0 &<< k)
  }

  /// floor(W 2^-k) for 0 <= k < 64.
  @inline(__always) func shiftedRight(_ k: Int) -> Fixed192 {
    let k = UInt64(truncatingIfNeeded: k)
    return Fixed192(w2 &>> k, w1 &>> k | w2.under(k), w0 &>> k | w1.under(k))
  }

  /// floor(W 2^-k) for any k >= 0.
  @inline(__always) func dropping(_ k: Int) -> Fixed192 {
    switch k >> 6 {
    case 0: return shiftedRight(k)
    case 1: return Fixed192(0, w2, w1).shiftedRight(k & 63)
    case 2: return Fixed192(0, 0, w2).shiftedRight(k & 63)
    default: return .zero
    }
  }

  /// floor(x 2^(k - 64)) for 0 <= k <= 64: two words moved down by 64 - k bits from the top.
  @inline(__always) static func placed(_ x: UInt128, _ k: Int) -> Fixed192 {
    Fixed192(high: x, low: 0).dropping(64 - k)
  }

  /// W c and the word above it.
  @inline(__always) func times(_ c: UInt64) -> (over: UInt64, product: Fixed192) {
    let p0 = SmallFixedPoint.product(w0, c)
    let p1 = SmallFixedPoint.product(w1, c) &+ UInt128(p0.highWord)
    let p2 = SmallFixedPoint.product(w2, c) &+ UInt128(p1.highWord)
    return (p2.highWord, Fixed192(p2.lowWord, p1.lowWord, p0.lowWord))
  }
}

extension UInt128 {
  @inline(__always) var highWord: UInt64 { UInt64(truncatingIfNeeded: self &>> 64) }
  @inline(__always) var lowWord: UInt64 { UInt64(truncatingIfNeeded: self) }
}

extension UInt64 {
  /// The bits that a shift left by k, 0 <= k < 64, moves out at the top.
  @inline(__always) fileprivate func over(_ k: UInt64) -> UInt64 { (self &>> 1) &>> (63 &- k) }
  /// The bits that a shift right by k, 0 <= k < 64, moves out at the bottom, as the top of a word.
  @inline(__always) fileprivate func under(_ k: UInt64) -> UInt64 { (self &<< 1) &<< (63 &- k) }
}

/// Products of fractions, truncated.
enum SmallFixedPoint {
  @inline(__always) static func product(_ a: UInt64, _ b: UInt64) -> UInt128 { UInt128(a) &* UInt128(b) }

  /// The upper word of a b.
  @inline(__always) static func high(_ a: UInt64, _ b: UInt64) -> UInt64 { product(a, b).highWord }

  /// About a b 2^-128, from three of the four word products: 0 <= a b 2^-128 - result < 3.
  ///
  /// What is left out: the product of the low words, below 2^128, and the low halves of the two middle
  /// products, each below 2^64 2^64.
  @inline(__always) static func high(_ a: UInt128, _ b: UInt128) -> UInt128 {
    let top = product(a.highWord, b.highWord)
    let left = high(a.highWord, b.lowWord)
    let right = high(a.lowWord, b.highWord)
    return top &+ UInt128(left) &+ UInt128(right)
  }

  /// About a b 2^-192: 0 <= a b 2^-192 - result < 6.
  ///
  /// What is left out: the low halves of three products, each below a unit, two products below a unit each, and
  /// one below 2^-64 units.
  @inline(__always) static func high(_ a: Fixed192, _ b: Fixed192) -> Fixed192 {
    let low =
      UInt128(high(a.w2, b.w0)) &+ UInt128(high(a.w1, b.w1)) &+ UInt128(high(a.w0, b.w2))
    let (left, right) = (product(a.w2, b.w1), product(a.w1, b.w2))
    let first = low &+ UInt128(left.lowWord) &+ UInt128(right.lowWord)
    let second = product(a.w2, b.w2) &+ UInt128(left.highWord) &+ UInt128(right.highWord)
    return Fixed192(high: second &+ UInt128(first.highWord), low: first.lowWord)
  }

  /// q with |a 2^128/d - q| < 3, for a <= 3 d/4 and d >= 2^127.
  ///
  /// Two long divisions by the upper word D of d. The first gives q1 = floor(a/D), which exceeds a 2^64/d by
  /// less than 2, because a/D - 2^64 a/d = a (d - 2^64 D)/(D d) < (a/d) 2^64/D <= 3/2; at most two steps back make
  /// the remainder r = 2^64 a - q1 d non-negative, and it is below d, as q1 >= floor(2^64 a/d). The second, on r,
  /// exceeds 2^64 r/d by less than 2 (or is held at the largest word when the upper word of r is D: the quotient
  /// is then more than 2^64 - 3), and falls short of it by less than 1.
  @inline(__always) static func quotient(_ a: UInt128, _ d: UInt128) -> UInt128 {
    let divisor = d.highWord
    var (q1, partial) = divisor.dividingFullWidth((a.highWord, a.lowWord))
    // r = 2^64 partial - q1 (d mod 2^64), modulo 2^128, with its sign from the comparison.
    let subtrahend = product(q1, d.lowWord)
    let minuend = UInt128(partial) &<< 64
    var r = minuend &- subtrahend
    if minuend < subtrahend {
      q1 &-= 1
      let (sum, carry) = r.addingReportingOverflow(d)
      r = sum
      if !carry {
        q1 &-= 1
        r = r &+ d
      }
    }
    partial = r.highWord
    let q2 = partial < divisor ? divisor.dividingFullWidth((partial, r.lowWord)).quotient : UInt64.max
    return UInt128(q1) &<< 64 | UInt128(q2)
  }
}
