import Foundation

@testable import VlasovCInterface

/// What a call left behind.
struct CallResult {
  let status: Int32
  let output: String
  let error: String?

  var objects: [[String: Any]] { output.split(separator: "\n").compactMap { Self.object(String($0)) } }
  /// The first error object.
  var complaint: [String: Any]? {
    error.flatMap { $0.split(separator: "\n").first }.flatMap { Self.object(String($0)) }?["error"]
      as? [String: Any]
  }
  var message: String { complaint?["message"] as? String ?? "" }

  static func object(_ line: String) -> [String: Any]? {
    (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
  }

  typealias Place = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

  /// Runs a call with places for its texts, and frees them.
  static func of(_ call: (Place, Place) -> Int32) -> CallResult {
    var (output, error): (UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<CChar>?)
    let status = call(&output, &error)
    defer {
      release(output)
      release(error)
    }
    return CallResult(
      status: status, output: output.map { String(cString: $0) } ?? "NULL",
      error: error.map { String(cString: $0) })
  }

  static func request(_ text: String, stop: Stop? = nil) -> CallResult {
    of { exported(text, stop == nil ? nil : Stop.poll, stop?.context, $0, $1) }
  }
}

private func exported(
  _ text: String, _ poll: Call.Poll?, _ context: UnsafeMutableRawPointer?, _ output: CallResult.Place,
  _ error: CallResult.Place
) -> Int32 {
  VlasovCInterface.request(text, poll, context, output, error)
}

/// Counts the questions, and answers the last of `patience` of them with a stop.
final class Stop {
  let patience: Int
  private(set) var asked = 0
  private(set) var last: (done: Int64, total: Int64) = (0, 0)
  private(set) var threads: Set<UInt> = []

  init(patience: Int) { self.patience = patience }

  var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  static let poll: Call.Poll = { context, done, total in
    guard let context else { return 1 }
    let stop = Unmanaged<Stop>.fromOpaque(context).takeUnretainedValue()
    stop.asked += 1
    stop.last = (done, total)
    stop.threads.insert(UInt(pthread_self()))
    return stop.asked >= stop.patience ? 1 : 0
  }
}
