/// Special functions of Double enclosures: by balls of 64 bits, except where there is a kernel.
extension DoubleEnclosure: BallBacked {
  public static var bits: Int { 64 }
  public var ball: Ball { Ball(self, bits: Self.bits) }

  public static let eulerGamma = DoubleEnclosure(withPrecision(bits) { Ball.eulerGamma })
}
