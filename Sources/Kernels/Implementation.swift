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
  public var isAvailable: Bool { isa.map(ck_cpu_supports) ?? true }

  /// The instruction set as the C kernels name it; nil for the reference.
  var isa: ck_isa? {
    switch self {
    case .scalar: nil
    case .neon: CK_ISA_NEON
    case .avx2: CK_ISA_AVX2
    case .avx512: CK_ISA_AVX512
    case .avx512vnni: CK_ISA_AVX512VNNI
    }
  }

  /// The paths that this processor can run, slowest first; `scalar` is always among them.
  public static let available: [Implementation] = allCases.filter(\.isAvailable)

  /// The environment variable that caps the paths chosen when a caller names none.
  public static let environmentVariable = "KERNELS_IMPLEMENTATION"

  /// The fastest available path, or the one that `KERNELS_IMPLEMENTATION` names.
  ///
  /// Chosen at the first use. A name that is unknown, or that this processor cannot run, stops the
  /// process: a path forced by name must never be replaced by another in silence.
  public static var preferred: Implementation {
    switch ck_kept_path_load() {
    case 0: return .scalar
    case 1: return .neon
    case 2: return .avx2
    case 3: return .avx512
    case 4: return .avx512vnni
    default:
      let path = chosen
      ck_kept_path_store(Int32(path.rank))
      return path
    }
  }

  private static var chosen: Implementation {
    guard let value = getenv(environmentVariable) else { return available.last ?? .scalar }
    let name = String(cString: value)
    guard let forced = Implementation(rawValue: name), forced.isAvailable else {
      let names = available.map(\.rawValue).joined(separator: ", ")
      fatalError("\(environmentVariable)=\(name): not a path of this processor, which has \(names)")
    }
    return forced
  }
}

/// The paths of one operation: the reference, and the overrides that instruction sets bring.
///
/// No slot is ever empty: an operation without code for an instruction set runs the next lower one,
/// in the end the reference.
struct ImplementationTable<Function>: Sendable where Function: Sendable {
  /// The paths with code of their own that this processor can run, reference first.
  let entries: [(implementation: Implementation, function: Function)]

  /// What each path runs; nil where this processor cannot run it. Looked up once here, and not in an
  /// array, because a dot product takes less time than a search and little more than a count of references.
  private let scalar: Function
  private let neon: Function?
  private let avx2: Function?
  private let avx512: Function?
  private let avx512vnni: Function?

  init(scalar: Function, _ overrides: KeyValuePairs<Implementation, Function> = [:]) {
    self.init(scalar: scalar, overrides.map { ($0.key, $0.value) })
  }

  init(scalar: Function, _ overrides: [(Implementation, Function)]) {
    let entries =
      [(implementation: Implementation.scalar, function: scalar)]
      + overrides.filter { $0.0.isAvailable }.map { (implementation: $0.0, function: $0.1) }
    self.entries = entries
    func resolved(_ path: Implementation) -> Function? {
      path.isAvailable ? entries.last { $0.implementation.rank <= path.rank }!.function : nil
    }
    self.scalar = scalar
    neon = resolved(.neon)
    avx2 = resolved(.avx2)
    avx512 = resolved(.avx512)
    avx512vnni = resolved(.avx512vnni)
  }

  /// The names of the paths with code of their own, reference first.
  var implementations: [Implementation] { entries.map(\.implementation) }

  /// The function of the named path, or of the nearest lower one that has code of its own.
  ///
  /// Every operation passes here, so that this is also where the floating-point environment is checked.
  ///
  /// - Throws: `KernelError.unavailable` when this processor cannot run the named path;
  ///   `KernelError.floatingPointEnvironment`.
  @inline(__always)
  func function(for implementation: Implementation) throws -> Function {
    try FloatingPointEnvironment.requireDefault()
    let function =
      switch implementation {
      case .scalar: scalar
      case .neon: neon
      case .avx2: avx2
      case .avx512: avx512
      case .avx512vnni: avx512vnni
      }
    guard let function else { throw KernelError.unavailable(implementation) }
    return function
  }
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
