import Foundation
import Testing

/// Matrices as parameters and answers of the tool.
@Suite struct MatrixTests {
  static let id = "gaussian.scalar-value-closed-form"
  static let sigma0 = "Sigma0=[[3/2,1/3],[1/3,5/4]]"
  static let a = "A=[[-1/7,3/14],[1/14,-1/14]]"
  static let exact = "eval \(id) \(sigma0) \(a) t=1/2"
  static let certified = "eval \(id) \(sigma0) \(a) t=log(2)"

  // MARK: Forms

  @Test func text() throws {
    let run = try vlasov(line: "eval \(Self.id) \(Self.sigma0) \(Self.a) t=sqrt(2) --digits 12")
    #expect(run.status == 0, "\(run.error)")
    #expect(run.lines[0].hasPrefix("[[1.") && run.lines[0].hasSuffix("],"), "\(run.output)")
    #expect(run.lines[1].hasPrefix(" [0.") && run.lines[1].hasSuffix("]]"), "\(run.output)")
    #expect(run.output.contains("certified, 12 digits") && run.output.contains("every entry to +/- "))
    let quiet = try vlasov(line: "eval \(Self.id) \(Self.sigma0) \(Self.a) t=sqrt(2) --digits 12 --quiet")
    #expect(quiet.line.hasPrefix("[[1.") && quiet.line.hasSuffix("]]"))
    // Columns stand below each other.
    let commas = run.lines.prefix(2).map { line in
      line.firstIndex(of: ",").map { line.distance(from: line.startIndex, to: $0) }
    }
    #expect(commas[0] != nil)
  }

  @Test func exactText() throws {
    let run = try vlasov(line: "eval \(Self.id) Sigma0=[[1,0],[0,3]] A=[[-1,0],[0,0]] t=1")
    #expect(run.lines.prefix(2) == ["[[1/3, 0],", " [0,   3]]"], "\(run.output)")
    #expect(run.output.contains("  decimal     [[0.3333333333"))
    let vector = try vlasov(line: "eval gaussian.isotropic-rank A=[[0,1],[1,0]] output=inertia --quiet")
    #expect(vector.line == "[1,1,0]")
    let column = try vlasov(line: "eval gaussian.isotropic-rank A=[[0,1],[1,0]] output=inertia")
    #expect(column.lines.prefix(3) == ["[1,", " 1,", " 0]"])
  }

  @Test func json() throws {
    let run = try vlasov(line: "\(Self.exact) --format json")
    let object = try #require(run.objects.first)
    let value = try #require(object["value"] as? [[String]])
    #expect(value.count == 2 && value[0].count == 2 && value[0][1] == value[1][0])
    #expect(object["lower"] as? [[String]] == value && object["status"] as? String == "exact")
    #expect((object["parameters"] as? [String: String])?["Sigma0"] == "[[3/2,1/3],[1/3,5/4]]")
    let entry = try vlasov(line: "\(Self.exact) output=Sigma[1,2] --format json")
    #expect(entry.objects.first?["value"] as? String == value[0][1])
    #expect(entry.objects.first?["output"] as? String == "Sigma[1,2]")
    let digits = try #require(try vlasov(line: "\(Self.certified) --format json").objects.first)
    let (low, high) = (digits["lower"] as? [[String]], digits["upper"] as? [[String]])
    let (l, h) = (Double(low?[0][1] ?? ""), Double(high?[0][1] ?? ""))
    #expect(try #require(l) <= #require(h))
    let vector = try vlasov(line: "eval gaussian.isotropic-rank A=[[0,1],[1,0]] output=inertia --format json")
    #expect(vector.objects.first?["value"] as? [String] == ["1", "1", "0"])
  }

  @Test func csvAndMarkdown() throws {
    let run = try vlasov(line: "\(Self.exact) --format csv")
    #expect(run.lines.count == 5 && run.lines[0].contains(",output,value,lower,upper,digits,"))
    for (line, place) in zip(run.lines.dropFirst(), ["1,1", "1,2", "2,1", "2,2"]) {
      #expect(line.contains("\"Sigma[\(place)]\""), "\(line)")
    }
    let markdown = try vlasov(line: "\(Self.exact) --format markdown")
    #expect(markdown.lines.count == 6 && markdown.lines[3].contains("Sigma[1,2]"))
  }

  @Test(arguments: ["digits", "interval", "plusminus", "bracket", "dump"]) func styles(_ style: String) throws
  {
    for call in [Self.exact, Self.certified] {
      let run = try vlasov(line: "\(call) --digits 15 --numbers \(style) --quiet")
      #expect(run.status == 0 && run.line.hasPrefix("[["), "\(run.error)")
      let latex = try vlasov(line: "\(call) --digits 15 --numbers \(style) --format latex")
      #expect(latex.output.contains("\\begin{bmatrix}"))
      try LaTeXCheck.wellFormed(latex.output)
      try LaTeXCheck.compiles(latex.output)
    }
    let run = try vlasov(line: "\(Self.certified) --digits 15 --numbers \(style) --quiet")
    let mark =
      ["digits": "[[1.", "interval": "[[[", "plusminus": " +/- ", "bracket": "_{", "dump": "*2^"][style] ?? ""
    #expect(run.line.contains(mark) || style == "bracket", "\(run.line)")
  }

  @Test func latexOfMoreThanTenColumns() throws {
    let unit =
      "["
      + (0..<11).map { i in "[" + (0..<11).map { $0 == i ? "1" : "0" }.joined(separator: ",") + "]" }
      .joined(separator: ",") + "]"
    let run = try vlasov(line: "eval \(Self.id) Sigma0=\(unit) A=\(unit) t=1/4 --format latex")
    #expect(run.output.contains("\\setcounter{MaxMatrixCols}{11}"))
    try LaTeXCheck.compiles(run.output)
  }

  @Test func tables() throws {
    let call = "table \(Self.id) \(Self.sigma0) \(Self.a) t=0:1/3"
    let entry = try vlasov(line: "\(call) output=Sigma[1,2]")
    #expect(entry.status == 0 && entry.lines.count == 5, "\(entry.error)")
    #expect(entry.lines.last?.hasPrefix("1 ") ?? false)
    for format in ["text", "markdown", "latex"] {
      let whole = try vlasov(line: "\(call) --format \(format)")
      #expect(whole.status == 64 && whole.errorLines.count == 1 && whole.error.contains("output=Sigma[1,2]"))
    }
    #expect(try vlasov(line: "\(call) --format csv").lines.count == 1 + 3 * 4)
    let rows = try vlasov(line: "\(call) --format json").objects
    #expect(rows.count == 3 && (rows[2]["value"] as? [[String]])?.count == 2)
    // Rows past the blow-up keep their place.
    let late = try vlasov(line: "table \(Self.id) \(Self.sigma0) \(Self.a) t=7:9/3 output=Sigma[1,2]")
    #expect(late.status == 2 && late.output.contains("refused: t < t*: the covariance blows up in [7.612"))
    let latex = try vlasov(line: "\(call) output=Sigma[1,2] --format latex")
    try LaTeXCheck.wellFormed(latex.output)
    try LaTeXCheck.compiles(latex.output)
  }

  @Test func otherVerbs() throws {
    let check = try vlasov(line: "check \(Self.id) \(Self.sigma0) \(Self.a) t=1/2")
    #expect(check.status == 0 && check.output.contains("t < t*"), "\(check.error)")
    #expect(try vlasov(line: "check \(Self.id) \(Self.sigma0) \(Self.a) t=8").status == 1)
    let claim = try vlasov(
      "check", Self.id, Self.sigma0, Self.a, "t=1/2", "output=trace", "--claim", "trace > 2")
    #expect(claim.status == 0)
    let verify = try vlasov(line: "verify \(Self.id)")
    #expect(verify.status == 0 && verify.output.contains("agrees"), "\(verify.error)")
    let whole = try vlasov(line: "verify \(Self.id) output=Sigma")
    #expect(whole.status == 64 && whole.error.contains("name an entry"), "\(whole.error)")
    let show = try vlasov(line: "show \(Self.id)")
    #expect(show.output.contains("(symmetric positive semidefinite, rationals)"))
    #expect(try vlasov(line: "list gaussian").output.contains("gaussian.decay-limit"))
    let all = try vlasov(line: "\(Self.exact) output=all")
    #expect(all.status == 0 && all.output.contains("output      trace"))
  }

  // MARK: Files

  @Test func files() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("a.json", "[[-1/7, 3/14],\n [\"1/14\", -1/14]]\n")
    _ = try folder.file("s.csv", "# covariance\n3/2, 1/3\n1/3, 5/4\n\n")
    _ = try folder.file("s.tsv", "3/2 1/3\n1/3\t5/4\n")
    let wanted = try vlasov(line: "\(Self.exact) --quiet").line
    for file in ["s.csv", "s.tsv"] {
      let run = try vlasov(
        line: "eval \(Self.id) Sigma0=@\(file) A=@a.json t=1/2 --quiet", folder: folder.path)
      #expect(run.line == wanted, "\(run.error)")
    }
  }

  @Test func numpy() throws {
    let folder = try TemporaryFolder()
    let url = URL(fileURLWithPath: folder.path)
    func write(_ name: String, _ type: String, _ shape: String, order: String = "False", _ data: [UInt8])
      throws
    {
      var header = Array("{'descr': '\(type)', 'fortran_order': \(order), 'shape': \(shape), }".utf8)
      header += Array(repeating: 32, count: 63 - (header.count + 10) % 64) + [10]
      let bytes =
        [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.count & 255), UInt8(header.count >> 8)] + header
        + data
      try Data(bytes).write(to: url.appendingPathComponent(name))
    }
    func bytes(_ numbers: [Double]) -> [UInt8] {
      numbers.flatMap { x in (0..<8).map { UInt8(truncatingIfNeeded: x.bitPattern >> (8 * UInt64($0))) } }
    }
    try write("s.npy", "<f8", "(2, 2)", bytes([1.5, 0.25, 0.25, 1.25]))
    try write("a.npy", "<f8", "(2, 2)", order: "True", bytes([0, 0.5, -0.5, 0.1]))
    let run = try vlasov(
      line: "eval \(Self.id) Sigma0=@s.npy A=@a.npy t=1 --format json", folder: folder.path)
    #expect(run.status == 0, "\(run.error)")
    let parameters = try #require(run.objects.first?["parameters"] as? [String: String])
    #expect(parameters["Sigma0"] == "[[1.5,0.25],[0.25,1.25]]")
    // One tenth as a float is a dyadic number.
    #expect(parameters["A"] == "[[0,-0.5],[0.5,3602879701896397/36028797018963968]]")
    try write("x.npy", "<i8", "(2,)", [1, 0, 0, 0, 0, 0, 0, 0, 254, 255, 255, 255, 255, 255, 255, 255])
    let mean = try vlasov(
      line: "eval gaussian.mean-closed-form Sigma0=@s.npy A=[[1,0],[0,1]] alpha0=@x.npy t=0 --quiet",
      folder: folder.path)
    #expect(mean.line == "[1,-2]", "\(mean.error)")
    try write("one.npy", "<f8", "()", bytes([2]))
    #expect(
      try vlasov(line: "eval gaussian.blow-up-time Sigma0=@one.npy A=1/8 --quiet", folder: folder.path).line
        == "2")
    try write("nan.npy", "<f8", "(2, 2)", bytes([1, .nan, 0, 1]))
    try write("short.npy", "<f8", "(2, 2)", bytes([1]))
    try write("deep.npy", "<f8", "(1, 1, 1, 1)", bytes([1]))
    try write("text.npy", "<U4", "(1,)", [0, 0, 0, 0])
    try write("empty.npy", "<f8", "(0, 0)", [])
    for (file, message) in [
      ("nan.npy", "entry [1,2] is not a finite number"), ("short.npy", "ends early"),
      ("deep.npy", "at most three dimensions"),
      ("text.npy", "entries of type <U4"), ("empty.npy", "no rows"), ("none.npy", "No such file"),
      ("none.json", "no such file"), (".", "folder"),
    ] {
      let run = try vlasov(line: "eval \(Self.id) Sigma0=@\(file) A=1 t=0", folder: folder.path)
      #expect(
        run.status == 64 && run.errorLines.count == 1 && run.error.contains(message), "\(file): \(run.error)")
      #expect(run.output.isEmpty)
    }
  }

  // MARK: Bad input

  @Test(arguments: [
    "Sigma0=[[1,2],[3,4]]", "Sigma0=[[1,2],[2,1]]", "Sigma0=[[1,2]]", "Sigma0=[[1,0],[0]]", "Sigma0=[]",
    "Sigma0=[[]]",
    "Sigma0=[[nan,0],[0,1]]", "Sigma0=[[1,0],[0,inf]]", "Sigma0=[[1,0],[0,[1,2]]]", "Sigma0=[[pi,0],[0,1]]",
    "Sigma0=[[1,0],[0,1]", "Sigma0=x", "Sigma0=[[1,0,0],[0,1,0],[0,0,1]]",
  ])
  func badInput(_ parameter: String) throws {
    let run = try vlasov(line: "eval \(Self.id) \(parameter) \(Self.a) t=1/2 --format json")
    #expect(run.status == 64 && run.output.isEmpty && run.errorLines.count == 2, "\(run.error)")
    let error = try #require(ToolResult.object(run.errorLines[1])?["error"] as? [String: Any])
    let named = error["parameter"] as? String
    #expect(named == "Sigma0" || named == "A")
    #expect(error["domain"] as? String != nil && error["value"] as? String != nil)
  }

  @Test(arguments: ["Sigma[3,1]", "Sigma[0,1]", "Sigma[1]", "Sigma[a,b]", "trace[1]", "sigma"])
  func badEntries(_ output: String) throws {
    let run = try vlasov(line: "\(Self.exact) output=\(output)")
    #expect(run.status == 64 && run.errorLines.count == 1 && run.error.contains("output="), "\(run.error)")
  }

  /// A million entries: read, decided and refused or answered in reasonable time.
  @Test func largeMatrices() throws {
    let folder = try TemporaryFolder()
    let n = 1000
    func matrix(_ entry: (Int, Int) -> String) -> String {
      "["
        + (0..<n).map { i in "[" + (0..<n).map { entry(i, $0) }.joined(separator: ",") + "]" }.joined(
          separator: ",") + "]"
    }
    _ = try folder.file("definite.json", matrix { i, j in i == j ? "2.5" : "1/\(1000 + abs(i - j))" })
    _ = try folder.file("indefinite.json", matrix { i, j in i == j ? "1" : i + j == 1 ? "2" : "0" })
    _ = try folder.file(
      "asymmetric.json", matrix { i, j in i == 998 && j == 3 ? "1e-30" : i == j ? "1" : "0" })
    let clock = ContinuousClock()
    let start = clock.now
    for (file, message) in [
      ("indefinite.json", "the minor of rows and columns 1, 2 is -3"),
      ("asymmetric.json", "entry [999,4] is 0.0000"),
    ] {
      let run = try vlasov(line: "eval \(Self.id) Sigma0=@\(file) A=1 t=1", folder: folder.path)
      #expect(
        run.status == 64 && run.errorLines.count == 1 && run.error.contains(message),
        "\(run.error.prefix(300))")
      #expect(run.error.utf8.count < 1200)
    }
    let size = try vlasov(line: "eval \(Self.id) Sigma0=@definite.json A=1 t=1", folder: folder.path)
    #expect(size.status == 64 && size.error.contains("must be 1000 by 1000"), "\(size.error.prefix(300))")
    #expect(clock.now - start < .seconds(300))
  }
}
