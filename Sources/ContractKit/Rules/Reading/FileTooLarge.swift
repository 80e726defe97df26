extension Rule {
  static let fileTooLarge = Rule(
    "file-too-large", .reading, .error,
    reason: "a file of many megabytes is not a contract, and is refused before it costs time")
}
