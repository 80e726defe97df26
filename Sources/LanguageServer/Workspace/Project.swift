#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import ContractKit

/// A project of the workspace: its settings, and its contracts as they are now.
final class Project {
  /// The folder with pv.yaml, or with the folder `contracts`.
  let root: String
  /// Its settings, where it has some.
  let settings: ProjectFile?
  /// Its contracts, judged.
  let live: LiveValidation
  private let confinement: Confinement
  /// The files and folders that are judged.
  private let judged: [String]
  /// What the files on disk were when they were read.
  private var stamps: [String: Stamp] = [:]
  private var besideStamps: [String: Stamp] = [:]

  /// Reads and judges a project.
  ///
  /// - Parameter open: the bytes of the texts that stand in the place of files.
  init(root: String, _ confinement: Confinement, open: [String: [UInt8]]) {
    (self.root, self.confinement) = (root, confinement)
    let path = PathText.join(root, SettingsFile.name)
    settings = (open[path] ?? confinement.bytes(of: path)).map { ProjectFile(path: path, bytes: $0) }
    var filter = FindingFilter(project: settings)
    // What it names may lie elsewhere.
    if let named = settings?.settings.baseline.map({ PathText.absolute(PathText.join(root, $0)) }),
      confinement.contains(named)
    {
      filter.baseline = .load(path: named)
    }
    let own =
      Self.hasOwnContracts(root)
      ? ["contracts", InvestigationFolder.name].map { PathText.join(root, $0) } : [root]
    judged = (settings?.judgedPaths ?? own).map { PathText.absolute($0) }.filter(confinement.contains)
    live = LiveValidation(filter: filter, below: confinement.folders, today: .today())
    rescan(open: open)
  }

  private static func hasOwnContracts(_ root: String) -> Bool { Files.isFolder(PathText.join(root, "contracts")) }

  /// Whether a file is, or would be, one of its contracts.
  func covers(_ path: String) -> Bool {
    guard path.hasSuffix(".yaml") || path.hasSuffix(".yml"), !path.hasSuffix("/\(SettingsFile.name)") else {
      return false
    }
    if judged.contains(path) { return true }
    guard judged.contains(where: { path.hasPrefix($0 + "/") }) else { return false }
    return settings?.exclusion.applied(to: [path]).isEmpty == false || settings == nil
  }

  /// Reads what is not on disk as it was when it was read, and what is open.
  func rescan(open: [String: [UInt8]]) {
    let there = judged.filter { Files.kind(of: $0) != nil }
    let found = ContractInputs(paths: there, project: settings).files.map(\.path)
    let known = Set(found)
    let all = known.union(open.keys.filter(covers))
    read(all.union(stamps.keys), &stamps, open) { live.read($0, $1) }
    // Contracts that are left out of the judgment can be named.
    let folders =
      there + ["contracts", InvestigationFolder.name].map { PathText.join(root, $0) }.filter(Files.isFolder)
    let others = ContractInputs(paths: folders).files.map(\.path).filter { !all.contains($0) }
    let beside = Set(others).union(besideStamps.keys.filter { !all.contains($0) })
    read(beside, &besideStamps, open) { live.readBeside($0, $1) }
    let judgedNow = besideStamps.keys.filter(all.contains)
    if !judgedNow.isEmpty {
      live.readBeside(judgedNow) { _ in .absent }
      for path in judgedNow { besideStamps[path] = nil }
    }
  }

  /// Reads a file that is open, or was closed.
  func read(_ path: String, open: [String: [UInt8]]) {
    guard covers(path) else { return }
    stamps[path] = open[path] == nil ? Stamp(path) : .open
    let confinement = confinement
    live.read([path]) { path in open[path].map { .text($0) } ?? confinement.content(of: path) }
  }

  private func read(
    _ paths: Set<String>, _ stamps: inout [String: Stamp], _ open: [String: [UInt8]],
    _ read: ([String], @escaping @Sendable (String) -> LiveValidation.Content) -> Void
  ) {
    var moved: [String] = []
    for path in paths {
      let stamp = open[path] != nil ? Stamp.open : Stamp(path)
      // What is open is told by its changes.
      if stamps[path] != stamp {
        stamps[path] = stamp
        moved.append(path)
      }
    }
    let confinement = confinement
    read(moved.sorted(by: Files.utf8Order)) { path in open[path].map { .text($0) } ?? confinement.content(of: path) }
  }

  /// What tells whether a file on disk is the one that was read.
  private enum Stamp: Equatable {
    /// It is open in an editor.
    case open
    case file(inode: UInt64, size: Int, seconds: Int, nanoseconds: Int)

    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      #if canImport(Glibc)
        let time = status.st_mtim
      #else
        let time = status.st_mtimespec
      #endif
      self = .file(
        inode: UInt64(status.st_ino), size: Int(status.st_size), seconds: Int(time.tv_sec),
        nanoseconds: Int(time.tv_nsec))
    }
  }
}
