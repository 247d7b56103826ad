import Testing

@testable import VlasovTheory

/// Exact matrices as parameters, and matrix answers.
@Suite struct GaussianMatrixInputTests: ThemeTests {
  static let theme = "gaussian"
  static let id = "scalar-value-closed-form"
  static let unit = "[[1,0],[0,1]]"

  static func problem(_ sigma0: String, _ a: String = unit) -> String {
    do {
      let answer = try answer(id, "Sigma0=\(sigma0) A=\(a) t=1/8")
      return "answer \(answer.value)"
    } catch let error as InputError {
      return "\(error.parameter ?? "none") \(error.message)"
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [
    ("[[1,0]]", "1 by 2, not square"), ("[[1,0],[0]]", "row 2 has 1 entry instead of 2"),
    ("[[1,0],[0,1,2]]", "row 2 has 3 entries instead of 2"),
    ("[[1,2],[3,4]]", "not symmetric: entry [2,1] is 3, entry [1,2] is 2"),
    ("[[1,2],[2,1]]", "not positive semidefinite: the minor of rows and columns 1, 2 is -3"),
    ("[[-1,0],[0,1]]", "not positive semidefinite: the diagonal entry 1 is -1"),
    ("[[0,1],[1,1]]", "not positive semidefinite: the minor of rows and columns 1, 2 is -1"),
    ("[[1,1,0],[1,1,1],[0,1,1]]", "the minor of rows and columns 1, 2, 3 is -1"),
    ("[[1,nan],[0,1]]", "entry [1,2] is nan, not a finite number"),
    ("[[1,0],[0,-inf]]", "entry [2,2] is -inf, not a finite number"),
    ("[[1,null],[0,1]]", "entry [1,2] is null, not a number"),
    ("[[[1,2],0],[0,1]]", "entry [1,1] is [1,2]"),
    ("[[1,1+/-0.1],[0,1]]", "entry [1,2] is 1+/-0.1, an interval"),
    ("[[sqrt(2),0],[0,1]]", "entry [1,1] is sqrt(2), which is not recognised as rational"),
    ("[[1,],[0,1]]", "entry [1,2] is empty"), ("[[1,1/0],[0,1]]", "entry [1,2] is 1/0"),
    ("[]", "no rows"), ("[[]]", "row 1 has no entries"), ("[1,0]", "expected rows"),
    ("[[1,0],0]", "row 2 is 0, not a list"),
    ("[[1,0],[0,1]", "is not closed"), ("[[1,0],[0,1]]]", "follows the last bracket"),
    ("[[1,0][0,1]]", "expected a comma"), ("abc", "entry [1,1] is abc"), ("[[[[[1]]]]]", "nested too deeply"),
    ("[[1e2000000,0],[0,1]]", "entry [1,1] is 1e2000000"),
  ])
  func malformed(_ text: String, _ message: String) {
    let line = Self.problem(text)
    #expect(line.contains(message) && line.hasPrefix("Sigma0 Sigma0=") && !line.contains("\n"), "\(line)")
  }

  @Test func sizes() {
    let line = Self.problem("[[1,0],[0,1]]", "[[1,0,0],[0,1,0],[0,0,1]]")
    #expect(line.contains("is 3 by 3, must be 2 by 2: Sigma0 is 2 by 2"), "\(line)")
    Self.expectInputError(
      "mean-closed-form", "Sigma0=\(Self.unit) A=\(Self.unit) alpha0=[1,2,3] t=0", parameter: "alpha0",
      contains: "has 3 entries, must have 2 entries: Sigma0 is 2 by 2")
    let long =
      "["
      + Array(repeating: "[" + Array(repeating: "1", count: 60).joined(separator: ",") + "]", count: 59)
      .joined(separator: ",") + "]"
    let abbreviated = Self.problem(long)
    #expect(abbreviated.contains("59 by 60, not square") && abbreviated.utf8.count < 400, "\(abbreviated)")
  }

  @Test func exactText() throws {
    let spec = ParameterSpec("A", symbol: "A", .exactMatrix(.rectangular), "")
    func read(_ text: String) throws -> Matrix<Rational>? {
      guard case .matrices(let found, _) = try spec.read(text) else { return nil }
      return found.first
    }
    let matrix = try read("[ [\"1/3\", 0.1, 1e2],\n [2^-5, (1+2)/3, -.5] ]")
    #expect(
      matrix == Matrix([[Rational(1, 3), Rational(1, 10), 100], [Rational(1, 32), 1, Rational(-1, 2)]]))
    for text in ["[[1 0, 2], [3, 4]]", "[[\"1\" \"0\", 2], [3, 4]]", "[[1, 2] 3, [4, 5]]"] {
      #expect(throws: InputError.self) { try read(text) }
    }
    #expect(try read("-7/2") == Matrix([[Rational(-7, 2)]]))
    #expect(try spec.read("[[1, 2],\n[3, 4]]").text == "[[1,2],[3,4]]")
  }

  @Test func lists() throws {
    func sizes(_ kind: ParameterSpec.Kind, _ text: String) throws -> [String] {
      guard case .matrices(let found, _) = try ParameterSpec("A", symbol: "A", kind, "").read(text) else {
        return []
      }
      return found.map { "\($0.rows)x\($0.columns)" }
    }
    #expect(try sizes(.exactMatrices(.square), "[[1,2],[3,4]]") == ["2x2"])
    #expect(try sizes(.exactMatrices(.square), "[[[1,2],[3,4]],[[1,2],[3,4]]]") == ["2x2", "2x2"])
    #expect(try sizes(.exactMatrices(.square), "[1/2,3/2]") == ["1x1", "1x1"])
    #expect(try sizes(.exactMatrices(.square), "5") == ["1x1"])
    #expect(try sizes(.exactVectors, "[-1,2]") == ["1x1", "1x1"])
    #expect(try sizes(.exactVectors, "[[1,2,3],[4,5,6]]") == ["3x1", "3x1"])
    #expect(try sizes(.exactVector, "[1,2,3]") == ["3x1"])
    #expect(try sizes(.exactVector, "4") == ["1x1"])
    // As arrays of files come: one column, or one row.
    #expect(try sizes(.exactVector, "[[1],[2],[3]]") == ["3x1"])
    #expect(try sizes(.exactVector, "[[1,2,3]]") == ["3x1"])
    #expect(throws: InputError.self) { try sizes(.exactVector, "[[1,2],[3,4]]") }
    #expect(throws: InputError.self) { try sizes(.exactVector, "[]") }
    do {
      _ = try sizes(.exactMatrices(.semidefinite), "[[[1,0],[0,1]],[[1,2],[2,1]]]")
      Issue.record("semidefinite")
    } catch let error as InputError {
      #expect(error.message.contains("matrix 2: not positive semidefinite"), "\(error)")
    }
  }

  /// The verdict on definiteness against inertia, at random.
  @Test func definitenessAtRandom() throws {
    let seed: UInt64 = 20_261_130
    var random = RandomStream(seed: seed, stream: 0)
    for trial in 0..<400 {
      let d = 1 + trial % 6
      // Of low rank often: B B^T with few columns, sometimes one entry changed.
      let columns = 1 + Int(random.next() % UInt64(d))
      let b = Matrix<Rational>(rows: d, columns: columns) { _, _ in Rational(Int(random.next() % 7) - 3, 2) }
      var a = b * b.transpose
      if trial % 3 == 0 {
        let k = Int(random.next() % UInt64(d))
        a[k, k] = a[k, k] - Rational(Int(random.next() % 3))
      }
      let inertia = a.inertia
      func holds(_ shape: MatrixShape) -> Bool { (try? shape.demand(a)) != nil }
      #expect(holds(.semidefinite) == (inertia.negative == 0), "\(a), seed \(seed)")
      #expect(holds(.definite) == (inertia.positive == d), "\(a), seed \(seed)")
    }
  }

  /// The proof in floating point: never for a matrix that is not definite, however little it lacks; and for those that are
  /// definite with some room, at any scale.
  @Test func floatProof() throws {
    let seed: UInt64 = 20_261_131
    var random = RandomStream(seed: seed, stream: 0)
    for trial in 0..<60 {
      let d = 12 + trial % 5
      let b = Matrix<Rational>(rows: d, columns: d - 1 - trial % 3) { _, _ in
        Rational(Int(random.next() % 2001) - 1000, 97)
      }
      let scale = try #require(Rational(2).power(trial * 40 - 1200))
      let singular = (b * b.transpose).scaled(by: scale)
      #expect(!FloatDefiniteness(singular).isProved, "seed \(seed), trial \(trial)")
      var less = singular
      less[0, 0] = less[0, 0] - scale * Rational(1, 1 << 60)
      #expect(!FloatDefiniteness(less).isProved, "seed \(seed), trial \(trial)")
      let more = singular + Matrix<Rational>.identity(d).scaled(by: scale / 8)
      #expect(FloatDefiniteness(more).isProved, "seed \(seed), trial \(trial)")
      #expect((try? MatrixShape.definite.demand(more)) != nil)
      #expect(throws: MatrixProblem.self) { try MatrixShape.definite.demand(singular) }
    }
  }

  // MARK: Answers

  @Test func entries() throws {
    let data = "Sigma0=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] t=1/2"
    let whole = try Self.answer(Self.id, data)
    #expect(whole.status == .exact && whole.output == "Sigma")
    let matrix = try #require(whole.matrix)
    for (k, place) in ["1,1", "1,2", "2,1", "2,2"].enumerated() {
      let entry = try Self.answer(Self.id, "\(data) output=Sigma[\(place)]")
      #expect(entry.value == matrix.entries[k].value && entry.output == "Sigma[\(place)]")
    }
    for (output, why) in [
      ("Sigma[3,1]", "Sigma is 2 by 2"), ("Sigma[0,1]", "counted from 1"), ("Sigma[1]", "Sigma[i,j]"),
      ("Sigma[1,2,3]", "Sigma[i,j]"), ("Sigma[a,b]", "counted from 1"), ("Sigma[]", "counted from 1"),
      ("trace[1]", "trace is one value and has no entries"), ("sigma[1,1]", "has the outputs"),
      ("Sigma[-1,1]", "counted from 1"), ("Sigma[1,2", "has the outputs"),
    ] {
      Self.expectInputError(Self.id, "\(data) output=\(output)", parameter: "output", contains: why)
    }
    Self.expectInputError(
      "mean-closed-form", "Sigma0=1 A=1 alpha0=1 t=0 output=alpha[2]", parameter: "output",
      contains: "alpha has 1 entries")
    Self.expectInputError(
      "mean-closed-form", "Sigma0=1 A=1 alpha0=1 t=0 output=alpha[1,1]", parameter: "output",
      contains: "alpha[i]")
  }

  /// Digits of every entry; an entry that may be 0 ends the search with its bound.
  @Test func digitsOfEveryEntry() throws {
    struct Trial { var calls = 0 }
    let evaluator = Evaluator(digits: 20)
    func run(_ entries: @escaping () -> [Ball]) throws -> Answer {
      try evaluator.evaluate(id: "test") { .matrix(Matrix(rows: 1, columns: entries().count, entries())) }
    }
    let good = try run { [.pi, Ball(Rational(1, 4)), .exp(Ball(-60))] }
    #expect(good.status == .certified && good.digits == 20, "\(good)")
    #expect(good.value == "[[3.1415926535897932385,0.25,8.7565107626965203385e-27]]")
    // sin(π) encloses 0 at every precision.
    let zero = try run { [.pi, .sin(.pi)] }
    #expect(zero.status == .undecided && zero.exitCode == 2)
    #expect(zero.reason?.hasPrefix("entry [1,2]: |x| < 1e-") ?? false, "\(zero.reason ?? "")")
    #expect(zero.matrix?.entries[0].digits == 20 && zero.matrix?.entries[1].value == "")
    #expect(zero.bits < 2000)
    // Small beside the others, but not 0: it gets its digits.
    let small = try run { [.pi, .exp(Ball(-200)) + .pi - .pi] }
    #expect(small.status == .undecided || small.status == .certified)
    let exact = try run { [Ball(0), Ball(Rational(1, 2))] }
    #expect(exact.status == .exact && exact.value == "[[0,0.5]]")
    let nothing = try run { [.indeterminate, .pi] }
    #expect(nothing.status == .undecided)
  }

  /// Interval parameters: enclosures, beside entries that are exact.
  @Test func intervalsBesideExactEntries() throws {
    let answer = try Self.answer(Self.id, "Sigma0=\(Self.unit) A=\(Self.unit) t=[1/10,1/5]")
    let entries = try #require(answer.matrix?.entries)
    #expect(answer.status == .certified && answer.exitCode == 0, "\(answer)")
    #expect(entries.map(\.value)[1] == "0" && entries[1].ball.isExact && !entries[0].ball.isExact)
    // (1 - 2t)^-1 at both ends.
    for end in [Rational(5, 4), Rational(5, 3)] { #expect(entries[0].ball.contains(end)) }
  }

  /// A refusal without more to say ends with its hypothesis; a matrix of a list is named once.
  @Test func plainSentences() throws {
    let answer = try Self.answer(
      "fixed-point-spectrum", "Sigma=[[1,0],[0,0]] A=\(Self.unit) V=\(Self.unit)")
    #expect(answer.status == .refused && answer.reason == "needs Sigma A Sigma = 0", "\(answer)")
    Self.expectInputError(
      "general-ode", "kind=softmax Sigma0=\(Self.unit) A=[\(Self.unit),[[1,0]]] V=\(Self.unit) t=1/10",
      parameter: "A", contains: "]]]: matrix 2: 1 by 2, not square")
  }

  /// Beyond the dimension of exact elimination an answer says so at once, whatever the budget.
  @Test(arguments: [
    "general-ode kind=softmax Sigma0=M A=M V=M t=1", "sampling-clt Sigma=M A=M output=norm",
    "softmax-energy Sigma=M A=M", "sinkhorn-coupling Sigma=M A=M", "sinkhorn-energy Sigma=M A=M",
    "bures-distance Sigma0=M Sigma1=M", "tied-keys kind=l2 Sigma0=M K=M c=1 t=1",
    "psd-value-decay Sigma0=M V=M A=M t=1", "blow-up-general Sigma0=M A=M V=M", "ff-equilibrium W=M V=M A=M",
  ])
  func large(_ call: String) throws {
    let size = GaussianModel.largestElimination + 1
    let rows = (0..<size).map { i -> String in
      let row = (0..<size).map { j -> String in j == i ? "2" : (j - i).magnitude == 1 ? "1" : "0" }
      return "[" + row.joined(separator: ",") + "]"
    }
    let matrix = "[" + rows.joined(separator: ",") + "]"
    let words = call.split(separator: " ", maxSplits: 1)
    let answer = try Self.answer(
      String(words[0]), String(words[1]).replacing("=M", with: "=" + matrix), seconds: 5)
    #expect(answer.status == .undecided && answer.seconds < 5, "\(call): \(answer.seconds) s")
    #expect(answer.reason?.contains("exact elimination over the rationals is done up to") ?? false)
  }

  @Test func claims() throws {
    let call = try Self.call(Self.id, "Sigma0=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] t=1/2")
    func verdict(_ text: String) throws -> Verdict {
      let claim = try Claim(parsing: text, of: call.theorem.record, output: "Sigma[1,2]")
      return call.theorem.check(call.arguments, output: "Sigma[1,2]", claims: [claim]).verdict
    }
    #expect(try verdict("Sigma[1,2] > 0.49") == .proved)
    #expect(try verdict("value < 0.49") == .refuted)
    #expect(throws: InputError.self) { try verdict("Sigma > 0") }
    #expect(throws: InputError.self) { try verdict("trace[1] > 0") }
  }
}
