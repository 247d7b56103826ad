import VlasovSymbols

/// Where the interior minima and maxima of the profile are, and the values there.
public enum Argmin: Theorem {
  public static let record = Record(
    id: "retrieval.argmin",
    title: "Interior minima and maxima of the profile",
    statement: "$s_*=\\lambda^{-1}\\log\\bigl(1+(e^\\lambda-1)e^{-Y_*}\\bigr)$ with $F(Y_*)=0$; a minimum of "
      + "$S_t$ where $F$ changes from $-$ to $+$ as $Y$ increases, a maximum where it changes from $+$ to $-$.",
    source: Source(RetrievalModel.paper, "beyond theorem U-shape: certified location and value", .derived),
    parameters: [
      .beta, .vocabulary, .positiveTime, .lambda,
      ParameterSpec(
        "index", symbol: "i", .integer(minimum: 1), default: "1",
        "which minimum (or maximum), in order of increasing s"),
    ],
    outputs: [
      OutputSpec("s_min", symbol: "s_{\\min}", "position of the minimum"),
      OutputSpec("S_min", symbol: "S_{\\min}", "value at the minimum"),
      OutputSpec("s_max", symbol: "s_{\\max}", "position of the maximum"),
      OutputSpec("S_max", symbol: "S_{\\max}", "value at the maximum"),
    ],
    hypotheses: [
      Hypothesis("lambda > 0") { .greater($0.lambda, 0) },
      // F is positive for large Y, so that the first critical point by s is a minimum and the kinds alternate.
      Hypothesis("index <= number of interior minima", .reported, outputs: ["s_min", "S_min"]) {
        .lessOrEqual($0.real("index"), Expression((try UShapeCertificate.count($0) + 1) / 2))
      },
      Hypothesis("index <= number of interior maxima", .reported, outputs: ["s_max", "S_max"]) {
        .lessOrEqual($0.real("index"), Expression(try UShapeCertificate.count($0) / 2))
      },
    ],
    method: "All zeros of F are isolated in ball arithmetic, each is proved simple, and the one asked for is "
      + "refined by interval Newton.",
    notes: ["Minima and maxima are counted separately; an index beyond the certified number is refused."],
    crossCheck: ShapeCrossCheck.extremum,
    references: [
      ReferenceValue(
        "beta=1 M=8 t=1 lambda=1 output=s_min", "0.25927553813476440696162535058355147432764474634280"),
      ReferenceValue(
        "beta=1 M=8 t=1 lambda=1 output=S_min", "1.1953063758156608691815890349910474112105484322068"),
      ReferenceValue(
        "beta=2 M=8 t=2/5 lambda=1 output=s_min", "0.47537091999691587003995002158082260076995195289923"),
      ReferenceValue(
        "beta=2 M=8 t=2/5 lambda=1 output=S_min", "2.6780355031945177368049019125134711779690723593316"),
      ReferenceValue(
        "beta=1 M=8 t=1/2 lambda=3 output=s_min", "0.038585040329711046790596778351540806952731625601789"),
      ReferenceValue(
        "beta=1 M=8 t=1/2 lambda=3 output=S_min", "0.16588741059487981521895244856483042189137522397786"),
      doubleWell("index=2 output=s_min", "0.99850460896684188206664573877283426065903604891323"),
      doubleWell("index=2 output=S_min", "7.0541431536589607801011381527508454948327698003597"),
      doubleWell("index=1 output=s_max", "0.86812860893207313984781152450685179741863285942344"),
      doubleWell("index=1 output=S_max", "7.0633801786765162984042617988383380519051173707489"),
      doubleWell("index=1 output=s_min", "0.38132327673513784750763955114381718148864631892480"),
      doubleWell("index=1 output=S_min", "6.7292054635876134469139840885446588360905675600559"),
    ],
    related: ["retrieval.u-shape-certificate", "retrieval.profile", "retrieval.fold"])

  /// The single-head double well.
  private static func doubleWell(_ rest: String, _ value: String) -> ReferenceValue {
    ReferenceValue("beta=30 M=4 t=6284/10000000000000000 lambda=6 \(rest)", value)
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    let x = p.lifted(to: Ball.self)
    guard let shape = StationarySeries(beta: x.beta, m: x.M, t: x.t, lambda: x.lambda, bits: Precision.bits)
    else {
      return .undecided("the Fourier modes could not be bounded")
    }
    let points = CriticalPoints(shape: shape)
    let (zeros, reason) = try points.zeros()
    guard let zeros else { return .undecided(reason) }
    let wantsMinimum = output.hasSuffix("min")
    let chosen = zeros.filter { ($0.direction == .rising) == wantsMinimum }
    let kind = wantsMinimum ? "minima" : "maxima"
    guard let index = x.integer("index"), index <= chosen.count else {
      throw Refusal("index <= number of interior \(kind): the profile has \(chosen.count) interior \(kind)")
    }
    let y = points.refined(chosen[index - 1])
    return .real(output.hasPrefix("s") ? shape.position(y) : shape.profile(y))
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    ShapeSymbols.stationarity(Lifted<Expression>(symbolsOf: record, output: output))
  }
}
