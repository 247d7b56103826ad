/// The pair force of "Clustering in Causal Attention Masking" (arXiv 2411.04990), d = 2:
/// h(x) = e^{beta (cos x - 1)} sin x and its derivative g(x) = e^{beta (cos x - 1)} (cos x - beta sin^2 x).
public enum PairForce {
  /// h(x).
  public static func h(_ beta: Double, _ x: Double) -> Double {
    exponential(-2 * beta * sine(x / 2) * sine(x / 2)) * sine(x)
  }

  /// g(x) = h'(x).
  public static func g(_ beta: Double, _ x: Double) -> Double {
    exponential(-2 * beta * sine(x / 2) * sine(x / 2)) * (cosine(x) - beta * sine(x) * sine(x))
  }
}
