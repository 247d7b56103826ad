import Testing

@testable import VlasovTheory

@Suite struct CoreArgumentTests {
  private func arguments(_ text: String, _ record: Record = CoreKinds.record, forCheck: Bool = false) throws
    -> Arguments
  {
    let reading = ReferenceValue(text, "")
    let output = try record.output(named: reading.outputName).name
    return try record.arguments(
      reading.parameterTexts.filter { $0.name != "output" }, output: output, forCheck: forCheck)
  }

  private func read(_ name: String, _ text: String) throws -> ArgumentValue {
    try #require(CoreKinds.record.parameter(name)).read(text)
  }

  @Test(arguments: [
    ("7", "7"), ("1e4", "10000"), ("1.5e3", "1500"), ("+3", "3"), (" 12 ", "12"), ("12/4", "3"),
    ("2^5", "32"), ("10.0", "10"),
    ("-0", "0"), ("1e0", "1"), ("sqrt(16)", "4"),
    ("123456789012345678901234567890", "123456789012345678901234567890"),
  ])
  func integers(_ text: String, _ value: String) throws {
    guard case .integer(let n) = try read("k", text) else {
      Issue.record("\(text) is not an integer")
      return
    }
    #expect(n.description == value)
  }

  @Test(arguments: ["1.5", "1e-1", "x", "", "1/3", "inf", "pi", "1 2", "[1,2]", "0x10", "1e", "1e9999999999"])
  func notIntegers(_ text: String) throws {
    let error = try #require(throws: InputError.self) { try read("k", text) }
    #expect(error.parameter == "k" && error.message.contains("not an integer"), "\(error)")
  }

  @Test func domainsOfIntegers() throws {
    for (n, verdict) in [
      ("1", Verdict.proved), ("1000000", .proved), ("0", .refuted), ("1000001", .refuted), ("-5", .refuted),
    ] {
      #expect(CoreKinds.record.parameter("n")?.membership(try read("n", n)) == verdict, "\(n)")
    }
    #expect(CoreKinds.record.parameter("N")?.membership(try read("N", "1")) == .refuted)
    #expect(CoreKinds.record.parameter("N")?.membership(try read("N", "inf")) == .proved)
    let error = try #require(throws: InputError.self) { try Core.answer(CoreKinds.self, "n=0") }
    #expect(error.domain == "1 <= n <= 1000000 (integer)" && error.value == "0")
    // Beyond a word there is no index, but a real.
    let big = try Core.answer(CoreKinds.self, "n=5 k=123456789012345678901234567890", digits: 40)
    #expect(big.value == "123456789012345678901234567895")
  }

  @Test(arguments: [
    ("n=1 q=2", "q", "unknown parameter q: core.kinds has the parameters n, k, N"),
    ("", "n", "missing parameter n of core.kinds"),
    ("n=1 n=1", "n", "more than once"), ("n=1 z=1/2", "z", "taken by check only"),
    ("n=1 rows=[[1,2]]", "rows", "does not go with output=first"),
    ("n=1 output=second M=1", "rows", "missing parameter rows"),
    ("n=1 output=second rows=[[1,2]]", "M", "missing parameter M"),
    ("n=1 kind=XY", "kind", "kind in {SA, MH}"),
    ("n=1 M=1/0", "M", "M=1/0"), ("n=1 M=y", "M", "M=y"), ("n=1 M=1..2", "M", "M=1..2"),
  ])
  func messages(_ text: String, _ parameter: String, _ part: String) throws {
    let error = try #require(throws: InputError.self) { try arguments(text) }
    #expect(error.parameter == parameter && error.message.contains(part), "\(error)")
    #expect(!error.message.contains("\n"))
  }

  @Test func emptyText() throws {
    let error = try #require(throws: InputError.self) {
      try CoreKinds.record.arguments([("n", "1"), ("M", " ")], output: "first")
    }
    #expect(error.parameter == "M")
  }

  @Test func recordWithoutParameters() throws {
    let record = Record(
      id: "core.constant", title: "", statement: "", source: Source(Core.paper, "", .stated),
      outputs: [OutputSpec("c", symbol: "c", "")])
    let error = try #require(throws: InputError.self) { try arguments("q=1", record) }
    #expect(error.message == "unknown parameter q: core.constant takes no parameters")
    #expect(try arguments("", record).texts.isEmpty)
  }

  @Test func outputs() throws {
    #expect(try CoreKinds.record.output(named: nil).name == "first")
    #expect(try CoreKinds.record.output(named: "second").name == "second")
    let error = try #require(throws: InputError.self) { try CoreKinds.record.output(named: "third") }
    #expect(error.parameter == "output" && error.message.contains("first, second"))
    #expect(throws: InputError.self) { try CoreCard.record.output(named: nil) }
    #expect(CoreCard.record.isCard && CoreCard.symbolic("") == nil)
  }

  /// Values in the record's order, with defaults, and exact text kept.
  @Test func textsAndDefaults() throws {
    let p = try arguments("M=1/3 n=1e2")
    #expect(p.texts.map { "\($0.name)=\($0.text)" } == ["n=100", "k=-3", "N=inf", "kind=SA", "M=1/3"])
    #expect(p.has("M") && !p.has("rows") && !p.hasInterval)
    #expect(try arguments("n=1 M=[1,2]").hasInterval)
    #expect(try arguments("n=1 output=second M=1 rows=[[1,2],[[3,4],5]]").hasInterval)
    let replaced = p.replacing("n", by: .integer(7))
    #expect(replaced["n"]?.text == "7" && p["n"]?.text == "100")
    #expect(try arguments("n=1 z=1/2", forCheck: true)["z"]?.text == "1/2")
  }

  @Test func lifting() throws {
    let p = try arguments("n=3 output=second kind=MH M=1/3 rows=[[1,2],[3,4]]")
    let x = p.lifted(to: Double.self)
    #expect(x.M == 1.0 / 3 && x.n == 3 && x.integer("n") == 3 && x.k == -3 && x.isInfinite("N"))
    #expect(x.word("kind") == "MH" && x.rows("rows") == [[1, 2], [3, 4]])
    #expect(x.has("M") && x.has("N") && x.has("rows") && !x.has("z"))
    #expect(p.lifted(to: Ball.self).M.contains(Rational(1, 3)))
    #expect(p.lifted(to: Expression.self).M == Expression(Rational(1, 3)))
  }

  @Test(arguments: [
    ("[[1,2]]", "[[1,2]]"), ("[[1,2],[3,4]]", "[[1,2],[3,4]]"), (" [ [ 1 , 2 ] , [3,4] ] ", "[[1,2],[3,4]]"),
    ("[[\"1/3\",0.1]]", "[[1/3,0.1]]"), ("[[min(1,2),[1,2]]]", "[[min(1,2),[1,2]]]"),
    ("[[1e3,-sqrt(2)]]", "[[1e3,-sqrt(2)]]"),
  ])
  func rows(_ text: String, _ shown: String) throws { #expect(try read("rows", text).text == shown) }

  @Test(arguments: [
    "[]", "[[]]", "1,2", "[1,2]", "[[1,2,3]]", "[[1]]", "[[1,2]", "[[1,2],]", "[[1,2],[3]]", "[[1,]]",
    "[[a,b]]", "", "[", "]",
    "[[1,2]][[3,4]]", "[[1,2] [3,4]]", "[[1 2]]",
  ])
  func malformedRows(_ text: String) throws {
    let error = try #require(throws: InputError.self, "\(text)") { try read("rows", text) }
    #expect(error.parameter == "rows")
  }

  @Test func domainTexts() {
    #expect(Domain.position.text("s") == "0 < s <= 1" && Domain.real.text("s") == "s real")
    #expect(Domain.nonNegative.text("t") == "t >= 0" && Domain.positive.text("t") == "t > 0")
    #expect(
      Domain(upper: .closed("2")).text("u") == "u <= 2" && Domain(upper: .open("pi")).text("u") == "u < pi")
    #expect(
      CoreKinds.record.parameters.map(\.domainText).prefix(5) == [
        "1 <= n <= 1000000 (integer)", "k integer", "N >= 2 (integer) or inf", "kind in {SA, MH}",
        "rows = [[a,b], ...]",
      ])
  }

  /// Both sides of every edge of a domain, and the edges.
  @Test func membershipOfReals() throws {
    let domain = Domain(lower: .closed("-1"), upper: .open("pi"))
    for (text, verdict) in [
      ("-1", Verdict.proved), ("-1.0000000001", .refuted), ("0", .proved), ("pi", .refuted),
      ("pi-1e-50", .proved),
      ("22/7", .refuted), ("3.14159265358979", .proved), ("[0,1]", .proved), ("[0,4]", .undecided),
      ("[4,5]", .refuted),
      ("[-1,0]", .proved), ("[-2,0]", .undecided), ("2*pi/2", .refuted), ("-sqrt(1)", .proved),
    ] {
      #expect(domain.contains(try RealParameter(parsing: text)) == verdict, "\(text)")
    }
    for (text, verdict) in [
      ("0", Verdict.refuted), ("1e-400", .proved), ("1", .proved), ("1+1e-400", .refuted),
      ("[0,1]", .undecided),
    ] {
      #expect(Domain.position.contains(try RealParameter(parsing: text)) == verdict, "\(text)")
    }
  }

  // MARK: Catalogue

  @Test func catalogue() throws {
    let catalogue = Catalogue([CoreFormula.self, CoreKinds.self]).adding(CoreCard.self)
    #expect(catalogue.theorems.count == 3)
    #expect(try catalogue.theorem("core.card").record.id == "core.card")
    let error = try #require(throws: InputError.self) { try catalogue.theorem("core.formla") }
    #expect(error.message.contains("nearest: core.formula"), "\(error)")
    #expect(catalogue.nearest(to: "kinds").first == "core.kinds")
    #expect(Catalogue.standard.nearest(to: "tcrit").contains("retrieval.t-crit"))
    #expect(Catalogue.standard.nearest(to: String(repeating: "x", count: 100_000)).count == 3)
    #expect(Catalogue.standard.nearest(to: "").count == 3)
    // A result of one's own beside the standard ones.
    #expect(throws: Never.self) { try Catalogue.standard.adding(CoreFormula.self).theorem("core.formula") }
  }

  @Test func citations() {
    #expect(Core.paper.shortCitation == "Author, Other (2000), arXiv:0001.00001")
    #expect(
      Core.paper.bibTeX.hasPrefix("@misc{key2000,")
        && Core.paper.bibTeX.contains("author = {A. Author and B. Other}"))
  }
}
