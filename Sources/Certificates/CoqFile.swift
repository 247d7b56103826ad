extension CoqPrinter {
  /// The first line of every file of theorems.
  public static let header = "From Vlasov Require Import Strict."

  /// The theorem of a certificate, with comments that say where it comes from.
  ///
  /// - Throws: `Uncertifiable` for what has no text in Coq.
  public func theorem(_ certificate: Certificate) throws -> String {
    let theorem = try CoqTheorem(certificate.statement, certificate.hints)
    func named(_ text: String) -> String { text.replacing("{name}", with: certificate.name) }
    let values = certificate.parameters.map { "\($0.name) = \($0.text)" }.joined(separator: ", ")
    var text =
      "(** \(Self.comment("\(certificate.id): \(certificate.output)\(values.isEmpty ? "" : " at \(values)")."))\n"
    text += "    \(Self.comment(certificate.source))\n    \(Self.comment(certificate.shortText)) *)\n"
    if !theorem.definitions.isEmpty { text += named(theorem.definitions) + "\n" }
    text += "Theorem \(certificate.name) :\n  \(named(theorem.statement)).\n"
    return text + "Proof. \(named(theorem.proof)). Qed.\n"
  }

  /// A file of theorems; certificates that Coq does not check are left out.
  public func file(_ certificates: [Certificate], theme: String) throws -> String {
    var text =
      "(** \(Self.comment(theme)): theorems printed by `vlasov certify`. Not to be edited. *)\n\(Self.header)\n"
    let libraries = certificates.flatMap { certificate -> [String] in
      if case .special(let s) = certificate.statement { s.coqLibraries } else { [] }
    }
    for library in Set(libraries).sorted() { text += "From Vlasov Require Import \(library).\n" }
    for certificate in certificates where certificate.checkers.contains(.coq) {
      text += "\n" + (try theorem(certificate))
    }
    return text
  }

  /// Text for a comment: Coq reads strings and comments inside comments.
  static func comment(_ text: String) -> String {
    text.replacing("\"", with: "'").replacing("(*", with: "( *").replacing("*)", with: "* )")
  }
}

extension Certificate {
  /// The statement in words, without expressions that the theorem shows below.
  fileprivate var shortText: String {
    switch statement {
    case .enclosure(_, let bounds): "\(output) lies in [\(bounds.lower), \(bounds.upper)]."
    case .exact(_, let value): "\(output) = \(value)."
    default: text.count <= 300 ? text + "." : "See the statement."
    }
  }
}
