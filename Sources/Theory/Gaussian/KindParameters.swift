/// Parameters of which a result needs some for one kind of attention only.
struct KindParameters {
  private let arguments: Arguments
  private let kind: String

  init(_ arguments: Arguments) {
    self.arguments = arguments
    if case .word(let word)? = arguments["kind"] { kind = word } else { kind = "" }
  }

  /// Throws `InputError` when the parameter is given with a kind that has no use for it.
  func allow(_ name: String, for kinds: String...) throws {
    guard let value = arguments[name], !kinds.contains(kind) else { return }
    let home = kinds.map { "kind=\($0)" }.joined(separator: " or ")
    let text = ExactMatrixText.abbreviated(value.text)
    throw InputError(
      parameter: name, value: text, domain: "only with \(home)",
      "\(name)=\(text): \(name) goes with \(home) only, not with kind=\(kind)")
  }

  /// The same, and throws when it is missing with a kind that needs it.
  func demand(_ name: String, for kinds: String...) throws {
    if kinds.contains(kind) {
      guard arguments[name] == nil else { return }
      throw InputError(
        parameter: name, value: nil, domain: name, "missing parameter \(name): kind=\(kind) needs it")
    }
    guard let value = arguments[name] else { return }
    let home = kinds.map { "kind=\($0)" }.joined(separator: " or ")
    let text = ExactMatrixText.abbreviated(value.text)
    throw InputError(
      parameter: name, value: text, domain: "only with \(home)",
      "\(name)=\(text): \(name) goes with \(home) only, not with kind=\(kind)")
  }
}
