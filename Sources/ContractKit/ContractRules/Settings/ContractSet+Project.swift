extension ContractInputs {
  /// Finds the contracts of a project.
  ///
  /// - Parameter project: it says which files are left out below folders, and what contracts can name; nil where there is
  ///   none. A file that is named is there.
  public init(paths: [String], project: ProjectFile?) {
    self.init(paths: paths, exclusion: project?.exclusion, terms: project?.settings.terms ?? .builtIn)
  }
}

extension ContractSet {
  /// Reads the contracts of a project.
  ///
  /// - Parameters:
  ///   - project: as for `ContractInputs`.
  ///   - progress: told now and then, by any thread, how many files of all have been read.
  package static func load(
    paths: [String], project: ProjectFile?, progress: (@Sendable (_ done: Int, _ all: Int) -> Void)? = nil
  ) -> ContractSet {
    ContractSet(ContractInputs(paths: paths, project: project), progress: progress)
  }
}
