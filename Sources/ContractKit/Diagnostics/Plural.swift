/// Counts with their nouns.
enum Plural {
  /// `1 error`, `2 errors`.
  static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
  }
}
