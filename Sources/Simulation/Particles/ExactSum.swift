/// Exact signs of sums of products of doubles, by Shewchuk's expansions ("Adaptive precision floating-point arithmetic and
/// fast robust geometric predicates", 1997): a sum is kept as doubles that do not overlap, smallest first.
///
/// Exact as long as nothing overflows and no product that is not 0 is below 2^-900, so that its rounding error is a double.
struct ExactSum {
  private var parts: [Double] = []

  /// Adds a number: Grow-Expansion, Theorem 10 of the paper.
  mutating func add(_ number: Double) {
    var sum = number
    var kept = 0
    for part in parts {
      let (total, error) = Self.twoSum(sum, part)
      sum = total
      if error != 0 {
        parts[kept] = error
        kept += 1
      }
    }
    parts.removeSubrange(kept...)
    if sum != 0 { parts.append(sum) }
  }

  /// Adds a b.
  mutating func addProduct(_ a: Double, _ b: Double) {
    let (product, error) = Self.twoProduct(a, b)
    if error != 0 { add(error) }
    add(product)
  }

  /// Adds a b c.
  mutating func addProduct(_ a: Double, _ b: Double, _ c: Double) {
    let (product, error) = Self.twoProduct(a, b)
    if error != 0 { addProduct(error, c) }
    addProduct(product, c)
  }

  /// -1, 0 or 1: the sign of the largest part.
  var sign: Int {
    guard let last = parts.last else { return 0 }
    return last > 0 ? 1 : -1
  }

  /// Knuth's sum: a + b = sum + error.
  private static func twoSum(_ a: Double, _ b: Double) -> (Double, Double) {
    let sum = a + b
    let second = sum - a
    return (sum, (a - (sum - second)) + (b - second))
  }

  private static func twoProduct(_ a: Double, _ b: Double) -> (Double, Double) {
    let product = a * b
    return (product, (-product).addingProduct(a, b))
  }
}
