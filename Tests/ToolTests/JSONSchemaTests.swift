import Foundation
import Testing
import Vlasov

/// Every verb's JSON against docs/schema.json, by an independent validator.
@Suite struct JSONSchemaTests {
  /// A document, and the definition it must satisfy.
  struct Document {
    let definition: String
    let text: String
  }

  /// Prints a line for each document that fails.
  private static let validator = """
    import json, sys
    from jsonschema import Draft202012Validator
    schema = json.load(open(sys.argv[1]))
    Draft202012Validator.check_schema(schema)
    validators = {}
    for number, line in enumerate(open(sys.argv[2])):
        name, text = line.rstrip("\\n").split("\\t", 1)
        if name not in validators:
            part = {"$schema": schema["$schema"], "$ref": "#/$defs/" + name, "$defs": schema["$defs"]}
            validators[name] = Draft202012Validator(part)
        for error in validators[name].iter_errors(json.loads(text)):
            print(number, name, "/".join(map(str, error.absolute_path)), error.message[:300])
            break
    """

  /// The interpreter of the project's virtual environment.
  private static var python: String {
    let folder = ProcessInfo.processInfo.environment["VLASOV_VENV"] ?? packageRoot + "/.venv"
    return folder + "/bin/python"
  }

  /// The complaints about the documents, one line each.
  private func complaints(_ documents: [Document]) throws -> [String] {
    try #require(
      FileManager.default.isExecutableFile(atPath: Self.python),
      "no \(Self.python): python3 -m venv .venv && .venv/bin/pip install -r Tests/requirements.txt")
    let folder = try TemporaryFolder()
    let list = try folder.file("list", documents.map { "\($0.definition)\t\($0.text)\n" }.joined())
    let run = try ToolProcess(
      ["-c", Self.validator, packageRoot + "/docs/schema.json", list], program: Self.python
    ).wait()
    #expect(run.status == 0, "\(run.error)")
    return run.lines
  }

  private func validate(_ documents: [Document]) throws {
    let found = try complaints(documents)
    #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
  }

  private func output(_ definition: String, _ line: String, status: Int = 0) throws -> [Document] {
    let run = try vlasov(line: line + " --format json")
    #expect(run.status == status, "\(line): \(run.error)")
    #expect(!run.lines.isEmpty)
    return run.lines.map { Document(definition: definition, text: $0) }
  }

  @Test func answers() throws {
    let id = "retrieval.t-crit"
    var documents = try output("eval", "eval \(id) beta=1 lambda=1 M=8")
    documents += try output("eval", "eval \(id) beta=[0.99,1.01] lambda=1 M=8")
    documents += try output("eval", "eval \(id) beta=1 lambda=-1 M=8", status: 1)
    documents += try output("eval", "eval \(id) beta=1 lambda=1 M=8 --max-bits 80", status: 2)
    documents += try output("eval", "eval \(id) beta=1 lambda=[-1,1] M=8", status: 2)
    documents += try output("eval", "eval retrieval.fold-lambda beta=30 M=4")
    documents += try output("eval", "eval retrieval.u-shape-certificate beta=1 M=8 t=1 lambda=1 output=all")
    documents += try output("eval", "eval retrieval.argmin beta=1 M=8 t=1 lambda=1 index=2", status: 1)
    for style in ["digits", "interval", "plusminus", "bracket", "dump"] {
      documents += try output("eval", "eval \(id) beta=1 lambda=1 M=8 --numbers \(style)")
      documents += try output("expr", "expr 1/3 --numbers \(style)")
    }
    documents += try output("expr", "expr -pi")
    documents += try output("expr", "expr 1e100")
    documents += try output("expr", "expr 10^-400+pi*10^-500")
    documents += try output("expr", "expr [1,2]")
    documents += try output("expr", "expr log(2)+log(3)-log(6) --max-bits 1000", status: 2)
    try validate(documents)
  }

  @Test func tables() throws {
    var documents = try output("tableRow", "table retrieval.t-crit beta=-1:1/5 lambda=1 M=8", status: 2)
    documents += try output("tableRow", "table retrieval.t-crit beta=1 lambda=-1:1/3 M=8", status: 2)
    documents += try output("tableRow", "table retrieval.endpoint-slope beta=1,2 M=8 t=1 lambda=1 output=all")
    let read = try vlasov(
      line: "table retrieval.t-crit M=8 lambda=1 --from - --format json", input: "beta\n1\n\"a\"\"b\"\n[1,2\n"
    )
    #expect(read.status == 64 || read.status == 2)
    documents += read.lines.map { Document(definition: "tableRow", text: $0) }
    try validate(documents)
  }

  @Test func checksAndSimulations() throws {
    var documents = try output("check", "check retrieval.t-crit beta=1 lambda=1 M=8 t=2")
    documents += try output("check", "check retrieval.t-crit beta=0 lambda=1 M=8", status: 1)
    documents += try output("check", "check retrieval.t-crit beta=1 lambda=1 M=8 t=[2,3]", status: 2)
    let range = "check clustering.noisy-linear-threshold d=3:5/3 beta=[0,2]"
    documents += try output("check", "\(range) --claim K>0.9 --claim value<=d")
    documents += try output("check", "\(range) --claim K>1.2", status: 1)
    documents += try output(
      "check", "check clustering.two-cluster-merger beta=[-1,1] u0=[0,1/2] u1=1/4", status: 2)
    documents += try output("tableRow", "table clustering.noisy-linear-threshold d=2,3 beta=[0,2]/4")
    documents += try output("verify", "verify retrieval.t-crit")
    documents += try output("verify", "verify causal.strong-renyi-count --seed 18446744073709551615")
    documents += try output("verify", "verify clustering.cone-collapse-rate")
    for line in try vlasov(line: "verify --theme causal --max-seconds 0.000001 --format json").lines {
      let failed = line.contains("\"verdict\":\"failed\"")
      let definition = line.contains("\"disagree\":") ? "verifyTotals" : failed ? "verifyFailure" : "verify"
      documents.append(Document(definition: definition, text: line))
    }
    try validate(documents)
  }

  @Test func theCatalogue() throws {
    var documents = try output("list", "list")
    for id in Catalogue.standard.theorems.map({ $0.record.id }) {
      documents += try output("show", "show \(id)")
      documents += try output("cite", "cite \(id)")
    }
    try validate(documents)
  }

  @Test func reports() throws {
    var documents = try output("report", "report retrieval")
    documents += try output("report", "report retrieval lambda=-1 t=1,2")
    documents += try output("report", "report retrieval beta=30 M=4 lambda=6 t=6284/10000000000000000")
    documents += try output("rankReport", "report ranks d=2,3 steps=50 --count 4")
    documents += try output("rankReport", "report ranks d=1 V=general rows=0 steps=1 --count 1 --seed 0")
    try validate(documents)
  }

  @Test func modes() throws {
    var documents = try output("modes", "modes ih12:7:300 --beta 1000")
    documents += try output("modes", "modes [0,1.5,4] --bandwidth 1/2 --list --digits 30")
    documents += try output("modes", "modes [-1,0,1] --beta 9 --list")
    documents += try output("modes", "modes [5] --beta 9 --list --numbers dump")
    documents += try output("modes", "modes comb:101 --beta 1/4 --max-bits 64", status: 2)
    documents += try output("modesRow", "modes comb:9 --sweep 0.2:1/5")
    documents += try output("modesRow", "modes comb:9 --beta 1,4 --list")
    documents += try output("modesRow", "modes comb:9 --sweep 0.2:1/5 --list")
    documents += try output("eval", "eval kde.certified-count sample=ih12:2:200 beta=50 output=all")
    documents += try output("eval", "eval kde.certified-count sample=comb:101 beta=1/4 maxPrec=64", status: 2)
    documents += try output("tableRow", "table kde.certified-count sample=comb:9 beta=1:9/3")
    documents += try output("check", "check kde.certified-count sample=comb:9 beta=1")
    try validate(documents)
  }

  @Test func errors() throws {
    var documents: [Document] = []
    for line in [
      "eval", "eval nothing", "eval retrieval.t-crit beta=-1 lambda=1 M=8",
      "eval retrieval.t-crit beta=\"\\ M=8",
      "table retrieval.t-crit beta=2:1/3 lambda=1 M=8", "expr 1+", "list nothing", "eval x --digits 0",
    ] {
      let run = try vlasov(line: line + " --format json")
      #expect(run.status == 64)
      documents.append(Document(definition: "error", text: run.errorLines.last ?? ""))
    }
    try validate(documents)
  }

  /// A validator that accepts everything would be no test: documents with a fault are rejected.
  @Test func faultsAreRejected() throws {
    let good = try #require(try output("eval", "eval retrieval.t-crit beta=1 lambda=1 M=8").first).text
    let faults = [
      good.replacingOccurrences(of: "\"status\":\"certified\",", with: ""),
      good.replacingOccurrences(of: "\"certified\"", with: "\"sure\""),
      good.replacingOccurrences(of: "\"digits\":50", with: "\"digits\":\"50\""),
      good.replacingOccurrences(of: "\"schema\":1", with: "\"schema\":2"),
      good.replacingOccurrences(of: "\"derived\"", with: "\"corrected\""),
      good.replacingOccurrences(of: "{\"schema\"", with: "{\"more\":1,\"schema\""),
      good.replacingOccurrences(of: "\"value\":\"\(referenceTCrit)\"", with: "\"value\":null"),
      good.replacingOccurrences(of: "\"lower\":\"2", with: "\"lower\":\"x2"),
    ]
    #expect(faults.allSatisfy { $0 != good })
    let found = try complaints((faults + [good]).map { Document(definition: "eval", text: $0) })
    #expect(found.compactMap { $0.split(separator: " ").first.flatMap { Int($0) } } == Array(faults.indices))
  }
}
