extension YAMLNode {
  /// Whether a key is absent, null, empty, or nothing but blanks.
  package func isBlank(_ key: String) -> Bool { tree.value(key, of: position).map(tree.isBlank) ?? true }

  /// The id of an entry for a message.
  package var quotedID: String { self["id"]?.text.map { "`\($0)`" } ?? "without an id" }

  /// Whether the key itself is there, with whatever value.
  package func has(_ key: String) -> Bool { entry(key) != nil }
}
