import Foundation
import Testing
import VlasovSimulation

@Suite struct VectorExponentialTests {
  /// x, exp(x) rounded to a double, and the rest, from 60 digits.
  static let references: [(Double, Double, Double)] = [
    (-650.25, 3.9811921806329143e-283, 2.320354214140808e-299),
    (-345.5, 8.93833242460985e-151, 3.994369966400163e-167),
    (-100.1, 3.3660639410403144e-44, 1.8925323360563845e-60),
    (-36.7, 1.1518409493076097e-16, -7.470452781883121e-33),
    (-20.3, 1.5269401591266087e-09, -9.350718630790655e-26),
    (-5.0, 0.006737946999085467, 9.579094181215286e-20),
    (-1.0, 0.36787944117144233, -1.2428753672788363e-17), (-0.7, 0.4965853037914095, 9.827550225511106e-18),
    (-0.34657359027997264, 0.7071067811865476, -4.013739792746569e-17),
    (-0.1, 0.9048374180359595, 5.055984668733208e-17), (-1e-05, 0.9999900000499998, 5.730256126450165e-18),
    (-1e-17, 1.0, -1e-17), (0.1, 1.1051709180756477, -8.149523913327619e-17),
    (0.34657359027997264, 1.414213562373095, 1.0897353451090442e-16),
    (0.5, 1.6487212707001282, -4.731568479435833e-17), (0.6931471805599453, 2.0, -4.638093627692599e-17),
    (1.0, 2.718281828459045, 1.4456468917292502e-16), (3.3, 27.112638920657883, -2.243840361146525e-16),
    (17.9, 59411596.94254284, 3.625997409210734e-09), (88.8, 3.6757840844711625e+38, -1.1096750518195037e+22),
    (300.3, 2.6220013776845454e+130, 2.2082732624864628e+114),
    (708.9, 7.436322587880697e+307, 6.88122942212451e+290),
    (709.0, 8.218407461554972e+307, -1.955965507696277e+291),
  ]

  @Test(arguments: VectorLevel.available)
  func references(level: VectorLevel) {
    let values = level.exponentials(Self.references.map(\.0))
    for (value, (x, high, low)) in zip(values, Self.references) {
      let error = ((value - high) - low) / high
      #expect(abs(error) <= 0x1p-52, "exp(\(x)) = \(value), relative error \(error)")
    }
  }

  #if arch(x86_64) && os(Linux)
    /// Against the 64-bit mantissa of the C library, at all sizes and in the reduced range.
    @Test(arguments: VectorLevel.available)
    func extendedPrecision(level: VectorLevel) {
      let seed: UInt64 = 11
      var random = RandomStream(seed: seed, stream: 0)
      var numbers: [Double] = []
      for i in 0..<60_000 {
        let x = 2 * random.uniform() - 1
        let sizes = [0.35, 1, 20, 708]
        numbers.append(x * sizes[i % 4])
      }
      var worst: (Double, Double) = (0, 0)
      for (x, value) in zip(numbers, level.exponentials(numbers)) {
        let exact = Foundation.exp(Float80(x))
        let error = abs(Double((Float80(value) - exact) / exact))
        if error > worst.0 { worst = (error, x) }
      }
      #expect(worst.0 <= 0x1p-52, "seed \(seed): relative error \(worst.0) at \(worst.1)")
    }
  #endif

  @Test(arguments: VectorLevel.available)
  func range(level: VectorLevel) {
    let values = level.exponentials([-708.000001, -1e5, -1e300, -.infinity, 0, -0.0, .nan])
    #expect(values[0..<6] == [0, 0, 0, 0, 1, 1])
    #expect(values[6].isNaN)
    // Every length goes through the same vectors.
    let numbers = (0..<40).map { -0.37 * Double($0) }
    let whole = level.exponentials(numbers)
    for count in 0...40 {
      #expect(level.exponentials(Array(numbers.prefix(count))) == Array(whole.prefix(count)))
    }
  }
}
