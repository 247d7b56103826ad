import Foundation
import Testing

/// `vlasov figure` with stand-ins for the interpreter; the pictures are tested with the package.
@Suite struct FigureTests {
  /// A program that takes the place of Python: `probe` is its status when it is asked for the packages.
  private func run(_ arguments: [String], probe: Int, status: Int = 0) throws -> (ToolResult, String) {
    // A program written by the test might still be open in another test's child.
    let program = packageRoot + "/Tests/c/python-stand-in"
    let result = try ToolProcess(
      ["PROBE=\(probe)", "STATUS=\(status)", "VLASOV_PYTHON=\(program)", ToolProcess.executable, "figure"]
        + arguments, program: "/usr/bin/env"
    ).wait()
    return (result, program)
  }

  /// The words go through as they are; the status is that of the drawing.
  @Test(arguments: [0, 1, 2, 64]) func wordsAndStatus(_ status: Int) throws {
    let (result, _) = try run(
      ["retrieval.profile", "t=1/2,1", "sample=[0, 1]", "-o", "a b.pdf", "--width", "3.4", "--dpi=300"],
      probe: 0,
      status: status)
    #expect(result.status == status)
    #expect(
      result.lines == [
        "-m", "vlasov", "figure", "retrieval.profile", "t=1/2,1", "sample=[0, 1]", "--out=a b.pdf",
        "--width=3.4",
        "--dpi=300",
      ])
    #expect(result.error == "")
  }

  @Test func list() throws {
    let (result, _) = try run(["--list"], probe: 0)
    #expect(result.lines == ["-m", "vlasov", "figure", "--list"])
  }

  /// The package is missing: how to get it.
  @Test func missingPackage() throws {
    let (result, program) = try run(["retrieval.profile", "-o", "a.pdf"], probe: 1)
    #expect(result.status == 64 && result.output == "")
    #expect(result.errorLines.count == 1)
    #expect(result.error.contains("pip install './python[figures]'") && result.error.contains(program))
  }

  @Test func missingInterpreter() throws {
    let result = try ToolProcess(
      ["VLASOV_PYTHON=/nowhere/python", ToolProcess.executable, "figure", "--list"], program: "/usr/bin/env"
    ).wait()
    #expect(result.status == 64)
    #expect(result.errorLines.count == 1 && result.error.contains("VLASOV_PYTHON"))
  }

  @Test(arguments: ["figure x --format text", "figure x --nothing"]) func unknownOptions(_ line: String)
    throws
  {
    let result = try vlasov(line: line)
    #expect(result.status == 64 && result.errorLines.count == 1)
  }
}
