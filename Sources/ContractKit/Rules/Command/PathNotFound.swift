extension Rule {
  static let pathNotFound = Rule(
    "path-not-found", .command, .error,
    reason: "a path that does not exist was meant to be judged, and was not")
}
