/// Runs evaluations that may fail without harm, such as a bound on a set that is then cut in two: they
/// leave no trace in the `FailureLog`, which is to name what made an answer undecided.
@inline(__always)
func quietly<R>(_ body: () throws -> R) rethrows -> R {
  FailureLog.current == nil ? try body() : try FailureLog.$current.withValue(nil, operation: body)
}
