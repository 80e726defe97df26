/// Counts with their nouns.
package enum Plural {
  /// `1 error`, `2 errors`.
  package static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
  }
}
