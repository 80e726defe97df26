import ContractKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The files of a commit in a temporary folder, as a checkout of it would have them.
///
/// Repository, index and working tree are left as they are. Files of submodules are not part of a commit.
struct CommittedTree {
  /// The digest of the commit.
  let commit: String
  /// The folder with the files.
  private let folder: String
  /// The root of the repository.
  private let repository: String

  /// Writes the files of a commit of the repository around the current folder.
  ///
  /// - Throws: exit code 2 where git knows neither the repository nor the commit, or there is no room for the files.
  init(_ reference: GitReference) throws {
    let current = Files.currentFolder
    commit = try reference.commit(in: current, instead: "--at needs one")
    repository = try GitReference.root(of: current)
    folder = try Self.temporaryFolder()
    do {
      // An index of its own: git would otherwise write into that of the working tree.
      let git = ["env", "GIT_INDEX_FILE=\(folder)/\(Self.index)", "git"]
      _ = try GitReference.output(git + ["read-tree", commit], in: repository)
      _ = try GitReference.output(
        git + ["checkout-index", "--all", "--prefix=\(folder)/\(Self.files)/"], in: repository)
      try Files.makeFolder("\(folder)/\(Self.files)")
    } catch {
      remove()
      throw error
    }
  }

  private static let index = "index"
  private static let files = "files"

  /// The root of the files, links resolved.
  var root: String { "\(folder)/\(Self.files)" }

  /// Makes the folder that stands where the current one does in the working tree the current one, so that paths are read and
  /// shown as if the commit were checked out.
  ///
  /// - Throws: exit code 2 where the commit has no such folder.
  func enter() throws {
    let below = PathText.shown(GivenPath.resolved(Files.currentFolder) ?? Files.currentFolder, from: repository)
    guard chdir(below == "." ? root : PathText.join(root, below)) == 0 else {
      throw Failure.nothingJudged("commit \(commit.prefix(12)) has no folder \(below)")
    }
  }

  /// Where a path of the working tree stands in the commit; a path outside of it stays what it is.
  func place(of path: String) -> String {
    guard path.hasPrefix("/") else { return path }
    let real = GivenPath.resolved(path) ?? path
    guard GivenPath.isBelow(real, repository) else { return path }
    return real == repository ? root : PathText.join(root, PathText.shown(real, from: repository))
  }

  /// Removes the files.
  func remove() { try? Files.remove(folder) }

  private static func temporaryFolder() throws -> String {
    let base = Surroundings.variables["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var name = Array(PathText.join(base, "pv-at-XXXXXX").utf8CString)
    guard mkdtemp(&name) != nil else {
      throw Failure.nothingJudged("no folder can be made in \(base): \(String(cString: strerror(errno)))")
    }
    let path = name.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    return GivenPath.resolved(path) ?? path
  }
}
