import FalsifierKit
import Models

/// The model of a folder of safetensors.
typealias FormatKernel = @Sendable (String) throws -> LlamaModel

enum FormatKernels {
  static let real: FormatKernel = { path in
    guard case .llama(let model) = try LoadedModel(path: path).architecture else {
      throw ModelFileError(path: path, reason: "no Qwen2")
    }
    return model
  }
}

/// Wrong readers: the right model with weights taken wrongly from the file.
enum FormatMutants {
  static let all = [gateAndUpExchanged, permutedForNorm, roundedToBF16, keyBiasFirst, tiedHead]

  static let gateAndUpExchanged = Mutant<FormatKernel>("gate_and_up_exchanged", "gate and up have each other's names") {
    var model = try FormatKernels.real($0)
    for index in model.layers.indices {
      (model.layers[index].gate, model.layers[index].up) = (model.layers[index].up, model.layers[index].gate)
    }
    return model
  }

  static let permutedForNorm = Mutant<FormatKernel>(
    "permuted_for_norm", "query rows are interleaved as converters do for LLaMA's rotary pairs"
  ) { path in
    var model = try FormatKernels.real(path)
    let dim = model.configuration.headDim
    for index in model.layers.indices {
      model.layers[index].query = try rows(model.layers[index].query) { row in
        let (head, i) = (row / dim, row % dim)
        return head * dim + i % 2 * dim / 2 + i / 2
      }
    }
    return model
  }

  static let roundedToBF16 = Mutant<FormatKernel>("rounded_to_bf16", "the LM head passes through bfloat16") { path in
    var model = try FormatKernels.real(path)
    model.head = try Tensor(
      name: "head", shape: model.head.shape,
      values: model.head.values().map { Float(bitPattern: $0.bitPattern & 0xffff_0000) })
    return model
  }

  static let keyBiasFirst = Mutant<FormatKernel>("key_bias_first", "the biases are joined as key, query, value") {
    path in
    var model = try FormatKernels.real(path)
    let (query, key) = (model.configuration.queryWidth, model.configuration.kvWidth)
    for index in model.layers.indices {
      let bias = model.layers[index].qkvBias
      model.layers[index].qkvBias = Array(bias[query..<query + key] + bias[..<query] + bias[(query + key)...])
    }
    return model
  }

  static let tiedHead = Mutant<FormatKernel>("tied_head", "the LM head of the file is overlooked for the embedding") {
    var model = try FormatKernels.real($0)
    model.head = model.embedding
    return model
  }

  static let adjacentPairs = Mutant<FormatKernel>("adjacent_pairs", "rotary pairs are neighbors, as rope_type 0 says") {
    var model = try FormatKernels.real($0)
    model.configuration.pairing = .norm
    return model
  }

  /// Every matrix as binary32 values, in the order of the pass.
  static func weights(_ model: LlamaModel) throws -> [Float] {
    let layers = model.layers.flatMap { [$0.query, $0.key, $0.value, $0.output, $0.gate, $0.up, $0.down] }
    return try ([model.embedding] + layers + [model.head]).flatMap { try $0.values() }
  }

  private static func rows(_ matrix: Tensor, _ source: (Int) -> Int) throws -> Tensor {
    let (values, columns) = (try matrix.values(), matrix.columns)
    return try Tensor(
      name: matrix.name, shape: matrix.shape,
      values: (0..<matrix.rows).flatMap { values[source($0) * columns..<(source($0) + 1) * columns] })
  }
}
