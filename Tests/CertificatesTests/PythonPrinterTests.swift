import Testing

@testable import VlasovTheory

/// Printed expressions, executed by python-flint, against our balls.
@Suite struct PythonPrinterTests {
  @Test func text() throws {
    let parser = Parser(variables: [Variable("beta")])
    #expect(
      PythonPrinter().print(try parser.parse("-besseli(2, beta)/3 - exp(-pi)^2*(1 - beta)"))
        == #"-(besseli(2, variable("beta"))/q("3")) - exp(-pi)**2*(q("1") - variable("beta"))"#)
    #expect(PythonPrinter().print(try parser.parse("min(2^(1/3), e)")) == #"min_(q("2")**q("1/3"), e)"#)
  }

  /// Lines `label TAB digits TAB decimal TAB expression`; prints a line for each expression whose value is another, or
  /// that is not evaluated.
  private static let script = """
    import sys
    from readings import *
    from flint import arb, fmpq
    from trees import Unreadable, decimal
    for line in sys.stdin:
        label, digits, text, code = line.rstrip("\\n").split("\\t")
        ctx.prec = 3*int(digits) + 64
        try:
            x = value(eval(code))
        except Unreadable as problem:
            print("skipped", label, problem)
            continue
        except Exception as problem:
            print("failed", label, repr(problem))
            continue
        if not x.is_finite() or x.rad() > abs(x.mid())*arb(10)**-int(digits):
            print("skipped", label, "wide", x)
            continue
        error = x - arb(decimal(text))
        scale = abs(decimal(text)) if decimal(text) != 0 else fmpq(1)
        same = abs(error) < arb(scale)*arb(10)**(1 - int(digits))
        print("same" if same else "other", label, x)
    """

  private func formula(_ theorem: any Theorem.Type, _ p: Arguments, _ output: String) -> Expression? {
    if let form = theorem as? any ClosedForm.Type {
      return form.formula(p.lifted(to: Expression.self), output: output)
    }
    if let form = theorem as? any OrderedForm.Type {
      return form.formula(p.lifted(to: Expression.self), output: output)
    }
    return nil
  }

  /// Every formula of the catalogue at the parameters of its references.
  @Test func catalogue() throws {
    let digits = 25
    var lines: [String] = []
    for theorem in Catalogue.standard.theorems {
      for reference in theorem.record.references {
        let given = reference.parameterTexts.filter { $0.name != "output" }
        guard let output = try? theorem.record.output(named: reference.outputName).name,
          let p = try? theorem.record.arguments(given, output: output),
          let e = formula(theorem, p, output),
          let value = withPrecision(300, { try? e.evaluate(Ball.self) }),
          let text = value.certainDecimal(digits: digits)
        else { continue }
        let label = "\(theorem.record.id) \(reference.parameters)"
        lines.append("\(label)\t\(digits)\t\(text)\t\(PythonPrinter().print(e))")
      }
    }
    let run = try PythonProcess.run(["-c", Self.script], input: lines.joined(separator: "\n") + "\n")
    #expect(run.status == 0, "\(run.output)")
    let results = run.output.split(separator: "\n")
    let same = results.filter { $0.hasPrefix("same") }
    let faults = results.filter { $0.hasPrefix("other") || $0.hasPrefix("failed") }
    #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
    #expect(
      same.count > 100 && same.count * 20 > lines.count * 19, "\(results.filter { $0.hasPrefix("skipped") })")
  }
}
