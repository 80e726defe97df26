import BigInt

extension Domain {
  /// What a domain asks for and evidence does not have, one sentence each.
  ///
  /// - Parameters:
  ///   - isExact: nothing may have been drawn then.
  ///   - weights: digests of inputs that are weights, which the falsifier needs and no domain describes.
  package func unmet(by evidence: Evidence, isExact: Bool, weights: Set<String>) -> [String] {
    var unmet: [String] = []
    var known: Set<String> = []
    for (name, input) in inputs where known.insert(name.value).inserted {
      guard let found = evidence.inputs.first(where: { $0.name == name.value }) else {
        unmet.append("the input \(name.value) of the domain was not tried")
        continue
      }
      unmet += input.unmet(by: found).map { "the input \(name.value) \($0)" }
    }
    for found in evidence.inputs where !weights.contains(found.sha256.description) {
      unmet += found.contradictions.map { "the input \(found.name) \($0)" }
      if !known.contains(found.name) { unmet.append("the input \(found.name) is not in the domain") }
      if isExact, found.seed != nil {
        unmet.append("the input \(found.name) is drawn, but `exact` says that nothing is")
      }
    }
    for (name, extent) in outputs {
      guard let found = evidence.outputs.first(where: { $0.name == name.value }) else {
        unmet.append("the output \(name.value) of the domain was not recorded")
        continue
      }
      unmet += extent.value.unmet(by: found.dtype, found.shape).map { "the output \(name.value) \($0)" }
    }
    for (name, extent) in over {
      guard let measurement = evidence.measurements[name.value] else { continue }
      if !extent.value.isMet(by: measurement.over ?? "") {
        unmet.append(
          "\(name.value) was taken over \(measurement.over ?? "nothing"), but the domain asks for \(extent.value)")
      }
    }
    return unmet
  }
}

extension Domain.Input {
  fileprivate func unmet(by found: Evidence.Input) -> [String] {
    var unmet: [String] = []
    if let cases, found.cases < cases.value {
      unmet.append("has \(found.cases) cases, but the domain asks for \(cases.value)")
    }
    if let over { unmet += over.value.unmet(by: found.dtype, found.shape) }
    if let shape, found.shape != shape {
      unmet.append("has the shape \(found.shape), but the domain asks for \(shape)")
    }
    unmet += corners.filter { (found.corners[$0.value] ?? 0) <= 0 }.map { "has no case in the corner \($0.value)" }
    unmet += classes.filter { (found.classes[$0.value] ?? 0) <= 0 }.map { "has no element of the class \($0.value)" }
    return unmet
  }
}

extension Evidence.Input {
  /// What it says of itself that cannot be: the recorder has counted the elements by their class, and the falsifier has
  /// named shape, cases and corners.
  fileprivate var contradictions: [String] {
    let counted = classes.values.reduce(BigInt(0)) { $0 + BigInt($1) }
    let said = shape.reduce(BigInt(1)) { $0 * BigInt($1) }
    return (counted == said ? [] : ["has \(counted) elements, but its shape \(shape) has \(said)"])
      + corners.filter { $0.value > cases }.keys.sorted(by: Files.utf8Order).map {
        "has \(cases) cases, but \(corners[$0]!) of them in the corner \($0)"
      }
  }
}

extension Domain.Extent {
  fileprivate func unmet(by dtype: String, _ shape: [Int]) -> [String] {
    let count = shape.reduce(BigInt(1)) { $0 * BigInt($1) }
    guard dtype == self.dtype, count >= elements else {
      return ["holds \(count) \(dtype), but the domain asks for \(self)"]
    }
    return []
  }

  /// Whether the first `N DTYPE` in what a measurement was taken over, such as `top 5 of 340 f32`, is enough.
  fileprivate func isMet(by over: String) -> Bool {
    let words = over.split(omittingEmptySubsequences: false) { " ()".contains($0) }
    let first = zip(words, words.dropFirst()).lazy.compactMap { Self("\($0) \($1)") }.first
    return first.map { $0.dtype == dtype && $0.elements >= elements } ?? false
  }
}
