import ArgumentParser
import Foundation
import Vlasov

/// `vlasov certify`: statements that somebody else's program proves.
struct CertifyVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "certify",
    abstract: "Print a certificate that the Coq kernel, or a checker on Arb, accepts.",
    usage: "vlasov certify ID name=value ... [output=NAME] [options]",
    discussion: """
      The theorem states the mathematics (BesselI 2 (1 / 2), RInt, exp), not how it
      was computed; the proof is one line with numbers that the kernel checks again.
      Without a claim it encloses the value to N digits (at most 20 for integrals);
      an interval parameter gives a statement for all its values.
      --claim "OUTPUT REL EXPR" or "OUTPUT REL OUTPUT" (REL one of > >= < <=) states
      a comparison; it is decided first, and a refuted one writes nothing.
      Coq theorems need proofs-checks/coq: coqc -Q proofs-checks/coq Vlasov FILE.v
      `vlasov show ID` says which outputs have certificates, and why others have not.

      EXAMPLES
        vlasov certify clustering.force-inflection beta=2 --digits 50
        vlasov certify retrieval.smallness-time beta=1 lambda=1 -o t.v
        vlasov certify retrieval.smallness-time beta=1 lambda=1 --checker arb
        vlasov certify clustering.noisy-linear-threshold d=3 beta=[1,2] \\
          --claim "K > 1"
        vlasov certify --list constants.txt -o constants.json
      A list has one certificate a line: ID name=value ..., and output=NAME,
      digits=N, name=NAME or "claim=OUTPUT > EXPR" (in quotes) where wanted.

      EXIT STATUS
        0   a certificate
        1   a hypothesis or the claim is refuted, or the kind is out of reach
        2   undecided
        64  malformed or out of the domain
      """)

  @Argument(
    help: ArgumentHelp("The id of a result, and its parameters.", valueName: "id and name=value"),
    completion: IDCompletion.kind)
  var words: [String] = []

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Significant digits of end-points (40).", valueName: "N"),
    transform: { try WholeNumber.read($0, "--digits", 1...2000) })
  var digits: Int?

  @Option(help: ArgumentHelp("A comparison to state, such as \"t < 10\".", valueName: "CLAIM"))
  var claim: String?

  @Option(help: "Print for one checker only: coq or arb.")
  var checker: Checker?

  @Option(help: ArgumentHelp("The theorem's name.", valueName: "NAME"))
  var name: String?

  @Option(help: ArgumentHelp("A file with one certificate a line.", valueName: "FILE"), completion: .file())
  var list: String?

  @Option(
    name: [.customShort("o"), .customLong("out")],
    help: ArgumentHelp("Write to FILE, a .v for Coq or a .json for Arb.", valueName: "FILE"),
    completion: .file())
  var out: String?

  @OptionGroup var limits: LimitOptions

  func perform() throws -> Int32 {
    let checker = try chosenChecker()
    let requests = try self.requests()
    // A file that cannot be written is known at once.
    let sink = try OutputSink(path: out, wholeOnly: true)
    var certificates: [Certificate] = []
    for request in requests {
      do {
        certificates.append(try request.certificate(checker, limits.budget))
      } catch let failure as CertifyFailure {
        StandardError.line("vlasov: error: \(failure.message)")
        return failure.status
      }
    }
    let theme = requests.count == 1 ? certificates[0].id : "Constants"
    try sink.write(try text(Certificate.uniquelyNamed(certificates), checker, theme))
    try sink.finish()
    return ExitStatus.success
  }

  private func text(_ certificates: [Certificate], _ checker: Checker?, _ theme: String) throws -> String {
    let json =
      list == nil && certificates.count == 1 && out == nil
      ? certificates[0].json.text + "\n" : Certificate.file(certificates)
    switch checker {
    case .coq: return try CoqPrinter().file(certificates, theme: theme)
    case .arb: return json
    case nil:
      let coq = certificates.contains { $0.checkers.contains(.coq) }
      return (coq ? try CoqPrinter().file(certificates, theme: theme) + "\n" : "") + json
    }
  }

  /// By `--checker`, or the extension of the file.
  private func chosenChecker() throws -> Checker? {
    let suffix = out.map { ($0 as NSString).pathExtension }
    let ofFile: Checker? = suffix == "v" ? .coq : suffix == "json" ? .arb : nil
    if let out, ofFile == nil, checker == nil {
      throw InputError(
        parameter: "--out", value: out, domain: ".v or .json",
        "--out \(out): the name ends in neither .v (Coq) nor .json (Arb); or give --checker")
    }
    if let out, let ofFile, let checker, ofFile != checker {
      throw InputError(
        parameter: "--out", value: out, "--out \(out) is not a file for --checker \(checker.rawValue)")
    }
    return checker ?? ofFile
  }

  private func requests() throws -> [CertifyRequest] {
    guard let list else {
      return [try CertifyRequest(words, digits: digits ?? 40, claim: claim, name: name)]
    }
    guard words.isEmpty, claim == nil, name == nil else {
      throw InputError(parameter: "--list", value: list, "--list takes no other words, claim or name")
    }
    // What follows a # is a comment.
    let texts = try FileValue.text(list, of: "--list").split(whereSeparator: \.isNewline)
      .map { String($0.prefix { $0 != "#" }) }.filter { !$0.allSatisfy(\.isWhitespace) }
    guard !texts.isEmpty else { throw InputError(parameter: "--list", value: list, "\(list) has no line") }
    return try texts.map { try CertifyRequest(line: $0, digits: digits ?? 40) }
  }
}

extension Checker: ExpressibleByArgument {}

/// No certificate: the message and the exit status.
struct CertifyFailure: Error {
  let message: String
  let status: Int32
}

/// One certificate that is asked for.
struct CertifyRequest {
  let assignments: Assignments
  let digits: Int
  let claim: String?
  let name: String?

  init(_ words: [String], digits: Int, claim: String?, name: String?) throws {
    assignments = try Assignments(words)
    (self.digits, self.claim, self.name) = (digits, claim, name)
    if let name, !Self.isIdentifier(name) {
      throw InputError(
        parameter: "name", value: name, domain: "letters, digits and at least one _",
        "\(name) is no name of a theorem: letters, digits and at least one _")
    }
  }

  /// A line of a list: words, in double quotes where they have spaces.
  init(line: String, digits: Int) throws {
    var words: [String] = []
    guard line.count(where: { $0 == "\"" }) % 2 == 0 else {
      throw InputError(parameter: "--list", value: line, "a quote is not closed in: \(line)")
    }
    for (k, part) in line.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
      words += k % 2 == 1 ? [String(part)] : part.split(whereSeparator: \.isWhitespace).map(String.init)
    }
    func take(_ key: String) -> String? {
      guard let place = words.firstIndex(where: { $0.hasPrefix(key + "=") }) else { return nil }
      return String(words.remove(at: place).dropFirst(key.count + 1))
    }
    let (claim, name) = (take("claim"), take("name"))
    let wanted = try take("digits").map { try WholeNumber.read($0, "digits", 1...2000) }
    try self.init(words, digits: wanted ?? digits, claim: claim, name: name)
  }

  private static func isIdentifier(_ name: String) -> Bool {
    // With _ and a letter first it is no word of Coq's, nor a name of the library.
    guard let first = name.first, first.isASCII, first.isLetter, name.contains("_") else { return false }
    return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }

  /// - Throws: `InputError`, `CertifyFailure`.
  func certificate(_ checker: Checker?, _ budget: Budget) throws -> Certificate {
    let theorem = try Catalogue.standard.theorem(assignments.id)
    let record = theorem.record
    func failure(_ why: String, _ status: Int32) -> CertifyFailure {
      CertifyFailure(message: "no certificate of \(record.id): \(why)", status: status)
    }
    if assignments.asksForAllOutputs {
      throw InputError(parameter: "output", value: "all", "certify takes one output")
    }
    let asked = try record.output(named: assignments.output)
    let claim = try claim.map { try CertificateClaim(parsing: $0, of: record, output: asked.name) }
    let output = claim?.output ?? asked.name
    let arguments = try record.arguments(assignments.parameters, output: output)
    // The right side may need more parameters.
    switch claim?.right {
    case .output(let right)?: _ = try record.arguments(assignments.parameters, output: right)
    case .expression(let e)?:
      for name in e.freeVariables.sorted() where arguments[name] == nil {
        throw InputError(
          parameter: name, value: nil, "missing parameter \(name): the claim '\(claim?.text ?? "")' names it")
      }
    case nil: break
    }
    do {
      let certificate = try Certifier(digits: digits, budget: budget).certificate(
        for: theorem, arguments, output: output, claim: claim, name: name)
      if let checker, !certificate.checkers.contains(checker) {
        _ = try CoqPrinter().theorem(certificate)
        throw Uncertifiable("the checker \(checker.rawValue) does not take it")
      }
      return certificate
    } catch let error as Uncertifiable {
      throw failure(error.reason, ExitStatus.refuted)
    } catch let error as Refusal {
      throw failure(error.inequality, ExitStatus.refuted)
    } catch let error as Undecided {
      throw failure(error.reason, ExitStatus.undecided)
    } catch is BudgetExhausted {
      throw failure("time budget exhausted", ExitStatus.undecided)
    } catch let error as EvaluationError {
      throw failure("\(error)", ExitStatus.refuted)
    }
  }
}
