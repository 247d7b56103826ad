import Testing

/// The checker on Arb: what it accepts and what it refuses, by its own tests.
@Suite struct ArbCheckerTests {
  @Test func itsOwnTests() throws {
    let run = try PythonProcess.run(["test_check.py"])
    #expect(run.status == 0, "\(run.output)")
    #expect(run.output.contains("OK"))
  }

  /// The table of the trust ladder is that of the committed certificates.
  @Test func trustTable() throws {
    let run = try PythonProcess.run(["trust.py", "--check"])
    #expect(run.status == 0, "\(run.output)")
  }
}
