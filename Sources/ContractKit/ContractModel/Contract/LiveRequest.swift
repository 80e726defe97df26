/// Which files of weights a run asks for: names with commas between, as contracts write them under `needs`.
///
/// What needs other weights is not run, and its evidence stands as it is. Nothing is asked for by an empty text.
public struct LiveRequest: Equatable, Sendable {
  /// The variable of the environment that holds the names.
  public static let variable = "PV_LIVE"
  /// The names, blanks around them left out.
  public let names: Set<String>

  /// The request that a text spells; nil asks for nothing.
  public init(_ text: String?) {
    names = Set(
      (text ?? "").split(separator: ",").map { name in
        String(name.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
      }.filter { !$0.isEmpty })
  }

  /// Whether everything that a falsifier needs is asked for; always so where it needs no weights.
  public func asks(for falsifier: Falsifier) -> Bool {
    falsifier.weights.allSatisfy { names.contains($0.name.value) }
  }

  /// The names that no falsifier needs, sorted: with one of them a run would not do what was meant.
  public func unknown(to contracts: [Contract]) -> [String] {
    names.subtracting(Self.known(to: contracts)).sorted(by: Files.utf8Order)
  }

  /// The names of all weights that falsifiers need, sorted.
  package static func known(to contracts: [Contract]) -> [String] {
    Set(contracts.flatMap(\.falsifiers).flatMap(\.weights).map(\.name.value)).sorted(by: Files.utf8Order)
  }
}
