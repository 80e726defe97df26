import CShipped
import ContractKit

/// Files that `pv` has with it, so that a library can be tried wherever it stands.
package enum ShippedFiles {
  /// The bytes by the path from this package's root.
  static let bytes: [String: [UInt8]] = {
    let all = (0..<cs_file_count()).map(cs_file_at)
    return Dictionary(
      uniqueKeysWithValues: all.map {
        (String(cString: $0.path), Array(UnsafeBufferPointer(start: $0.bytes, count: $0.count)))
      })
  }()

  /// What tells them from those of another `pv`.
  static let digest = Digest(
    of: bytes.sorted { Files.utf8Order($0.key, $1.key) }.flatMap { Array("\(Digest(of: $0.value))  \($0.key)\n".utf8) })

  /// A file by the end of its path, such as its name.
  static func file(endingIn name: String) -> (path: String, bytes: [UInt8])? {
    bytes.first { $0.key == name || $0.key.hasSuffix("/\(name)") }.map { ($0.key, $0.value) }
  }

  /// The header that libraries are compiled with.
  package static var header: String { String(decoding: file(endingIn: "pv_kernels.h")?.bytes ?? [], as: UTF8.self) }

  /// The header by which programs in C and C++ record.
  package static var recordHeader: String {
    String(decoding: file(endingIn: "pv_record.h")?.bytes ?? [], as: UTF8.self)
  }

  /// The exact cases of a falsifier.
  static func exactCases(of falsifier: String) -> [UInt8] { file(endingIn: "\(falsifier).jsonl")?.bytes ?? [] }

  /// A contract, read from a folder or, without one, as it was when this `pv` was built.
  ///
  /// - Throws: `ConformanceError.contract`.
  static func contract(_ id: String, in folder: String?) throws -> (contract: Contract, sha256: Digest) {
    let file: ContractFile
    let content: [UInt8]
    if let folder {
      let path = "\(folder)/\(id).yaml"
      do { content = try Files.read(path, followsLinks: true, limit: 4 << 20).bytes } catch {
        throw ConformanceError.contract(
          path, reason: "it cannot be read; without --contracts, those built into pv are used")
      }
      file = ContractFile(path: path, bytes: content)
    } else {
      guard let own = self.file(endingIn: "\(id).yaml") else {
        throw ConformanceError.contract(id, reason: "this pv has no such contract built in")
      }
      content = own.bytes
      file = ContractFile(path: own.path, bytes: content)
    }
    guard let contract = file.contract else {
      throw ConformanceError.contract(file.path, reason: file.diagnostics.first?.message ?? "it is no contract")
    }
    return (contract, Digest(of: content))
  }
}
