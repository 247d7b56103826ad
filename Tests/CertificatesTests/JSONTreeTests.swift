import Testing
import Vlasov

@Suite struct JSONTreeTests {
  @Test func elementary() throws {
    let e = try Parser(variables: [Variable("beta")]).parse("besseli(2, beta)/3 - exp(-pi)^2")
    #expect(
      JSONPrinter().print(e)
        == #"["-",["/",["call","besseli",[2],[["var","beta"]]],["num","3"]],["^",["call","exp",[],[["neg",["const","pi"]]]],2]]"#
    )
  }

  @Test func strings() {
    #expect(JSONPrinter.quoted("a\"b\\\n\u{1}") == #""a\"b\\\n\u0001""#)
  }
}
