import Foundation

// One place through which the engines reach the C library, so that members named `exp` or `log` never shadow it.

@inline(__always) func exponential(_ x: Double) -> Double { Foundation.exp(x) }
@inline(__always) func exponentialMinus1(_ x: Double) -> Double { Foundation.expm1(x) }
@inline(__always) func logarithm(_ x: Double) -> Double { Foundation.log(x) }
@inline(__always) func cosine(_ x: Double) -> Double { Foundation.cos(x) }
@inline(__always) func sine(_ x: Double) -> Double { Foundation.sin(x) }
@inline(__always) func exponentiate(_ x: Double, _ y: Double) -> Double { Foundation.pow(x, y) }

/// Distance of two angles on the circle, in [0, pi].
@inline(__always) func circleDistance(_ x: Double, _ y: Double) -> Double {
  abs(Foundation.remainder(x - y, 2 * Double.pi))
}
