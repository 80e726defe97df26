extension CheckedRule {
  static let testNotFound = Rule(
    "test-not-found", .contract, .strict,
    reason: "a test filter that matches no test runs nothing, and still succeeds",
    details: """
      The test is looked for as `func METHOD` in Tests/MODULE/**/CLASS.swift of the contract's package.
      """,
    failing: .falsifier(["test": "⟪Falsifiers.FalsifySoftmax/testFalsifySM01⟫"]),
    passing: .falsifier()
  ).inContract { context in
    guard context.contract.isStrict, let package = context.package, package.isSwift else { return [] }
    // By the file or the folder that lacks the name.
    var searches: [String: NameSearch] = [:]
    return context.falsifiers.compactMap { falsifier, _ in
      guard !falsifier.isRecorded, let test = falsifier.test, let name = TestReference(test.value) else { return nil }
      switch package.lookUp(name) {
      case .found: return nil
      case .noModule(let modules):
        return Finding(
          test.range, "the package has no folder Tests/\(name.module)",
          help: searches["Tests", default: NameSearch(modules)].help(for: name.module)
            ?? "a test's name is MODULE.CLASS/METHOD, and its file Tests/MODULE/**/CLASS.swift")
      case .noFile(let names):
        return Finding(
          test.range, "there is no \(name.className).swift below Tests/\(name.module)",
          help: searches[name.module, default: NameSearch(names)].nearest(to: name.className).map {
            "did you mean `\($0)`?"
          } ?? "a test class is looked for in the file of its name")
      case .noMethod(let file, let methods):
        return Finding(
          test.range, "\(file) does not declare `\(name.method)`",
          help: searches[file, default: NameSearch(methods)].help(for: name.method)
            ?? "declare it there, or name one of the tests that it declares")
      }
    }
  }
}
