import Measuring
import Kernels

/// e^x of each element.
enum ExponentialKernels {
  @TaskLocal static var real: ExponentialMutants.Kernel = { try Exponential.f32($0) }
}

/// Arguments over the whole range in which e^x neither is 0 nor overflows.
enum ExponentialCases {
  /// Records and returns them: every 4,099th bit pattern of each sign, and uniform ones.
  static func record(in run: Recorder) -> [Float] {
    let negative = sweep(sign: 0x8000_0000, upTo: 0x42cf_0000)
    let positive = sweep(sign: 0, upTo: 0x42b1_6000)
    let domain = "uniform in [-103.5, 88.5], multiples of 2^-17"
    var random = run.random("uniform arguments")
    let uniform = (0..<200_000).map { _ in Float(random.integer(in: -13_565_952..<11_599_872)) * 0x1p-17 }
    run.input(
      "sweep", negative + positive, generator: "every 4099th bit pattern",
      parameters: ["range": "[-103.5, 88.6875]"])
    run.input("uniform", uniform, generator: "uniform arguments: \(domain)", seed: random.seed)
    return negative + positive + uniform
  }

  /// Records and returns arguments at and beyond the clamps, infinities and NaN among them: each in every one of
  /// 64 lanes, which several registers hold.
  static func recordEdges(in run: Recorder) -> [Float] {
    let edges: [Float] = [
      88.7, 89, Float(89).nextUp, 100, 1e6, .greatestFiniteMagnitude, .infinity, .nan, -103.5, -104,
      Float(-104).nextDown, -1e6, -.greatestFiniteMagnitude, -.infinity, 0, -0.0, .leastNonzeroMagnitude,
      // Without a clamp the remainder grows with the argument, until its powers overflow with either sign.
      1e9, 1e12, 1e15, 1e20, 1e25, 1e30, 1e35, -1e9, -1e12, -1e15, -1e20, -1e25, -1e30, -1e35,
      // Numbers that are none, each with bits that no result may have: a sign, a payload, signalling.
      Float(bitPattern: 0xFFC0_0000), Float(bitPattern: 0x7FC1_2345), Float(bitPattern: 0x7F80_0001),
      // Of a few hundred arguments in all, some that tell the low part of ln 2, log2 e and c6 from their neighbors.
      0x1.96ececp+1, 0x1.cc9ffp+1, 0x1.d5a8fap+2, 0x1.09708p+4, 0x1.62e43p-2, 0x1.62e432p-2, 0x1.d80afp-3,
      0x1.2d8c92p-2,
    ]
    // As many rows as there are edges, each one place further.
    let rows = edges.indices.flatMap { row in (0..<64).map { edges[($0 + row) % edges.count] } }
    run.input("edges", rows, generator: "edges in every lane", shape: [edges.count, 64])
    return rows
  }

  private static func sweep(sign: UInt32, upTo last: UInt32) -> [Float] {
    stride(from: 0, through: last, by: 4099).map { Float(bitPattern: sign | $0) }
  }
}
