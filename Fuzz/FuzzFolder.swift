import Base

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where a fuzzed program puts bytes that its reader takes from a file: a folder of this process alone, which scripts/fuzz
/// makes and removes.
enum FuzzFolder {
  static let path: String = {
    guard let path = getenv("FUZZ_FOLDER").map({ String(cString: $0) }) else {
      preconditionFailure("FUZZ_FOLDER names no folder: run scripts/fuzz")
    }
    return path
  }()

  /// The path of a file of the folder, with the given bytes.
  static func write(_ name: String, _ bytes: [UInt8]) -> String {
    let path = "\(path)/\(name)"
    guard let file = fopen(path, "w") else { preconditionFailure("\(path) cannot be written") }
    let written = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    precondition(fclose(file) == 0 && written == bytes.count, "\(path) is not whole")
    return path
  }
}

/// Which of the readers that are compiled into one program this process tries: what scripts/fuzz was asked for.
let fuzzReader: String = getenv("FUZZ_READER").map { String(cString: $0) } ?? ""
