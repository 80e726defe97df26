extension Verification {
  /// What rejects, a line each with its place: for commands that print something else.
  package var errorLines: [String] {
    diagnostics.filter { $0.severity == .error }.map { ConciseRenderer.line($0, TextStyle(isOn: false)) }
  }
}
