import Foundation

/// Bytes of a file or of standard input, read in blocks.
///
/// Read and not mapped: a file that shrinks while it is read is then a short file and not a crash.
final class ByteSource {
  /// The name in messages.
  let name: String
  private let descriptor: Int32
  /// The size of a regular file.
  let size: Int?

  /// - Parameter path: `-` is standard input.
  /// - Throws: `SampleError` when there is no such file, or it is a folder.
  init(_ path: String) throws {
    name = path == "-" ? "standard input" : path
    descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(path, errno) }
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { throw Self.failure(name, errno) }
    if info.st_mode & S_IFMT == S_IFDIR { throw Self.failure(name, EISDIR) }
    size = info.st_mode & S_IFMT == S_IFREG ? Int(info.st_size) : nil
  }

  deinit {
    if descriptor != STDIN_FILENO { close(descriptor) }
  }

  /// Reads until `buffer` holds `count` bytes or the input ends; whether it has ended.
  func fill(_ buffer: inout [UInt8], to count: Int) throws -> Bool {
    var done = buffer.count
    guard done < count else { return false }
    buffer += repeatElement(0, count: count - done)
    defer { buffer.removeLast(buffer.count - done) }
    while done < count {
      let n = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress! + done, count - done) }
      if n == 0 { return true }
      if n > 0 {
        done += n
      } else if errno != EINTR {
        throw Self.failure(name, errno)
      }
    }
    return false
  }

  private static func failure(_ name: String, _ code: Int32) -> SampleError {
    SampleError("cannot read \(name): \(String(cString: strerror(code)))")
  }
}
