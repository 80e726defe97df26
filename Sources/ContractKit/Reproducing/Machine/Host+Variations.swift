/// Which of a project's variations the machine at hand can run.
extension [ProjectVariation] {
  /// Those that this machine can run.
  package var forcedHere: [String] { forced(architecture: Host.architecture, features: Host.features) }

  /// Those that this kind of processor can have, and this machine has not.
  package var lackedHere: [String] {
    compactMap { $0.isFor(Host.architecture) && $0.obstacle(features: Host.features) != nil ? $0.forces : nil }
  }
}

extension Variation {
  /// All there are on this machine, the cheapest first; those that it lacks the means for say so.
  ///
  /// - Parameters:
  ///   - project: what the project declares.
  ///   - hasTool: whether a program is on PATH.
  public static func all(_ project: [ProjectVariation], hasTool: (String) -> Bool) -> [Variation] {
    all(project, architecture: Host.architecture, features: Host.features, hasTool: hasTool)
  }
}
