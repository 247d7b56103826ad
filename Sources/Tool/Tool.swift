import ArgumentParser
import Foundation
import Vlasov

/// A verb of the tool: does its work and says with which status the program ends.
protocol Verb: ParsableCommand {
  func perform() throws -> Int32
}

extension Verb {
  /// Used when a verb runs inside another ArgumentParser command.
  mutating func run() throws { throw ExitCode(try perform()) }
}

/// The root command.
struct VlasovCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vlasov",
    abstract: "Verified numbers for the mathematics of Transformers.",
    discussion: """
      Every digit that is printed is certain, and comes with the paper and the
      equation it rests on.

      EXAMPLES
        vlasov list retrieval
        vlasov show retrieval.t-crit
        vlasov eval retrieval.t-crit beta=1 lambda=1 M=8 --digits 50
        vlasov check retrieval.t-crit beta=1 lambda=1 M=8 t=2
        vlasov table retrieval.t-crit beta=1:3/5 lambda=1 M=8 --format csv
        vlasov report retrieval
        vlasov modes data.csv --column speed --bandwidth 0.1
        vlasov certify clustering.force-inflection beta=2 -o inflection.v
        vlasov figure retrieval.profile beta=1 M=8 lambda=1 -o profile.pdf

      EXIT STATUS
        0   a value, proved, agrees
        1   a hypothesis is refuted, disagrees
        2   undecided, or fewer digits than asked
        64  malformed input
        130 interrupted
      """,
    version: "vlasov \(Version.current)",
    subcommands: [
      ListVerb.self, ShowVerb.self, EvalVerb.self, CheckVerb.self, TableVerb.self, VerifyVerb.self,
      ExprVerb.self, CiteVerb.self, ReportVerb.self, ModesVerb.self, CertifyVerb.self, FigureVerb.self,
    ])
}

/// Parses and runs one invocation.
package enum Tool {
  /// The command line tool's own run; returns the exit status.
  package static func run(_ arguments: [String]) -> Int32 {
    Interrupt.install()
    return perform(arguments)
  }

  /// Without signals: for the tool and for a host.
  static func perform(_ arguments: [String]) -> Int32 {
    let reporter = ErrorReporter(arguments: arguments)
    do {
      var command = try VlasovCommand.parseAsRoot(ArgumentPreparation.prepared(arguments))
      guard let verb = command as? any Verb else {
        try command.run()
        return ExitStatus.success
      }
      return try verb.perform()
    } catch {
      return reporter.status(reporting: error)
    }
  }
}
