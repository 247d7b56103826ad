import Testing

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
}
