import Foundation
import VlasovTool

/// The program's entry point.
@main
enum Launcher {
  static func main() {
    let status = Tool.run(Array(CommandLine.arguments.dropFirst()))
    exit(status)
  }
}
