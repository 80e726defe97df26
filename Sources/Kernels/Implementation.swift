import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A path through a kernel, named by the instruction set it is written for.
///
/// Every path of an operation computes the same bits; forcing one by name exists so that each can
/// be tested, and so that a claim about one can be checked on a machine that would choose another.
/// `scalar` is the reference: the definition of the operation, in Swift, without SIMD.
public enum Implementation: String, CaseIterable, Sendable {
  case scalar, neon, avx2, avx512, avx512vnni

  /// Whether this processor can run the path.
  public var isAvailable: Bool {
    switch self {
    case .scalar: true
    case .neon: ck_cpu_supports(CK_ISA_NEON)
    case .avx2: ck_cpu_supports(CK_ISA_AVX2)
    case .avx512: ck_cpu_supports(CK_ISA_AVX512)
    case .avx512vnni: ck_cpu_supports(CK_ISA_AVX512VNNI)
    }
  }

  /// The paths that this processor can run, slowest first; `scalar` is always among them.
  public static let available: [Implementation] = allCases.filter(\.isAvailable)

  /// The environment variable that caps the paths chosen when a caller names none.
  public static let environmentVariable = "KERNELS_IMPLEMENTATION"

  /// The fastest available path, or the one that `KERNELS_IMPLEMENTATION` names.
  ///
  /// Read once. A name that is unknown, or that this processor cannot run, stops the process: a
  /// path forced by name must never be replaced by another in silence.
  public static let preferred: Implementation = {
    guard let value = getenv(environmentVariable) else { return available.last ?? .scalar }
    let name = String(cString: value)
    guard let forced = Implementation(rawValue: name), forced.isAvailable else {
      let names = available.map(\.rawValue).joined(separator: ", ")
      fatalError("\(environmentVariable)=\(name): not a path of this processor, which has \(names)")
    }
    return forced
  }()
}

/// The paths of one operation: the reference, and the overrides that instruction sets bring.
///
/// No slot is ever empty: an operation without code for an instruction set runs the next lower one,
/// in the end the reference.
struct ImplementationTable<Function>: Sendable where Function: Sendable {
  /// The paths with code of their own that this processor can run, reference first.
  let entries: [(implementation: Implementation, function: Function)]

  /// What each path runs, by rank; nil where this processor cannot run the path. Looked up once
  /// here, because a dot product takes less time than a search.
  private let resolved: [Function?]

  init(scalar: Function, _ overrides: KeyValuePairs<Implementation, Function> = [:]) {
    let entries =
      [(implementation: Implementation.scalar, function: scalar)]
      + overrides.filter { $0.key.isAvailable }.map { (implementation: $0.key, function: $0.value) }
    self.entries = entries
    resolved = Implementation.allCases.map { path in
      path.isAvailable ? entries.last { $0.implementation.rank <= path.rank }!.function : nil
    }
  }

  /// The names of the paths with code of their own, reference first.
  var implementations: [Implementation] { entries.map(\.implementation) }

  /// The function of the named path, or of the nearest lower one that has code of its own.
  ///
  /// Every operation passes here, so that this is also where the floating-point environment is checked.
  ///
  /// - Throws: `KernelError.unavailable` when this processor cannot run the named path;
  ///   `KernelError.floatingPointEnvironment`.
  func function(for implementation: Implementation) throws -> Function {
    try requireDefaultEnvironment()
    guard let function = resolved[implementation.rank] else { throw KernelError.unavailable(implementation) }
    return function
  }
}

/// Throws `KernelError.floatingPointEnvironment` unless the calling thread rounds to nearest and keeps
/// subnormal numbers: a mode that a caller, or a library that it linked, has set must not change bits
/// in silence.
@inline(__always)
func requireDefaultEnvironment() throws {
  guard ck_environment_is_default() else { throw KernelError.floatingPointEnvironment }
}

extension Implementation {
  /// The position in `allCases`.
  fileprivate var rank: Int {
    switch self {
    case .scalar: 0
    case .neon: 1
    case .avx2: 2
    case .avx512: 3
    case .avx512vnni: 4
    }
  }
}
