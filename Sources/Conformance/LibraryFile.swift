import ContractKit
import Foundation

/// The file of a shared library: what it is made for, and its digest.
struct LibraryFile {
  let path: String
  let bytes: Int
  let sha256: Digest

  /// Reads the file.
  ///
  /// - Throws: `ConformanceError.library` where it is no shared library of this machine, with the way out.
  init(_ given: String) throws {
    path = PathText.absolute(given)
    func problem(_ reason: String) -> ConformanceError { .library(path: given, reason: reason) }
    switch Files.kind(of: path) {
    case .folder: throw problem("is a folder; give the shared library itself")
    case nil: throw problem("is not there")
    default: break
    }
    let data: Data
    do { data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) } catch {
      throw problem("cannot be read")
    }
    bytes = data.count
    sha256 = data.withUnsafeBytes { Digest(ofPieces: [$0]) }
    #if os(Linux)
      if let reason = Self.problem(of: [UInt8](data.prefix(20))) { throw problem(reason) }
    #endif
  }

  /// Why the beginning of a file is not that of a shared library of this machine.
  static func problem(of head: [UInt8]) -> String? {
    let make = "make one with: cc -shared -fPIC -o libmine.so mine.c"
    guard head.starts(with: [0x7f, 0x45, 0x4c, 0x46]), head.count >= 20 else {
      let what = head.starts(with: Array("!<arch>".utf8)) ? "an archive of object files" : "no ELF file"
      return "is \(what), and no shared library: \(make)"
    }
    guard head[4] == 2, head[5] == 1 else { return "is not of 64 bits, little-endian, as this machine is: \(make)" }
    let (kind, machine) = (Int(head[16]) + 256 * Int(head[17]), Int(head[18]) + 256 * Int(head[19]))
    guard kind == 3 else { return "is \(kind == 1 ? "an object file" : "a program"), and no shared library: \(make)" }
    let names = [62: "x86_64", 183: "aarch64", 243: "riscv64", 3: "i386", 40: "arm", 21: "ppc64", 22: "s390x"]
    guard names[machine] == Host.architecture else {
      return "is made for \(names[machine] ?? "machine \(machine)"), and this machine is \(Host.architecture): "
        + "compile it here, or try it there"
    }
    return nil
  }
}
