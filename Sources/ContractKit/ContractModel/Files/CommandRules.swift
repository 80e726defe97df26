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
    reason: "if no contract was found, nothing was judged, which is not the same as nothing being wrong")

  package static let pathNotFound = Rule(
    "path-not-found", .command, .error,
    reason: "something that was meant to be judged was not, because its path does not exist")
}
