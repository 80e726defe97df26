/// A condition that a project declares under `variations:` of pv.yaml: a path of its kernels that can be
/// forced, or a library that falsifiers use.
public struct ProjectVariation: Equatable, Sendable {
  /// How it is asked for.
  public var name: String
  /// What differs, in a few words.
  public var summary: String
  /// Added to the environment of the tests.
  public var environment: [String: String]
  /// The path of the kernels that it forces, as contracts name it under `variants:`; nil where it forces none.
  package var forces: String?
  /// The architectures that it is for, as `uname -m` names them; all where none is named.
  package var architectures: [String]
  /// What the processor must have, as the system names it; blanks and underscores do not matter.
  public var needs: [String]
  /// The test, as `MODULE.CLASS/METHOD`, that writes what the variation must move to the file that PV_PROBE names; nil
  /// where there is nothing to show.
  package var moves: String?

  /// A condition of a project.
  public init(
    name: String, summary: String = "", environment: [String: String] = [:], forces: String? = nil,
    architectures: [String] = [], needs: [String] = [], moves: String? = nil
  ) {
    self.name = name
    self.summary = summary
    self.environment = environment
    self.forces = forces
    self.architectures = architectures
    self.needs = needs
    self.moves = moves
  }

  /// A name of a processor's feature as such names are compared.
  package static func plain(_ name: String) -> String { name.lowercased().filter { $0 != "_" } }

  /// Whether it means anything on such a processor.
  package func isFor(_ architecture: String) -> Bool { architectures.isEmpty || architectures.contains(architecture) }

  /// Why a processor cannot run it; nil where it can.
  package func obstacle(features: Set<String>) -> String? {
    let lacking = needs.filter { !features.contains(Self.plain($0)) }
    return lacking.isEmpty ? nil : "this processor lacks \(lacking.joined(separator: ", "))"
  }
}

extension [ProjectVariation] {
  /// The paths of the kernels that a processor can run, in the order of the file.
  package func forced(architecture: String, features: Set<String>) -> [String] {
    compactMap { $0.isFor(architecture) && $0.obstacle(features: features) == nil ? $0.forces : nil }
  }

  /// The variables of the environment that any of them sets.
  package var variables: Set<String> { Set(flatMap(\.environment.keys)) }
}
