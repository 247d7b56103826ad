import Dispatch
import Foundation
import Synchronization

/// A bar of progress on standard error, when it is a terminal and the user does not want quiet.
final class Progress: Sendable {
  private struct State {
    var done = 0
    var shownAt: UInt64 = 0
    var isShown = false
  }

  private let label: String
  private let total: Int?
  private let isOn: Bool
  private let host = CallHost.current
  private let start = DispatchTime.now().uptimeNanoseconds
  private let state = Mutex(State())
  private static let interval: UInt64 = 200_000_000

  init(_ label: String, total: Int?, quiet: Bool) {
    self.label = label
    self.total = total
    isOn = !quiet && host == nil && StandardError.isTerminal
    if let total { host?.start(total: total) }
  }

  /// Says what is running, when its progress cannot be counted.
  func announce() {
    guard isOn else { return }
    state.withLock { $0.isShown = true }
    StandardError.raw("\r\u{1B}[K\(label) ...")
  }

  func advance(by n: Int = 1) {
    host?.advance(by: n)
    guard isOn else { return }
    let now = DispatchTime.now().uptimeNanoseconds
    let line: String? = state.withLock { s in
      s.done += n
      // Short runs show nothing.
      guard now - Swift.max(s.shownAt, start) >= Self.interval else { return nil }
      (s.shownAt, s.isShown) = (now, true)
      return Self.text(label, s.done, total, seconds: Double(now - start) * 1e-9)
    }
    if let line { StandardError.raw("\r\u{1B}[K" + line) }
  }

  /// Removes the line.
  func end() {
    let wasShown = state.withLock { s in
      defer { s.isShown = false }
      return s.isShown
    }
    guard wasShown else { return }
    StandardError.raw("\r\u{1B}[K")
  }

  private static let barWidth = 20

  static func text(_ label: String, _ done: Int, _ total: Int?, seconds: Double) -> String {
    guard let total, total > 0 else { return "\(label): \(done) done" }
    let left = done > 0 ? seconds * Double(total - done) / Double(done) : 0
    let part = Double(done) / Double(total)
    let full = Swift.min(barWidth, Int(part * Double(barWidth)))
    let bar = String(repeating: "#", count: full) + String(repeating: ".", count: barWidth - full)
    let percent = Int(part * 100)
    return "\(label): [\(bar)] \(done) of \(total) (\(percent)%), about \(Int(left.rounded(.up))) s left"
  }
}
