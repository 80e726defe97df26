import CPeers
import Kernels

/// Functions of one row: softmax, RMSNorm, SwiGLU.
let rowComparisons: [(String, @Sendable (String) -> Comparison)] = [
  ("softmax, n = 3584", { softmax($0, 3584) }),
  ("softmax, n = 18944", { softmax($0, 18944) }),
  ("softmax, n = 152064", { softmax($0, 152064) }),
  ("RMSNorm, n = 3584", { rmsNorm($0, 3584) }),
  ("RMSNorm, n = 18944", { rmsNorm($0, 18944) }),
  ("SwiGLU, n = 18944", { swiglu($0, 18944) }),
]

@Sendable private func softmax(_ name: String, _ n: Int) -> Comparison {
  let (x, y) = (randomFloats(n), AlignedBuffer<Float>(repeating: 0, count: n))
  return Comparison(
    name, bytes: 8 * n, holding: [x, y],
    Softmax.implementations.filter { $0 != .scalar }.reversed().map { path in
      Contender("ours, \(path)") { try! Softmax.f32(x.readOnly, into: y.span, implementation: path) }
    } + [Contender("plain loop") { peer_softmax(x.start, y.start, n) }])
}

@Sendable private func rmsNorm(_ name: String, _ n: Int) -> Comparison {
  let (x, w, y) = (randomFloats(n), randomFloats(n, seed: 3), AlignedBuffer<Float>(repeating: 0, count: n))
  return Comparison(
    name, bytes: 12 * n, holding: [x, w, y],
    RMSNorm.implementations.filter { $0 != .scalar }.reversed().map { path in
      Contender("ours, \(path)") {
        try! RMSNorm.apply(x.readOnly, weight: w.readOnly, epsilon: 1e-6, into: y.span, implementation: path)
      }
    } + [Contender("plain loop") { peer_rmsnorm(x.start, w.start, n, 1e-6, y.start) }])
}

@Sendable private func swiglu(_ name: String, _ n: Int) -> Comparison {
  let (gate, up, y) = (randomFloats(n), randomFloats(n, seed: 3), AlignedBuffer<Float>(repeating: 0, count: n))
  return Comparison(
    name, bytes: 12 * n, holding: [gate, up, y],
    Activation.implementations.filter { $0 != .scalar }.reversed().map { path in
      Contender("ours, \(path)") {
        try! Activation.swiglu(gate: gate.readOnly, up: up.readOnly, into: y.span, implementation: path)
      }
    } + [Contender("plain loop") { peer_swiglu(gate.start, up.start, y.start, n) }])
}
