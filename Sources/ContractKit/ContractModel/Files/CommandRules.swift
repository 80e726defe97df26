/// The rules about what `pv` was asked to look at.
package enum CommandRules {
  package static let all: [Rule] = [
    .noContracts,
    .pathNotFound,
  ]
}

extension Rule {
  package static let noContracts = Rule(
    "no-contracts", .command, .error,
    reason: "nothing judged is not the same as nothing wrong")

  package static let pathNotFound = Rule(
    "path-not-found", .command, .error,
    reason: "a path that does not exist was meant to be judged, and was not")
}
