extension Rule {
  static let noContracts = Rule(
    "no-contracts", .command, .error,
    reason: "nothing judged is not the same as nothing wrong")
}
