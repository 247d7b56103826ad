import Foundation
import Vlasov

/// Rows of parameters from a CSV file with a header of parameter names, read in pieces.
struct ParameterFile {
  let path: String
  /// The header.
  let names: [String]
  /// The number of rows, unknown for standard input.
  let count: Int?
  private var reader: CSVReader
  private let descriptor: Int32

  var name: String { Self.name(path) }
  private static func name(_ path: String) -> String { path == "-" ? "standard input" : path }

  /// Opens the file and reads its header. A regular file is read through once, so that a malformed line is
  /// known before anything is computed.
  ///
  /// - Parameters:
  ///   - output: the output that the rows are for.
  ///   - shared: parameters given on the command line, for every row.
  init(_ path: String, _ record: Record, output: String, shared: [(name: String, text: String)]) throws {
    self.path = path
    descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw InputError(parameter: "--from", value: path, "cannot read \(path): \(POSIXFailure(code: errno))")
    }
    reader = CSVReader(descriptor, name: Self.name(path))
    names = try Self.header(&reader, record, shared.map(\.name))
    try record.require(names, output: output, shared: shared)
    var info = stat()
    guard path != "-", fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
      count = nil
      return
    }
    var rows = 0
    while let row = try reader.row() {
      try Self.matches(row, names, path)
      rows += 1
    }
    count = rows
    lseek(descriptor, 0, SEEK_SET)
    reader = CSVReader(descriptor, name: path)
    _ = try reader.row()
  }

  private static func header(_ reader: inout CSVReader, _ record: Record, _ shared: [String]) throws
    -> [String]
  {
    guard let row = try reader.row() else { throw reader.failure("no header of parameter names") }
    let names = row.fields.map { $0.trimmingCharacters(in: .whitespaces) }
    for (k, name) in names.enumerated() {
      guard record.parameter(name) != nil else {
        let known = record.parameters.map(\.name).joined(separator: ", ")
        throw InputError(
          parameter: name, domain: known,
          "unknown parameter \(name) in the header: \(record.id) has the parameters \(known)")
      }
      if names[..<k].contains(name) || shared.contains(name) {
        throw InputError(parameter: name, "parameter \(name) is given more than once")
      }
    }
    return names
  }

  private static func matches(_ row: CSVReader.Row, _ names: [String], _ path: String) throws {
    guard row.fields.count != names.count else { return }
    throw CSVReader.failure(
      name(path), row.line, "\(row.fields.count) fields instead of \(names.count)")
  }

  /// Up to `limit` more rows; an empty field leaves its parameter out.
  mutating func rows(_ limit: Int) throws -> [[(name: String, text: String)]] {
    var rows: [[(name: String, text: String)]] = []
    while rows.count < limit, let row = try reader.row() {
      try Self.matches(row, names, path)
      rows.append(
        zip(names, row.fields).compactMap { name, field in
          field.allSatisfy(\.isWhitespace) ? nil : (name, field)
        })
    }
    return rows
  }
}

extension ParameterSpec {
  /// Whether an output takes the parameter.
  func isTaken(by output: String) -> Bool {
    !onlyForCheck && ((requiredBy?.contains(output) ?? true) || (acceptedBy?.contains(output) ?? true))
  }

  /// Whether an output cannot do without a text for the parameter.
  func isNeeded(by output: String) -> Bool {
    !onlyForCheck && defaultText == nil && (requiredBy?.contains(output) ?? true)
  }
}

extension Record {
  /// Decides before any row is computed that the names fit the output, and reads the shared values.
  fileprivate func require(_ names: [String], output: String, shared: [(name: String, text: String)]) throws {
    for (name, text) in shared {
      // An unknown name is reported as for one evaluation.
      guard let spec = parameter(name) else {
        _ = try arguments([(name, text)], output: output)
        continue
      }
      _ = try spec.read(text)
    }
    let given = names + shared.map(\.name)
    for (k, name) in given.enumerated() where given[..<k].contains(name) {
      throw InputError(parameter: name, "parameter \(name) is given more than once")
    }
    for spec in parameters {
      if given.contains(spec.name), !spec.isTaken(by: output) {
        throw InputError(
          parameter: spec.name, "parameter \(spec.name) does not go with output=\(output) of \(id)")
      }
      if !given.contains(spec.name), spec.isNeeded(by: output) {
        throw InputError(
          parameter: spec.name, domain: spec.domainText,
          "missing parameter \(spec.name) of \(id) (\(spec.summary); \(spec.domainText))")
      }
    }
  }
}
