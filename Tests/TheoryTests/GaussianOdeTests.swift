import Foundation
import Testing

@testable import VlasovTheory

@Suite struct GaussianOdeTests: ThemeTests {
  static let theme = "gaussian"

  @Test func timing() throws {
    for digits in [15, 30, 50, 100, 200] {
      for reference in GeneralOde.record.references {
        let name = reference.parameters.replacingOccurrences(of: " output=Sigma[1,2]", with: "")
        let a = try Self.answer("general-ode", name, digits: digits)
        print(digits, reference.parameters.prefix(20), a.seconds, a.bits, a.status, a.reason ?? "")
      }
    }
  }
}
