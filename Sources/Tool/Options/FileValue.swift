import Foundation
import Vlasov

/// The value of `name=@FILE` as text: the contents, or the JSON array that an array of numbers in a file stands for.
enum FileValue {
  /// - Throws: `InputError` for a file that cannot be read.
  static func text(_ path: String, of name: String) throws -> String {
    func fail(_ why: String) -> InputError {
      InputError(parameter: name, value: "@" + path, "\(name)=@\(path): \(why)")
    }
    if path.hasSuffix(".npy") || NumpyArray.isArray(path) {
      do {
        return try array(NumpyArray(path: path))
      } catch let error as ShapeError {
        throw fail(error.message)
      } catch {
        throw fail("\(error)")
      }
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw fail("cannot read \(path): \(reason(path))")
    }
    guard let text = String(bytes: data, encoding: .utf8) else {
      throw fail("cannot read \(path): not UTF-8 text")
    }
    guard path.hasSuffix(".csv") || path.hasSuffix(".tsv") else {
      return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    let rows = rows(text)
    guard !rows.isEmpty else { throw fail("holds no numbers") }
    return "[" + rows.map { "[" + $0.joined(separator: ",") + "]" }.joined(separator: ",") + "]"
  }

  private static func reason(_ path: String) -> String {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return "no such file" }
    return isFolder.boolValue ? "it is a folder" : "permission denied"
  }

  // MARK: Arrays of numbers

  private struct ShapeError: Error { let message: String }

  /// An array of at most three dimensions: a number, a vector, a matrix, a list of matrices.
  private static func array(_ array: NumpyArray) throws -> String {
    guard array.shape.count <= 3 else {
      let shape = array.shape.map(String.init).joined(separator: ", ")
      throw ShapeError(message: "an array of shape (\(shape)): expected at most three dimensions")
    }
    var place = 0
    func nested(_ depth: Int) -> String {
      guard depth < array.shape.count else {
        defer { place += 1 }
        let q = array.entries[place]
        return q.terminatingDecimal(maximumDigits: 20) ?? q.description
      }
      return "[" + (0..<array.shape[depth]).map { _ in nested(depth + 1) }.joined(separator: ",") + "]"
    }
    return nested(0)
  }

  /// The fields of the lines; blank lines and comments (#) are left out. Fields end at commas, or at semicolons, tabs and
  /// spaces in a file without commas.
  private static func rows(_ text: String) -> [[String]] {
    let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty && !$0.hasPrefix("#") }
    let hasCommas = lines.contains { $0.contains(",") }
    return lines.map { line in
      let fields =
        hasCommas
        ? line.split(separator: ",", omittingEmptySubsequences: false)
        : line.split { $0 == ";" || $0 == "\t" || $0 == " " }
      return fields.map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }
}
