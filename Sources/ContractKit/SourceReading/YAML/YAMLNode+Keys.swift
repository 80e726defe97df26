extension YAMLNode {
  /// Whether a key is absent, null, empty, or nothing but blanks.
  package func isBlank(_ key: String) -> Bool {
    guard let value = tree.value(key, of: position) else { return true }
    return tree.isBlank(value)
  }

  /// The id of an entry for a message.
  package var quotedID: String { self["id"]?.text.map { "`\($0)`" } ?? "without an id" }

  /// Whether the key itself is there, with whatever value.
  package func has(_ key: String) -> Bool { entry(key) != nil }
}
