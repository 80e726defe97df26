/// The rules about what `pv` was asked to look at.
enum CommandRules {
  static let all: [Rule] = [
    .noContracts,
    .pathNotFound,
  ]
}

extension Rule {
  static let noContracts = Rule(
    "no-contracts", .command, .error,
    reason: "nothing judged is not the same as nothing wrong")

  static let pathNotFound = Rule(
    "path-not-found", .command, .error,
    reason: "a path that does not exist was meant to be judged, and was not")
}
