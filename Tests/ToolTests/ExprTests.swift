import Testing
import VlasovNumbers

@Suite struct ExprTests {
  @Test func theConstantOfTheUShapeTheorem() throws {
    let run = try vlasov("expr", "3 - sqrt(3)")
    #expect(run.status == 0)
    #expect(run.lines.first == "1.2679491924311227064725536584941276330571947461896")
  }

  @Test(arguments: [
    (["-1/2"], "-0.5"), (["--quiet", "-1/2"], "-0.5"), (["-1/2", "--quiet"], "-0.5"),
    (["--digits", "5", "-pi"], "-3.1416"), (["-e", "--digits=3"], "-2.72"), (["--", "-1/2"], "-0.5"),
    (["--quiet", "--", "-sqrt(4)"], "-2"), (["-(1+2)"], "-3"), (["-.5"], "-0.5"),
  ])
  func aLeadingMinusIsNotAnOption(_ words: [String], _ value: String) throws {
    let run = try ToolProcess(["expr"] + words).wait()
    #expect(run.status == 0, "\(run.error)")
    #expect(run.lines.first == value)
  }

  @Test(arguments: [
    ("1/3", "1/3", "exact"), ("0.1+0.2", "0.3", "exact"), ("sqrt(2)^2", "2", "exact"),
    ("1e6", "1000000", "exact"),
    ("2^-5", "0.03125", "exact"), ("sqrt(8)-2*sqrt(2)", "0", "exact"), ("log(1)", "0", "exact"),
  ])
  func exactValuesPrintExactly(_ text: String, _ value: String, _ status: String) throws {
    let answer = try #require(try vlasov("expr", text, "--format", "json").objects.first)
    #expect(answer["value"] as? String == value)
    #expect(answer["status"] as? String == status)
    #expect((answer["parameters"] as? [String: String]) == ["expression": text])
  }

  @Test func anIntervalIsEnclosed() throws {
    let run = try vlasov("expr", "[1,2]", "--quiet")
    #expect(run.status == 0)
    let ends = run.line.dropFirst().dropLast().split(separator: ",").compactMap {
      Double($0.drop { $0 == " " })
    }
    #expect(ends.count == 2)
    #expect(ends[0] <= 1 && ends[0] > 0.999 && ends[1] >= 2 && ends[1] < 2.001)
  }

  /// A zero that no precision separates from zero is not called zero.
  @Test func anUnprovedZeroIsUndecided() throws {
    let run = try vlasov("expr", "log(2)+log(3)-log(6)", "--max-bits", "2000")
    #expect(run.status == 2)
    #expect(run.lines.first == "undecided")
    #expect(run.output.contains("|x| < 1e-"))
  }

  @Test(arguments: [
    ("1+", "position 3"), ("sqrt(", "position 6"), ("1/0", "division by 0"), ("log(-1)", "log of -1"),
    ("nan", "position 1"),
    ("inf", "finite real"), ("foo(2)", "position 1"), ("2 3", "position 3"), ("", "position 1"),
    ("1,2", "position 2"),
  ])
  func malformedTextIsOneLine(_ text: String, _ place: String) throws {
    let run = try vlasov("expr", text)
    #expect(run.status == 64)
    #expect(run.errorLines.count == 1)
    #expect(run.output.isEmpty)
    #expect(run.error.contains(place), "\(run.error)")
  }

  @Test func oneExpressionOnly() throws {
    for words in [["expr"], ["expr", "1", "2"]] {
      let run = try ToolProcess(words).wait()
      #expect(run.status == 64)
      #expect(run.errorLines.count == 1)
    }
  }

  /// Digits of mpmath 1.3 at 80 digits; the last printed one may differ by a unit where mpmath's text rounds.
  @Test(arguments: [
    ("besseli(5/2, 3)", "1.515339446681965137740578652654000367443"),
    ("besseli(1/3, 100)", "1073152330835826253408878705559472588852000."),
    ("besseli(3, -2)", "-0.2127399592398526552723543933759320372918"),
    ("besseliratio(3/2, 10)", "0.8111111060218429203799386114643603148260"),
    ("erf(1/2)", "0.5204998778130465376827466538919645287365"),
    ("erfc(10)", "2.088487583762544757000786294957788611561e-45"),
    ("mills(3)", "0.3045902987101032957336125465157222019433"),
    ("mills(-2)", "18.10024771112615266235889482226645646214"),
    ("erfcinv(1/10)", "1.163087153676674086726254260562947593478"),
    ("gamma(1/3)", "2.678938534707747633655692940974677644129"),
    ("gamma(-5/2)", "-0.9453087204829418812256893244486107641587"),
    ("lgamma(1e6+1/2)", "12815511.47690276564211402384419981054011"),
    ("digamma(1/4)", "-4.227453533376265408089530146096683577367"),
    ("beta(1/2, 5/3)", "1.478348319559880305687722871503549507233"),
    ("betainc(5/2, 3, 1/3)", "0.2958029156959193731744404245781633877701"),
    ("ei(2)", "4.954234356001890163379505130227035275518"),
    ("e1(2)", "0.04890051070806111956723983522804952231449"),
    ("en(3, 1/2)", "0.2216043642751784573692993761621807677638"),
    ("lambertw(1)", "0.5671432904097838729999686622103555497538"),
    ("lambertw(-1/4, -1)", "-2.153292364110349649169099150092981375536"),
    ("lambertw(1e6, 0)", "11.38335808614005262200015678158500428903"),
    ("wrightomega(-2)", "0.1200282389876412294846879752718492449391"),
    ("wrightomega(1e6)", "999986.1845032576279031220957988452354951"),
    ("hyp0f1(3/2, -2)", "0.1089198090584320634528702385167698136274"),
    ("hyp1f1(1/3, 7/4, -20)", "0.3792353399637922933176822589180757640473"),
    ("hyp2f1(1/3, 2/3, 5/4, 9/10)", "1.380720374836272319462097330628289649648"),
    ("hyp2f1(1/2, 1, 3/2, -4)", "0.5535743588970452515085327300892685200350"),
    ("hyp2f1(1/3, 1/4, 2, 1)", "1.068463480907977884188519269199290790724"),
    ("asinh(1e10)", "23.71899811050040214959964666830181864409"),
    ("acosh(1+1e-20)", "1.414213562373095048800510212907720499362e-10"),
    ("asinh(1e-30)", "1.000000000000000000000000000000000000000e-30"),
    ("besseli(5/2, 3) * exp(-3) - erfc(1/10)", "-0.8120927753492389913018426623978325556352"),
    ("hyp3f2at1(1/2, 1/3, 1/4, 3/2, 2)", "1.017663608899049008305435050306844901290"),
    ("euler + pi*e", "9.116949887575099926070062959628976926077"),
  ])
  func specialFunctions(_ text: String, _ digits: String) throws {
    let answer = try #require(try vlasov("expr", text, "--digits", "38", "--format", "json").objects.first)
    #expect(answer["status"] as? String == "certified", "\(text): \(answer)")
    let bounds = ["lower", "upper"].compactMap { (answer[$0] as? String).flatMap { Rational(decimal: $0) } }
    try #require(bounds.count == 2)
    let reference = try #require(Rational(decimal: digits))
    let slack = reference.magnitude / (Rational(10).power(38) ?? 1)
    #expect(bounds[0] - slack <= reference && reference <= bounds[1] + slack, "\(text): \(answer)")
  }

  /// The reading at high precision agrees with the one at low precision, and ends within the budget.
  @Test(arguments: [
    "besseli(5/2, 3) * exp(-3) - erfc(1/10)", "gamma(1/3)*lambertw(2)", "betainc(1/2, 7/3, 1/5)",
  ])
  func manyDigits(_ text: String) throws {
    let long = try vlasov("expr", text, "--digits", "1000", "--quiet")
    let short = try vlasov("expr", text, "--digits", "200", "--quiet")
    #expect(long.status == 0 && short.status == 0, "\(long.error)")
    #expect(long.line.count >= 1000 && long.line.hasPrefix(short.line.dropLast(2)))
  }

  @Test(arguments: [
    ("gamma(-3)", "gamma of -3"), ("lambertw(-1)", "lambertw of -1"), ("lambertw(1, 2)", "branch"),
    ("erfcinv(2)", "erfcinv of 2"), ("besseli(-1/2, 1)", "besseli of -1/2"), ("beta(0, 1)", "beta of 0"),
  ])
  func undefinedSpecialValues(_ text: String, _ words: String) throws {
    let run = try vlasov("expr", text)
    #expect(run.status == 64 && run.output.isEmpty && run.errorLines.count == 1)
    #expect(run.error.contains(words), "\(run.error)")
  }

  /// At the branch point the argument cannot be told from one below it.
  @Test func theBranchPointOfLambertW() throws {
    let run = try vlasov("expr", "lambertw(-exp(-1))", "--max-bits", "2000")
    #expect(run.status == 2 || run.status == 64)
    #expect(run.status == 64 || run.lines.first == "undecided")
  }
}
