import CMPFR
import Foundation

/// What MPFR keeps for each thread: constants, spare memory. A thread that ends does not free it by itself.
public enum ThreadCaches {
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key) { _ in mpfr_free_cache() }
    return key
  }()

  /// The caches of the calling thread go when the thread ends. Every worker that computes with balls says so first: cheap
  /// enough to be said again.
  public static func freeAtThreadEnd() {
    let key = key
    // Any value but NULL: the destructor runs for it.
    if pthread_getspecific(key) == nil { pthread_setspecific(key, UnsafeRawPointer(bitPattern: 1)) }
  }
}
