import ContractKit
import Models

/// The folder that a program has left a recording in: `recording.json`, and arrays beside it.
///
/// Only regular files of the folder itself are read: no link, and nothing elsewhere.
final class RecordingFolder {
  let path: String
  private var known: [String: RecordedArray] = [:]
  private var tensors: [String: Tensor]?
  /// Of the file of tensors, before its head was read.
  private var mark: FileMark?

  init(path: String) { self.path = path }

  /// All that were asked for.
  var arrays: [RecordedArray] { known.keys.sorted(by: Files.utf8Order).map { known[$0]! } }

  /// The file that says what is what.
  static let manifest = "recording.json"
  /// The file of all arrays that are no files of their own.
  static let tensors = "arrays.safetensors"
  /// What `recording.json` may have.
  static let maximumManifestBytes = 4 << 20

  var manifestPath: String { "\(path)/\(Self.manifest)" }

  /// The bytes of `recording.json`.
  func manifestBytes() throws -> [UInt8] {
    let path = manifestPath
    switch Files.kind(of: path) {
    case nil:
      throw RecordingError(
        path, "the program has left none",
        help: "write it into the folder that PV_RECORDING names, last of all (docs/recordings.md)")
    case .file: break
    default:
      throw RecordingError(path, "it is not a regular file", help: "write the file itself there, not a link to it")
    }
    do { return try Files.read(path, limit: Self.maximumManifestBytes) } catch {
      throw RecordingError(path, "\(error)", help: "names and counts have at most 4 MiB; numbers go into arrays")
    }
  }

  /// An array by its name: the file `NAME` where that ends in `.npy`, or else the tensor of that name.
  ///
  /// - Throws: `RecordingError`.
  func array(_ name: String) throws -> RecordedArray {
    if let found = known[name] { return found }
    let found = try name.hasSuffix(".npy") ? file(name) : tensor(name)
    known[name] = found
    return found
  }

  private func file(_ name: String) throws -> RecordedArray {
    let isName = name.utf8.allSatisfy { byte in
      (byte | 0x20) &- 0x61 < 26 || (0x30...0x39).contains(byte) || "_-.".utf8.contains(byte)
    }
    guard isName, !name.hasPrefix("."), name.utf8.count <= 200 else {
      throw RecordingError(
        manifestPath, array: name, "it leads out of the recording's folder, or is no name of a file",
        help: "name a file of the folder itself, of letters, digits, `_`, `-` and `.`")
    }
    let path = "\(path)/\(name)"
    switch Files.kind(of: path) {
    case .file: return try RecordedArray(npy: path, name: name)
    case nil:
      throw RecordingError(manifestPath, array: name, "there is no such file", help: "write it before recording.json")
    case .link:
      throw RecordingError(path, array: name, "it is a symbolic link", help: "write the array itself into the folder")
    default: throw RecordingError(path, array: name, "it is not a regular file", help: "write the array itself")
    }
  }

  private func tensor(_ name: String) throws -> RecordedArray {
    let path = "\(path)/\(Self.tensors)"
    guard Files.kind(of: path) == .file else {
      throw RecordingError(
        manifestPath, array: name, "it does not end in .npy, and there is no file \(Self.tensors)",
        help: "write NAME.npy, or all arrays into \(Self.tensors)")
    }
    if tensors == nil {
      mark = FileMark(of: path)
      do {
        tensors = Dictionary(try SafetensorsFile(path: path).tensors.tensors.map { ($0.name, $0) }) { first, _ in first
        }
      } catch { throw RecordingError(path, "\(error)", help: "write it again") }
    }
    guard let tensor = tensors?[name] else {
      throw RecordingError(path, array: name, "there is no tensor of this name", help: "write it, or name another")
    }
    return try RecordedArray(tensor, of: path, mark)
  }
}
