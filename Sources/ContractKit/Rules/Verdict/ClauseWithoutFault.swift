extension Rule {
  static let clauseWithoutFault = Rule(
    "clause-without-fault", .verdict, .error,
    reason: "a clause that has no killed fault of its own has not been seen to be tested",
    details: """
      For each clause that judged falsifiers of its contract bind, one of them must have killed a mutant that \
      `faults:` lists for the clause. Mutants that return a constant do not count, nor does one that is the only one \
      of another clause: a mutant that shows one claim to be tested does not show two.
      """)
}
