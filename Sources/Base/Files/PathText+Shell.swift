extension PathText {
  /// A path as one word of a command line.
  public static func shellWord(_ path: String) -> String {
    let isPlain = path.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || [45, 46, 47, 95, 43].contains($0)
    }
    return isPlain && !path.isEmpty
      ? path : "'\(path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
  }
}
