/// The links of the chain from reference to evidence, one by one.
struct CoverageChain {
  private let verification: Verification
  private let package: PackageSources
  private let bound: [String: [Verification.Entry]]

  init(_ verification: Verification, package: PackageSources) {
    self.verification = verification
    self.package = package
    var bound: [String: [Verification.Entry]] = [:]
    for entry in verification.entries {
      for clause in entry.falsifier.clauses {
        bound[clause.qualified(in: entry.contract.id), default: []].append(entry)
      }
    }
    self.bound = bound
  }

  private var contracts: [Contract] { verification.contracts }

  private func link(
    _ key: String, _ title: String, total: Int, justified: Int = 0, _ holes: [CoverageLink.Hole],
    reasons: [CoverageLink.Hole] = []
  ) -> CoverageLink {
    CoverageLink(key: key, title: title, total: total, justified: justified, reasons: reasons, holes: holes)
  }

  // MARK: Towards evidence

  var referenceToEquation: CoverageLink {
    var holes: [CoverageLink.Hole] = []
    for contract in contracts {
      let cited = Set(contract.equations.flatMap(\.references).map(\.value))
      for reference in contract.metadata.references where !cited.contains(reference.id?.value ?? "") {
        holes.append(
          .init(
            subject: "\(contract.id)#\(reference.id?.value ?? String(reference.text.value.prefix(40)))",
            message: reference.id == nil ? "has no id, so no equation can cite it" : "no equation cites it",
            path: contract.path, range: (reference.id ?? reference.text).range))
      }
    }
    return link(
      "reference_equation", "references that an equation cites",
      total: contracts.reduce(0) { $0 + $1.metadata.references.count }, holes)
  }

  var equationToInvariant: CoverageLink {
    equations("equation_invariant", "equations with an invariant", "has no invariant") { !$0.invariants.isEmpty }
  }

  var clauseToFalsifier: CoverageLink {
    var justified = 0
    var holes: [CoverageLink.Hole] = []
    for contract in contracts {
      let excused = Set(contract.unjustifiedClauses.map(\.reference))
      for clause in contract.clauses where bound[clause.qualified(in: contract.id)] == nil {
        guard excused.contains(clause) else {
          justified += 1
          continue
        }
        holes.append(
          .init(
            subject: clause.qualified(in: contract.id), message: "no falsifier binds it", path: contract.path,
            range: contract.unjustifiedClauses.first { $0.reference == clause }?.range))
      }
    }
    return link(
      "clause_falsifier", "equations and invariants that a falsifier binds", total: verification.clauseCount,
      justified: justified, holes)
  }

  var falsifierToTest: CoverageLink {
    falsifiers("falsifier_test", "falsifiers whose test is in the sources", verification.entries) { entry in
      // The key begins at what `run` names: without it there is none.
      if entry.falsifier.isRecorded { return entry.key == nil ? "what it runs is not in the sources" : nil }
      guard let test = entry.falsifier.test else { return "names no test" }
      guard let reference = TestReference(test.value), package.lookUp(reference) == .found else {
        return "its test \(test.value) is not in the sources"
      }
      return nil
    }
  }

  func testToEvidence(_ folder: String) -> CoverageLink {
    falsifiers("test_evidence", "tests with fresh evidence", verification.entries.filter { $0.falsifier.runner != nil })
    {
      entry in
      guard !entry.verdict.isJudged else { return nil }
      return entry.verdict.reasons.first?.description ?? "no evidence"
    }
  }

  /// Each impostor of each array of each judged falsifier.
  var checkToImpostor: CoverageLink {
    var (total, reasons, holes) = (0, [CoverageLink.Hole](), [CoverageLink.Hole]())
    for entry in verification.entries {
      for result in entry.verdict.impostors where !result.isNotApplicable {
        total += 1
        guard result.outcome == .passes || result.outcome == .didNotRun else { continue }
        func hole(_ message: String) -> CoverageLink.Hole {
          CoverageLink.Hole(
            subject: entry.falsifier.id.value, message: message, path: entry.contract.path,
            range: entry.falsifier.id.range)
        }
        let place = result.array.map { " of \($0)" } ?? ""
        if let reason = result.reason {
          reasons.append(hole("blind to \(result.name.rawValue)\(place): \(reason)"))
        } else {
          holes.append(hole("\(Verdict.Reason(result))"))
        }
      }
    }
    return link(
      "check_impostor", "wrong arrays that a check sees", total: total, justified: reasons.count, holes,
      reasons: reasons)
  }

  // MARK: Back

  func evidenceToFalsifier(_ folder: String) -> CoverageLink {
    let known = Set(
      verification.entries.map { EvidenceFile.relativePath(contract: $0.contract.id, falsifier: $0.falsifier.id.value) }
    )
    let files = FileWalk.files(below: folder, extensions: ["json"]).files
    return link(
      "evidence_falsifier", "evidence files that belong to a falsifier", total: files.count,
      files.filter { !known.contains(String($0.dropFirst(folder.count + 1))) }.map {
        .init(subject: $0, message: "this evidence belongs to no falsifier of the contracts", path: $0, range: nil)
      })
  }

  /// Tests are falsifiers where their name says so.
  var testToFalsifier: CoverageLink {
    let named = Set(verification.entries.compactMap { $0.falsifier.test?.value })
    var total = 0
    var holes: [CoverageLink.Hole] = []
    for file in package.testFiles {
      let path = "Tests/\(file).swift"
      guard let bytes = try? Files.read(PathText.join(package.root, path), limit: YAMLLimits.bytes) else { continue }
      let parts = file.split(separator: "/").map(String.init)
      for method in PackageSources.methods(in: String(decoding: bytes, as: UTF8.self))
      where method.hasPrefix("testFalsify") {
        total += 1
        let test = "\(parts[0]).\(parts[parts.count - 1])/\(method)"
        guard !named.contains(test) else { continue }
        holes.append(.init(subject: test, message: "no falsifier names this test", path: path, range: nil))
      }
    }
    return link("test_falsifier", "tests named testFalsify... that a falsifier names", total: total, holes)
  }

  var falsifierToClause: CoverageLink {
    falsifiers("falsifier_clause", "falsifiers all of whose bindings name a clause", verification.entries) { entry in
      guard !entry.falsifier.bindsTo.isEmpty else { return "binds nothing" }
      let lost = entry.falsifier.bindsTo.first { text in
        guard let clause = ClauseReference(text.value) else { return true }
        return verification.set.index.clause(clause, from: entry.contract) == nil
      }
      return lost.map { "binds \($0.value), which is not a clause" }
    }
  }

  /// By nesting: every invariant stands in its equation; one whose equation has no formula is about nothing.
  var invariantToEquation: CoverageLink {
    var holes: [CoverageLink.Hole] = []
    for contract in contracts {
      for equation in contract.equations where equation.formula == nil {
        holes += equation.invariants.map { invariant in
          let clause = ClauseReference(equation: equation.id.value, invariant: invariant.id.value)
          return .init(
            subject: clause.qualified(in: contract.id), message: "its equation has no formula", path: contract.path,
            range: invariant.id.range)
        }
      }
    }
    let total = contracts.reduce(0) { $0 + $1.equations.reduce(0) { $0 + $1.invariants.count } }
    return link("invariant_equation", "invariants of an equation with a formula", total: total, holes)
  }

  var equationToReference: CoverageLink {
    equations("equation_reference", "equations that cite a reference", "cites no reference") { !$0.references.isEmpty }
  }

  // MARK: Through the chain

  /// Clauses that some falsifier with a test that is there binds, with fresh evidence.
  var reachedClauses: Int {
    contracts.reduce(0) { sum, contract in
      sum
        + contract.clauses.count { clause in
          (bound[clause.qualified(in: contract.id)] ?? []).contains { entry in
            entry.verdict.isJudged
              && (entry.falsifier.isRecorded
                || entry.falsifier.test.flatMap { TestReference($0.value) }.map { package.lookUp($0) == .found }
                  ?? false)
          }
        }
    }
  }

  private func equations(
    _ key: String, _ title: String, _ message: String, where isLinked: (Equation) -> Bool
  ) -> CoverageLink {
    link(
      key, title, total: contracts.reduce(0) { $0 + $1.equations.count },
      contracts.flatMap { contract in
        contract.equations.filter { !isLinked($0) }.map {
          .init(
            subject: "\(contract.id)#\($0.id.value)", message: message, path: contract.path, range: $0.id.range)
        }
      })
  }

  private func falsifiers(
    _ key: String, _ title: String, _ entries: [Verification.Entry], problem: (Verification.Entry) -> String?
  ) -> CoverageLink {
    link(
      key, title, total: entries.count,
      entries.compactMap { entry in
        problem(entry).map {
          .init(
            subject: entry.falsifier.id.value, message: $0, path: entry.contract.path, range: entry.falsifier.id.range)
        }
      })
  }
}
