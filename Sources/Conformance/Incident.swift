import CConformance

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Something that a library did in a call, beside the numbers that it returned.
struct Incident: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    /// The process ended: by a signal, by itself, or because the call did not return.
    case crashed(String)
    case timeout(milliseconds: Int)
    case failed(status: Int)
    case inputChanged(String)
    case notWritten(String)
    case wroteBeside(String)
    case workedOn(String)
    case environmentChanged(String)
    case threadsLeft(Int)
    case inputIgnored(String)
    case nanMisplaced(String)
    case otherBits(Invariance, String)
  }

  let kind: Kind
  /// The call, in words.
  let call: String
  /// The falsifier whose case it was.
  let falsifier: String

  /// What it was, as a sentence of a report.
  var text: String {
    switch kind {
    case .crashed(let how): how
    case .timeout(let milliseconds): "did not return within \(milliseconds) ms"
    case .failed(let status): "returned \(status)"
    case .inputChanged(let name): "changed its input \(name)"
    case .notWritten(let what): "never wrote \(what)"
    case .wroteBeside(let where_): "wrote \(where_)"
    case .workedOn(let what): "kept working after it had returned: \(what)"
    case .environmentChanged(let what): "left \(what) behind"
    case .threadsLeft(let count): "leaves more threads behind with each call: \(count) by now"
    case .inputIgnored(let what), .nanMisplaced(let what): what
    case .otherBits(let invariance, let what): "gave other bits \(invariance.circumstance): \(what)"
    }
  }

  /// Whether the results of the call are those of no kernel.
  var isFatal: Bool {
    switch kind {
    case .crashed, .timeout, .failed: true
    default: false
    }
  }

  /// The name of a signal, such as `SIGSEGV`.
  static func name(ofSignal number: Int32) -> String {
    switch number {
    case SIGSEGV: "SIGSEGV"
    case SIGBUS: "SIGBUS"
    case SIGFPE: "SIGFPE"
    case SIGILL: "SIGILL"
    case SIGABRT: "SIGABRT"
    case SIGTRAP: "SIGTRAP"
    case SIGSYS: "SIGSYS"
    case SIGKILL: "SIGKILL"
    case SIGTERM: "SIGTERM"
    default: "\(number)"
    }
  }

  /// What of the floating-point environment is not as it was.
  static func environment(_ flags: Int32) -> String {
    let parts = [
      (CC_ROUNDING, "another rounding mode"), (CC_FLUSHING, "a flag that flushes subnormal numbers to zero"),
      (CC_MASKS, "an unmasked floating-point exception"),
    ]
    return parts.filter { flags & Int32($0.0) != 0 }.map(\.1).joined(separator: " and ")
  }
}

/// What a result may not depend on; none of these needs a reference.
enum Invariance: String, CaseIterable, Sendable {
  case again, address, threads, alone, later

  /// In which circumstance bits were compared.
  var circumstance: String {
    switch self {
    case .again: "twice in a row"
    case .address: "at another address"
    case .threads: "with another number of threads"
    case .alone: "for a row alone and in a batch"
    case .later: "after other calls"
    }
  }
}

/// What a library is expected to do in every call, whatever it computes.
enum Manner: String, CaseIterable, Sendable {
  case returns, inputs, outputs, beside, after, environment, threads, reads, nan

  /// What is expected.
  var statement: String {
    switch self {
    case .returns: "every call returns, in time and without a failure"
    case .inputs: "inputs are left as they are"
    case .outputs: "all of an output is written"
    case .beside: "nothing beside an array is touched"
    case .after: "nothing is done after the return"
    case .environment: "the floating-point environment is left as it was"
    case .threads: "no threads pile up"
    case .reads: "a result changes with its inputs"
    case .nan: "a NaN among finite numbers is in the results that depend on it, and in no other"
    }
  }
}

extension Incident {
  /// What it is a breach of; nil for a difference of bits.
  var manner: Manner? {
    switch kind {
    case .crashed(let how): how.hasPrefix("touched") ? .beside : .returns
    case .timeout, .failed: .returns
    case .inputChanged: .inputs
    case .notWritten: .outputs
    case .wroteBeside: .beside
    case .workedOn: .after
    case .environmentChanged: .environment
    case .threadsLeft: .threads
    case .inputIgnored: .reads
    case .nanMisplaced: .nan
    case .otherBits: nil
    }
  }

  /// The invariance that it is a breach of.
  var invariance: Invariance? { if case .otherBits(let invariance, _) = kind { invariance } else { nil } }
}
