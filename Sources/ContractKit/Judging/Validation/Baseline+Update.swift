extension Baseline {
  /// Puts the findings of a judgment in place of the entries of the files that were judged.
  public mutating func update(_ validation: Validation) {
    update(
      with: validation.diagnostics + validation.suppressed.filter { $0.origin == .baseline }.map(\.diagnostic),
      in: validation.files.map(\.path), validation.sources)
  }
}
