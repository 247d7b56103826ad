import Foundation
import VlasovNumbers

/// Doubles read the same formulas for simulations, plots, and for choosing how far a rigorous algorithm goes.
extension Double: Analytic {
  public init(_ value: Rational) { self = value.double }
  public init(_ index: Index) { self = index.value.map(Double.init) ?? .nan }
  public static func pow(_ x: Double, _ n: Index) -> Double {
    n.value.map { Foundation.pow(x, Double($0)) } ?? .nan
  }
  public static func pow(_ x: Double, _ y: Double) -> Double { Foundation.pow(x, y) }
  public static func exp(_ x: Double) -> Double { Foundation.exp(x) }
  public static func expm1(_ x: Double) -> Double { Foundation.expm1(x) }
  public static func log(_ x: Double) -> Double { Foundation.log(x) }
  public static func log1p(_ x: Double) -> Double { Foundation.log1p(x) }
  public static func sqrt(_ x: Double) -> Double { x.squareRoot() }
  public static func sin(_ x: Double) -> Double { Foundation.sin(x) }
  public static func cos(_ x: Double) -> Double { Foundation.cos(x) }
  public static func tan(_ x: Double) -> Double { Foundation.tan(x) }
  public static func atan(_ x: Double) -> Double { Foundation.atan(x) }
  public static func asin(_ x: Double) -> Double { Foundation.asin(x) }
  public static func acos(_ x: Double) -> Double { Foundation.acos(x) }
  public static func sinh(_ x: Double) -> Double { Foundation.sinh(x) }
  public static func cosh(_ x: Double) -> Double { Foundation.cosh(x) }
  public static func tanh(_ x: Double) -> Double { Foundation.tanh(x) }
  public static func atanh(_ x: Double) -> Double { Foundation.atanh(x) }
  public static func asinh(_ x: Double) -> Double { Foundation.asinh(x) }
  public static func acosh(_ x: Double) -> Double { Foundation.acosh(x) }
}
