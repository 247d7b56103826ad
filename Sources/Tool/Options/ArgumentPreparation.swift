/// Makes `vlasov expr -1/2` mean what it says, before ArgumentParser sees the arguments.
enum ArgumentPreparation {
  /// Options of `expr` that take the next argument.
  private static let valued: Set<String> = [
    "--digits", "--format", "--numbers", "--out", "-o", "--threads", "--max-seconds", "--max-bits",
  ]

  /// Moves an expression that starts with a minus sign behind `--`.
  static func prepared(_ arguments: [String]) -> [String] {
    guard arguments.first == "expr" else { return arguments }
    var options = ["expr"]
    var operands: [String] = []
    var rest = arguments.dropFirst()
    while let argument = rest.popFirst() {
      if argument == "--" {
        operands += rest
        break
      }
      if argument.hasPrefix("--") || argument == "-o" || argument == "-h" {
        options.append(argument)
        if valued.contains(argument), let value = rest.popFirst() { options.append(value) }
      } else {
        operands.append(argument)
      }
    }
    return operands.isEmpty ? options : options + ["--"] + operands
  }
}
