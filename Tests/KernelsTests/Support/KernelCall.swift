import Kernels

/// One call of a public operation that allocates nothing, on memory made beforehand.
struct KernelCall {
  let name: String
  let body: () throws -> Void

  /// All of them, on every path.
  static func all() throws -> [KernelCall] { try Implementation.available.flatMap(all(on:)) }

  private static func all(on path: Implementation) throws -> [KernelCall] {
    let n = 512
    func floats(_ count: Int) -> AlignedBuffer<Float> { AlignedBuffer(repeating: 0.5, count: count) }
    func reading(_ buffer: AlignedBuffer<Float>) -> UnsafeBufferPointer<Float> { UnsafeBufferPointer(buffer.span) }
    let (a, b, c, y) = (floats(n), floats(n), floats(n), floats(4 * n))
    let matrix = floats(4 * n)
    let half = UnsafeMutableBufferPointer(rebasing: y.span[..<n])
    let four = UnsafeMutableBufferPointer(rebasing: y.span[..<4])
    let blocks = AlignedBuffer<UInt8>(repeating: 0x11, count: 8 * Q4K.blockBytes)
    let weights = UnsafeRawBufferPointer(blocks.span)
    let oneBlock = UnsafeRawBufferPointer(rebasing: weights[..<(2 * Q4K.blockBytes)])
    final class Box { var row = try! Q8K.Row(count: 512) }
    let box = Box()
    let activation = try Q8K.quantizeGGML(a.array)
    let many = try Q8K.quantizeGGML(matrix.array)
    let eight = UnsafeMutableBufferPointer(rebasing: y.span[..<16])
    final class SmallBox { var row = try! Q8_0.Row(count: 512) }
    let smallBox = SmallBox()
    let (oneQ8K, fourQ8K) = (try Q8K.quantizeGGML(floats(256).array), try Q8K.quantizeGGML(floats(1024).array))
    let (oneQ8_0, fourQ8_0) = (try Q8_0.quantize(floats(256).array), try Q8_0.quantize(floats(1024).array))
    // More than one tile of keys, whose last is not full, and a head longer than the usual one.
    let cache = try KVCache(capacity: 20, kvHeads: 1, headDim: 300)
    try cache.append(key: floats(19 * 300).array, value: floats(19 * 300).array)
    let workspace = try Attention.Workspace(queryHeads: 2, capacity: 20)
    let query = UnsafeBufferPointer(rebasing: reading(matrix)[..<600])
    let out = UnsafeMutableBufferPointer(rebasing: y.span[..<600])
    let queries = UnsafeBufferPointer(rebasing: reading(matrix)[..<1800])
    let outs = UnsafeMutableBufferPointer(rebasing: y.span[..<1800])
    let table = try RoPE.Table(headDim: 64, base: 1e4, positions: 0..<4)
    let held: [AnyObject] = [a, b, c, y, matrix, blocks]
    func call(_ name: String, _ body: @escaping () throws -> Void) -> KernelCall {
      KernelCall(name: "\(name), \(path)") { try withExtendedLifetime(held, body) }
    }
    let formats: [KernelCall] = BlockFormat.allCases.map { format in
      let source = UnsafeRawBufferPointer(rebasing: weights[..<format.blockBytes])
      let values = UnsafeMutableBufferPointer(rebasing: y.span[..<format.blockWeights])
      return call("BlockFormat.dequantize, \(format.name)") { try format.dequantize(source, into: values) }
    }
    let products: [KernelCall] = BlockFormat.allCases.filter { $0.activationFormat != nil }.flatMap { format in
      let source = UnsafeRawBufferPointer(
        rebasing: weights[..<(2 * 256 / format.blockWeights * format.blockBytes)])
      // Two rows of 256 weights, by the matrix product where there is one.
      return [1, 4].map { count in
        let results = UnsafeMutableBufferPointer(rebasing: y.span[..<(2 * count)])
        return call("FusedProduct.matMat, \(format.name), \(count)") {
          func product(_ activations: some QuantizedActivations) throws {
            try FusedProduct.matMat(
              source, format: format, rows: 2, columns: 256, activations, count: count, into: results,
              implementation: path)
          }
          switch format.activationFormat! {
          case .q8K: try product(count == 1 ? oneQ8K : fourQ8K)
          case .q8_0: try product(count == 1 ? oneQ8_0 : fourQ8_0)
          }
        }
      }
    }
    let others: [KernelCall] = [
      call("Dot.f32") { _ = try Dot.f32(reading(a), reading(b), implementation: path) },
      call("Dot.sequential") { _ = try Dot.sequential(reading(a), reading(b)) },
      call("Dot.lane8") { _ = try Dot.lane8(reading(a), reading(b)) },
      call("MatVec.f32") {
        try MatVec.f32(reading(matrix), rows: 4, columns: n, reading(a), into: four, implementation: path)
      },
      call("Exponential.f32") { try Exponential.f32(reading(a), into: half, implementation: path) },
      call("Softmax.f32") { try Softmax.f32(reading(a), into: half, implementation: path) },
      call("RMSNorm.apply") {
        try RMSNorm.apply(reading(a), weight: reading(b), epsilon: 1e-6, into: half, implementation: path)
      },
      call("Activation.silu") { try Activation.silu(reading(a), into: half, implementation: path) },
      call("Activation.swiglu") {
        try Activation.swiglu(gate: reading(a), up: reading(b), into: half, implementation: path)
      },
      call("GELU.tanhForm") { try GELU.tanhForm(reading(a), into: half, implementation: path) },
      call("GELU.geglu") { try GELU.geglu(gate: reading(a), up: reading(b), into: half, implementation: path) },
      call("Q4K.dequantize") { try Q4K.dequantize(oneBlock, into: half, implementation: path) },
      call("Q8K.quantizeGGML") { try Q8K.quantizeGGML(reading(a), into: &box.row, implementation: path) },
      call("Q8K.quantizePublished") { try Q8K.quantizePublished(reading(a), into: &box.row, implementation: path) },
      call("Q8_0.quantize") { try Q8_0.quantize(reading(a), into: &smallBox.row, implementation: path) },
      call("Q4KQ8K.dot") { _ = try Q4KQ8K.dot(oneBlock, activation, implementation: path) },
      call("Q4KQ8K.matVec") {
        try Q4KQ8K.matVec(weights, rows: 4, columns: n, activation, into: four, implementation: path)
      },
      call("Q4KQ8K.matMat") {
        try Q4KQ8K.matMat(weights, rows: 4, columns: n, many, count: 4, into: eight, implementation: path)
      },
      call("Attention.decode") {
        try Attention.decode(
          query: query, cache: cache, queryHeads: 2, into: out, workspace: workspace, implementation: path)
      },
      call("Attention.prefill") {
        try Attention.prefill(
          queries: queries, positions: 3, cache: cache, queryHeads: 2, into: outs, workspace: workspace,
          implementation: path)
      },
      call("Q4KQ8K.dotPublishedOrder") { _ = try Q4KQ8K.dotPublishedOrder(oneBlock, activation) },
      call("RoPE.apply, norm") {
        try RoPE.apply(to: half, heads: 4, firstPosition: 1, table: table, pairing: .norm, implementation: path)
      },
      call("RoPE.apply, neox") {
        try RoPE.apply(to: half, heads: 4, firstPosition: 1, table: table, pairing: .neox, implementation: path)
      },
    ]
    return formats + products + others
  }
}
