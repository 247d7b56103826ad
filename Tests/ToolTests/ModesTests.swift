import Foundation
import Testing
import Vlasov

/// `vlasov modes`: counts of files and samples, lists, sweeps.
@Suite struct ModesTests {
  /// A sample with some structure, and its numbers as text.
  private static let numbers = Sample.irwinHallNumbers(seed: 7, count: 300)

  private static func hexadecimal(_ x: Double) -> String {
    let digits = String(x.significandBitPattern, radix: 16)
    return (x < 0 ? "-" : "") + "0x1." + String(repeating: "0", count: 13 - digits.count) + digits + "p\(x.exponent)"
  }

  @Test func countsOfMadeSamples() throws {
    #expect(try vlasov(line: "modes ih12:7:300 --beta 1000 --quiet").line == "33")
    #expect(try vlasov(line: "modes comb:21 --bandwidth 1 --quiet").line == "11")
    #expect(try vlasov(line: "modes [0.999,2] --beta 9 --quiet").line == "2")
    #expect(try vlasov(line: "modes [3] --beta 9 --quiet").line == "1", "one number")
    #expect(try vlasov(line: "modes [1/3,1/3,1/3] --beta 9 --quiet").line == "1", "all equal")
    #expect(try vlasov(line: "modes [0,1,1e300] --beta 25/4 --quiet").line == "3", "wide gaps")
    #expect(try vlasov(line: "modes [-1e-30,0,1e-30] --beta 1e61 --quiet").line == "3")
  }

  @Test func thePage() throws {
    let run = try vlasov(line: "modes ih12:7:300 --bandwidth 1/10")
    #expect(run.status == 0)
    #expect(run.lines.count == 4)
    #expect(Int(run.lines[0]) != nil)
    #expect(run.lines[1] == "  sample      ih12:7:300: 300 numbers, 300 distinct")
    #expect(run.lines[2] == "  kernel      Gaussian, bandwidth 1/10, beta 100")
    let work = #/certified   \d+ boxes, \d+ cells, \d+ escalations?, \d+ bits, [\d.e-]+ s \(reading/#
    #expect(run.lines[3].contains(work))
  }

  /// The same numbers from every kind of file.
  @Test func everyKindOfFile() throws {
    let folder = try TemporaryFolder()
    let decimals = Self.numbers.map { "\($0)" }
    let hexadecimals = Self.numbers.map(Self.hexadecimal)
    _ = try folder.file("x.txt", "# numbers\n" + decimals.joined(separator: "\n"))
    _ = try folder.file("h.txt", hexadecimals.joined(separator: "\r\n") + "\r\n")
    _ = try folder.file("x.csv", "x\n" + decimals.joined(separator: "\n") + "\n")
    let rows = decimals.enumerated().map { "\($0),\"\($1)\",name \($0)" }
    _ = try folder.file("t.csv", "row,\"the x\",name\n" + rows.joined(separator: "\n") + "\n")
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (300,), }"
    let padded = header + String(repeating: " ", count: 117 - header.utf8.count) + "\n"
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(padded.utf8.count), 0] + Array(padded.utf8)
    for x in Self.numbers { withUnsafeBytes(of: x.bitPattern.littleEndian) { bytes += $0 } }
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path + "/x.npy"))
    for words in [
      ["x.txt"], ["h.txt"], ["x.csv"], ["x.npy"], ["t.csv", "--column", "the x"], ["t.csv", "--column", "2"],
      ["file:x.txt"], ["x.txt", "--threads", "1"],
    ] {
      let run = try ToolProcess(["modes"] + words + ["--beta", "1000", "--quiet"], folder: folder.path).wait()
      #expect(run.line == "33", "\(words): \(run.error)")
    }
    let piped = try vlasov(line: "modes - --beta 1000 --quiet", input: decimals.joined(separator: "\n"))
    #expect(piped.line == "33")
    // A file is preferred to a sample of that name.
    _ = try folder.file("comb:5", "1\n")
    #expect(try vlasov(line: "modes comb:5 --beta 100 --quiet", folder: folder.path).line == "1")
  }

  @Test func weightsAreRepeats() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("t.csv", "x,w\n0,3\n1.05,1\n2.2,2\n")
    _ = try folder.file("x.txt", "0\n0\n0\n1.05\n2.2\n2.2\n")
    for beta in ["1", "5", "9"] {
      let weighted = try vlasov(
        line: "modes t.csv --column x --weights w --beta \(beta) --quiet", folder: folder.path)
      #expect(weighted.line == (try vlasov(line: "modes x.txt --beta \(beta) --quiet", folder: folder.path).line))
      let scaled = try vlasov(
        line: "modes t.csv --weights w --beta \(beta) --list --quiet", folder: folder.path)
      #expect(scaled.output == (try vlasov(line: "modes x.txt --beta \(beta) --list --quiet", folder: folder.path).output))
    }
  }

  /// A million lines, as 17-digit decimals and as hexadecimal floats: the count of the sample that they come from.
  @Test func aMillionLines() throws {
    let folder = try TemporaryFolder()
    let numbers = Sample.irwinHallNumbers(seed: 1, count: 1_000_000)
    var decimals: [UInt8] = []
    var hexadecimals: [UInt8] = []
    for x in numbers {
      decimals += "\(x)\n".utf8
      hexadecimals += (Self.hexadecimal(x) + "\n").utf8
    }
    for (name, bytes) in [("d.txt", decimals), ("h.txt", hexadecimals)] {
      try Data(bytes).write(to: URL(fileURLWithPath: folder.path + "/" + name))
      let clock = ContinuousClock()
      let start = clock.now
      let run = try vlasov(line: "modes \(name) --beta 1e4 --quiet", folder: folder.path)
      #expect(run.line == "115", "\(run.error)")
      // Generous: a run takes a quarter of a second on an idle machine.
      #expect(clock.now - start < .seconds(6))
      #expect(run.peakMemory < 512 * 1024)
    }
  }

  // MARK: Lists

  /// Modes of {0, 1.5, 4} at beta = 4, against the sign of the derivative at both ends of each interval.
  @Test func theList() throws {
    let run = try vlasov(line: "modes [0,1.5,4] --beta 4 --list --format csv --digits 20")
    #expect(run.status == 0, "\(run.error)")
    let rows = run.lines.map(Fields.split)
    #expect(
      rows[0] == [
        "bandwidth", "beta", "index", "location", "lower", "upper", "height", "height_lower", "height_upper", "branch",
      ])
    #expect(rows.count == 4)
    func slope(_ t: Double) -> Double { [0, 1.5, 4].reduce(0) { $0 - (t - $1) * exp(-2 * (t - $1) * (t - $1)) } }
    func density(_ t: Double) -> Double {
      (2 / (3 * (2 * Double.pi).squareRoot())) * [0, 1.5, 4].reduce(0) { $0 + exp(-2 * (t - $1) * (t - $1)) }
    }
    for (k, row) in rows.dropFirst().enumerated() {
      #expect(row[1] == "4" && row[2] == "\(k + 1)")
      let location = try #require(Double(row[3]))
      #expect(slope(location - 1e-9) > 0 && slope(location + 1e-9) < 0)
      let height = try #require(Double(row[6]))
      #expect(abs(height - density(location)) < 1e-14)
      let ends = try [4, 5, 7, 8].map { try #require(Rational(decimal: row[$0])) }
      let value = try #require(Rational(decimal: row[3]))
      #expect(ends[0] <= ends[1] && ends[2] <= ends[3])
      #expect(ends[0] - Rational(1, 1 << 50) < value && value < ends[1] + Rational(1, 1 << 50))
      #expect(row[3].filter(\.isNumber).count >= 20)
    }
  }

  /// The reference modes of the tail lemma's counterexample, to their printed digits.
  @Test func digitsOfModes() throws {
    let run = try vlasov(line: "modes [0.999,2] --beta 9 --digits 40 --quiet")
    let locations = run.lines.map { $0.split(separator: " ").first.map(String.init) }
    #expect(
      locations == ["1.011145537413133489012154611072292752937", "1.987854462586866510987845388927707247063"].map {
        $0 as String?
      }, "\(run.output)")
  }

  @Test func everyForm() throws {
    let line = "modes [0,1.5,4] --beta 4 --list --format"
    let latex = try vlasov(line: "\(line) latex")
    #expect(latex.status == 0)
    try LaTeXCheck.wellFormed(latex.output)
    try LaTeXCheck.compiles(latex.output)
    let markdown = try vlasov(line: "\(line) markdown")
    #expect(markdown.output.contains("| mode | location | height |"))
    #expect(markdown.output.contains("**3** at beta 4"))
    let text = try vlasov(line: "modes [0,1.5,4] --beta 4 --list")
    #expect(text.lines.count == 9)
    for form in ["csv", "latex", "markdown"] {
      let run = try vlasov(line: "modes [0,1.5,4] --beta 4 --format \(form)")
      #expect(run.status == 0 && run.output.contains("3"))
    }
    for style in ["interval", "plusminus", "bracket", "dump"] {
      let run = try vlasov(line: "modes [0,1.5,4] --beta 4 --list --numbers \(style)")
      #expect(run.status == 0 && run.lines.count == 9)
    }
    let folder = try TemporaryFolder()
    #expect(try vlasov(line: "\(line) csv -o modes.csv", folder: folder.path).output.isEmpty)
    #expect(folder.text("modes.csv")?.split(separator: "\n").count == 4)
  }

  @Test func threadsDoNotChangeIt() throws {
    func list(_ threads: Int) throws -> String {
      try vlasov(line: "modes ih12:2:1000 --beta 1000 --list --format csv --threads \(threads)").output
    }
    #expect(try list(1) == list(2))
    #expect(try list(1).split(separator: "\n").count == 39)
  }

  // MARK: Sweeps

  @Test func aSweep() throws {
    let run = try vlasov(line: "modes ih12:1:1000 --sweep 1/20:1/2/10")
    #expect(run.status == 0, "\(run.error)")
    #expect(run.lines.count == 13)
    #expect(run.lines[1].hasPrefix("bandwidth"))
    #expect(run.lines[12] == "# monotone: the counts do not increase with the bandwidth")
    let rows = run.lines[2..<12].map { $0.split(separator: " ").map(String.init) }
    #expect(rows.map { $0[0] } == ["0.05", "0.1", "0.15", "0.2", "0.25", "0.3", "0.35", "0.4", "0.45", "0.5"])
    let counts = rows.map { Int($0[1]) ?? 0 }
    #expect(counts == counts.sorted(by: >) && counts[1] == 9)
    // The same through --bandwidth, and one by one.
    #expect(try vlasov(line: "modes ih12:1:1000 --bandwidth 0.05:0.5/10").lines.dropFirst(2) == run.lines.dropFirst(2))
    let betas = try vlasov(line: "modes ih12:1:1000 --beta 400,100,25 --quiet")
    #expect(betas.lines.map { $0.split(separator: " ").last } == ["\(counts[0])", "9", "\(counts[3])"])
  }

  @Test func aSweepInEveryForm() throws {
    let csv = try vlasov(line: "modes comb:9 --sweep 0.2:1/5 --format csv")
    #expect(csv.lines.count == 6 && Set(csv.lines.map(Fields.count)).count == 1)
    #expect(csv.lines[1].hasPrefix("0.2,25,9,9,9,decided,9,9,"))
    let json = try vlasov(line: "modes comb:9 --sweep 0.2:1/5 --format json").objects
    #expect(json.map { $0["row"] as? Int } == [1, 2, 3, 4, 5])
    #expect(json.allSatisfy { $0["monotone"] as? Bool == true })
    let latex = try vlasov(line: "modes comb:9 --sweep 0.2:1/5 --format latex")
    try LaTeXCheck.wellFormed(latex.output)
    try LaTeXCheck.compiles(latex.output)
    let lists = try vlasov(line: "modes comb:9 --sweep 0.2:1/5 --list --format csv")
    let total = json.compactMap { $0["modes"] as? Int }.reduce(0, +)
    #expect(lists.lines.count == total + 1)
    #expect(try vlasov(line: "modes comb:9 --sweep 0.2:1/5 --list").status == 0)
    #expect(try vlasov(line: "modes comb:9 --sweep 0.2:1/5 --format markdown").output.contains("| 0.2 | 9 |"))
  }

  // MARK: What is not decided

  /// Two double zeros of F, by symmetry: {-x, 0, x} can only touch them at an irrational x, so the doubt is made by
  /// too little precision for a comb.
  @Test func undecided() throws {
    let run = try vlasov(line: "modes comb:101 --beta 1/4 --max-bits 64")
    #expect(run.status == 2)
    let range = #/^undecided \{\d+, (\.\.\., )?\d+\}$/#
    let place = #/^near \[[-\d.e+]+, [-\d.e+]+\]$/#
    #expect(run.lines[0].contains(range))
    #expect(run.lines[1].contains(place))
    let json = try #require(try vlasov(line: "modes comb:101 --beta 1/4 --max-bits 64 --format json").objects.first)
    #expect(json["status"] as? String == "undecided")
    #expect(json["modes"] is NSNull)
    let (lo, hi) = (try #require(json["lo"] as? Int), try #require(json["hi"] as? Int))
    #expect(lo <= 53 && 53 <= hi && lo < hi)
    let eval = try vlasov(line: "eval kde.certified-count sample=comb:101 beta=1/4 maxPrec=64")
    #expect(eval.status == 2)
    #expect(eval.lines[0] == run.lines[0] && eval.lines[1] == run.lines[1])
    #expect(try vlasov(line: "eval kde.certified-count sample=comb:101 beta=1/4 maxPrec=64 output=lo").line.isEmpty == false)
    let sweep = try vlasov(line: "modes comb:101 --beta 1/4,1 --max-bits 64")
    #expect(sweep.status == 2)
    #expect(sweep.lines[2].contains("undecided {"))
  }
}
