import Vlasov
import VlasovTool

/// A request for the modes of an array.
struct ModesRequest {
  let threads: Int?
  private let beta: String?
  private let bandwidth: String?
  private let sweep: String?
  private let digits: Int?
  private let bits: Int?
  private let seconds: Double?

  /// - Throws: `InputError` for what is no request.
  init(_ text: String) throws {
    let request = try Request(
      text, keys: ["beta", "bandwidth", "sweep", "digits", "max-seconds", "max-bits", "threads"])
    beta = try request.text("beta")
    bandwidth = try request.text("bandwidth")
    sweep = try request.text("sweep")
    digits = try request.integer("digits", 1...100_000)
    bits = try request.integer("max-bits", 64...(1 << 31))
    threads = try request.integer("threads", 1...1024)
    seconds = try request.seconds()
  }

  /// The sample in a caller's arrays, which are only read.
  ///
  /// - Throws: `InputError` for no numbers, and for what is not finite or no weight, with its place (from 0, as arrays count).
  static func sample(
    _ x: UnsafePointer<Double>?, _ weights: UnsafePointer<Double>?, _ count: Int64, threads: Int?
  ) throws -> Sample {
    guard count >= 0, count < 1 << 31, x != nil || count == 0 else {
      throw InputError(
        parameter: "count", value: "\(count)", domain: "below 2^31",
        "count=\(count): no array of so many numbers")
    }
    let numbers = UnsafeBufferPointer(start: x, count: Int(count))
    func failure(_ error: SampleError) -> InputError {
      let place = error.position.map { "[\($0)]" } ?? ""
      return InputError(
        parameter: "array", value: error.position.map { "\(numbers[$0])" },
        domain: "finite numbers, at least one",
        "array\(place): \(error.message)")
    }
    do {
      guard let weights else { return try Sample(reading: numbers, threads: threads) }
      let given = UnsafeBufferPointer(start: weights, count: Int(count))
      if let bad = given.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
        throw InputError(
          parameter: "weights", value: "\(given[bad])", domain: "positive finite numbers",
          "weights[\(bad)]: \(given[bad]) is not a positive finite number")
      }
      if let bad = numbers.firstIndex(where: { !$0.isFinite }) {
        throw SampleError(position: bad, "\(numbers[bad]) is not a finite number")
      }
      return try Sample(
        numbers: numbers.map { .double($0) }, weights: given.map { .double($0) }, threads: threads)
    } catch let error as SampleError {
      throw failure(error)
    }
  }

  func run(_ sample: Sample, in host: CallHost) -> Int32 {
    Embedding.countModes(
      sample, beta: beta, bandwidth: bandwidth, sweep: sweep, digits: digits, seconds: seconds, bits: bits,
      threads: threads, in: host)
  }
}
