/// The set of the possible states around a point c: c + C [±r0] + B [±r], with boxes [±r].
///
/// C r0 carries what the initial box has become, to first order; B r carries all errors, in a frame B that is
/// orthogonal up to a scaling of the components (R. Lohner's method with the representation of M. Mrozek and
/// P. Zgliczyński). So neither rotations nor shears wrap the errors into ever larger boxes.
struct ErrorSet: Sendable {
  let dimension: Int
  /// C, row by row, exact; empty when r0 = 0.
  private var outer: [SmallBall]
  private let outerRadii: [Magnitude]
  /// B, row by row, exact.
  private var frame: [SmallBall]
  private var radii: [Magnitude]

  /// The box of these radii; a wide one is kept as an initial box.
  init(radii box: [Magnitude], isWide: Bool) {
    dimension = box.count
    let n = box.count
    let unit = (0..<(n * n)).map { SmallBall($0 % n == $0 / n ? 1 : 0) }
    frame = unit
    outer = isWide ? unit : []
    outerRadii = isWide ? box : []
    radii = isWide ? Array(repeating: .zero, count: n) : box
  }

  /// Bounds of the distances from c, component by component.
  var extents: [Magnitude] { spread(outer, outerRadii, plus: spread(frame, radii)) }

  /// The same for the image under all matrices of `jacobian`.
  func extents(under jacobian: [SmallBall]) -> [Magnitude] {
    let inner = spread(product(jacobian, frame), radii)
    return outer.isEmpty ? inner : spread(product(jacobian, outer), outerRadii, plus: inner)
  }

  /// The set that contains J s + e for all J in `jacobian`, s in the set, |e_i| <= error_i; nil when it is unbounded.
  ///
  /// With J C = C' ± Δ and any regular B': J s + e is in C' [±r0] + B' (B'^-1 J B [±r] + B'^-1 [±(Δ r0 + e)]).
  func advanced(by jacobian: [SmallBall], error: [Magnitude]) -> ErrorSet? {
    let n = dimension
    var next = self
    var error = error
    if !outer.isEmpty {
      let image = product(jacobian, outer)
      next.outer = image.map(\.center)
      for i in 0..<n {
        for j in 0..<n { error[i] = error[i] + image[i * n + j].radius * outerRadii[j] }
      }
    }
    let image = product(jacobian, frame)
    guard image.allSatisfy(\.isFinite), error.allSatisfy(\.isFinite) else { return nil }
    let basis = OrthogonalFrame(image, lengths: radii, errors: error, dimension: n)
    guard let coordinates = basis.coordinates(image, radii, error) else { return nil }
    next.frame = basis.matrix
    next.radii = coordinates
    return next.radii.allSatisfy(\.isFinite) ? next : nil
  }

  private func spread(_ matrix: [SmallBall], _ box: [Magnitude], plus other: [Magnitude]? = nil)
    -> [Magnitude]
  {
    let n = dimension
    var result = other ?? Array(repeating: .zero, count: n)
    if matrix.isEmpty { return result }
    for i in 0..<n {
      for j in 0..<n where !box[j].isZero { result[i] = result[i] + matrix[i * n + j].magnitude * box[j] }
    }
    return result
  }

  private func product(_ a: [SmallBall], _ b: [SmallBall]) -> [SmallBall] {
    SmallBall.squareProduct(a, b, dimension)
  }
}

extension SmallBall {
  /// The product of two n by n matrices, row by row.
  static func squareProduct(_ a: [SmallBall], _ b: [SmallBall], _ n: Int) -> [SmallBall] {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        guard let x = a.baseAddress, let y = b.baseAddress else { return [] }
        var result: [SmallBall] = []
        result.reserveCapacity(n * n)
        for i in 0..<n {
          for j in 0..<n { result.append(dot(n, x + i * n, y + j, step: n)) }
        }
        return result
      }
    }
  }
}
