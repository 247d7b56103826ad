/// Malformed or out-of-domain input: one line that names the parameter, the value and the domain.
public struct InputError: Error, Sendable, CustomStringConvertible {
  public let parameter: String?
  public let value: String?
  public let domain: String?
  public let message: String

  public init(parameter: String? = nil, value: String? = nil, domain: String? = nil, _ message: String) {
    self.parameter = parameter
    self.value = value
    self.domain = domain
    self.message = message
  }

  public var description: String { message }
}

/// The parameters are legal but a hypothesis of the result is refuted: no number, the violated inequality.
public struct Refusal: Error, Sendable, CustomStringConvertible {
  public let inequality: String
  public init(_ inequality: String) { self.inequality = inequality }
  public var description: String { inequality }
}

/// Something could not be decided; says what, and what was reached.
public struct Undecided: Error, Sendable, CustomStringConvertible {
  public let reason: String
  public init(_ reason: String) { self.reason = reason }
  public var description: String { reason }
}
