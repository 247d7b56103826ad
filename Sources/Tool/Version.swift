/// The version of the tool and of the answers' provenance.
enum Version {
  static let current = "0.1.0"
}
