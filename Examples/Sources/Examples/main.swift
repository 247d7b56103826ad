import Vlasov

// Evaluates, checks and tabulates results, and a theorem of its own; stops with an error if an answer is not
// what it has to be.

struct Unexpected: Error { let what: String }

func expect(_ condition: Bool, _ what: String) throws {
  if !condition { throw Unexpected(what: what) }
}

// 1. Evaluate a theorem: fifty certain digits of the critical time.
let tCrit = try Catalogue.standard.theorem("retrieval.t-crit")
let parameters = try tCrit.record.arguments([("beta", "1"), ("M", "8"), ("lambda", "1")], output: "t_crit")
let answer = try Evaluator(digits: 50).evaluate(tCrit, parameters, output: "t_crit")
print("t_crit(1, 8, 1) =", answer.value)
try expect(answer.value.hasPrefix("2.45748898032825561249"), "t_crit")

// 2. Check a hypothesis: does the paper's smallness condition hold at t = 5/2? (It does not.)
let smallness = try Catalogue.standard.theorem("retrieval.smallness-time")
let point = try smallness.record.arguments(
  [("beta", "1"), ("lambda", "1"), ("t", "5/2")], output: "t_paper", forCheck: true)
let check = smallness.check(point, output: "t_paper")
for line in check.hypotheses { print("\(line.verdict.rawValue): \(line.text)") }
try expect(check.verdict == .refuted, "the smallness condition at t = 5/2")

// 3. Tabulate: the profile over five positions.
let profile = try Catalogue.standard.theorem("retrieval.profile")
let grid = try Grid(
  profile.record, output: "S", [("beta", "1"), ("M", "8"), ("t", "1"), ("lambda", "1"), ("s", "0.1:0.9/5")])
var rows: [String] = []
Table(profile, grid: grid, digits: 20).run { block in
  rows += block.compactMap { $0.answer?.value }
  return true
}
print("profile:", rows.joined(separator: ", "))
try expect(rows.count == 5, "five rows")

// 4. A theorem of your own, in one file: it has every verb of the catalogue.
let mine = Catalogue.standard.adding(VonMisesMean.self)
let theorem = try mine.theorem("example.von-mises-mean")
let beta = try theorem.record.arguments([("beta", "5/2")], output: "A")
let mean = try Evaluator(digits: 40).evaluate(theorem, beta, output: "A")
print("I_1(5/2)/I_0(5/2) =", mean.value)
try expect(mean.value == "0.7649967475888099172771877514799365959482", "von Mises mean")

// 5. The same formula read as a Double, and as a Taylor jet in beta: its derivative is 1 - A/beta - A^2.
let double = VonMisesMean.formula(Lifted(reals: ["beta": 2.5]), output: "A")
let jet = withPrecision(200) {
  VonMisesMean.formula(
    Lifted(reals: ["beta": Jet<Ball>(variable: Ball(Rational(5, 2)), order: 1)]), output: "A")
}
print("Double:", double, " dA/dbeta:", jet.coefficients[1].certainDecimal(digits: 40) ?? "?")
let expected = withPrecision(200) { () -> Ball in
  let a = VonMisesMean.formula(Lifted(reals: ["beta": Ball(Rational(5, 2))]), output: "A")
  return 1 - a / Ball(Rational(5, 2)) - a * a
}
try expect(expected.overlaps(jet.coefficients[1]), "derivative through the jet")
print("all as expected")
