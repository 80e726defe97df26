#if canImport(Darwin)
  import Foundation
#else
  @_spi(_Unicode) import Swift
#endif

/// What is done to a text, or to each part of it between added tokens, before it is cut into words.
struct Normalizer: Equatable, Sendable {
  /// One change.
  enum Step: Equatable, Sendable {
    /// Unicode's composed form.
    case composed
    /// A text in front, unless there is nothing behind it.
    case prepend(String)
    /// Every occurrence of a text replaced by another.
    case replace(String, String)
  }

  var steps: [Step] = []

  /// - Complexity: O(length) a step.
  func apply(_ text: String) -> String {
    steps.reduce(text) { text, step in
      switch step {
      case .composed: Self.composed(text)
      case .prepend(let front): text.isEmpty ? text : front + text
      case .replace(let old, let new): Self.replaced(text, old, new)
      }
    }
  }

  /// Unicode's normalization form C, by the standard library's own tables: Foundation's are ICU's, 30 MB.
  private static func composed(_ text: String) -> String {
    #if canImport(Darwin)
      text.precomposedStringWithCanonicalMapping
    #else
      String(String.UnicodeScalarView(text._nfc))
    #endif
  }

  /// By bytes: Foundation's own method takes canonically equivalent texts for the same.
  private static func replaced(_ text: String, _ old: String, _ new: String) -> String {
    let (old, new) = (Array(old.utf8), Array(new.utf8))
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] == old[0], bytes[index...].starts(with: old) {
        result += new
        index += old.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
