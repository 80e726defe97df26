/// How matrices are multiplied.
public enum ForwardPath: String, CaseIterable, Sendable {
  /// With weights dequantized to binary32 and activations as they are.
  case reference
  /// With weights as they are stored and activations quantized by ggml's rule, where the type has such a product
  /// (`BlockFormat.activationFormat`); a matrix of another type as in the reference path.
  case production
}

/// A model that turns token ids into logits, with a cache of the positions that it has seen.
///
/// Feeding tokens in one call or in several gives the same bits. Not for use by two threads at once.
public protocol Decoder: AnyObject {
  /// The number of token ids.
  var vocabularySize: Int { get }
  /// The number of layers.
  var layerCount: Int { get }
  /// The number of positions in the cache.
  var position: Int { get }
  /// The number of positions that fit.
  var capacity: Int { get }
  /// The stages that a pass goes through, in order; those of a layer once for each.
  var stages: [Stage] { get }

  /// Runs tokens at the next positions.
  ///
  /// - Parameters:
  ///   - tokens: at least one id.
  ///   - sink: receives the stages that it wants; nil for none.
  /// - Returns: The logits after the last token.
  /// - Throws: `DecoderError`; `KernelError`; what the sink throws. The cache is then as before.
  func forward(_ tokens: [Int], sink: (any StageSink)?) throws -> [Float]

  /// Forgets all positions from one on.
  func rewind(to position: Int) throws
}

/// Why a decoder refused to run.
public enum DecoderError: Error, Equatable, CustomStringConvertible {
  case noTokens
  case unknownToken(Int, vocabularySize: Int)
  case tooLong(positions: Int, capacity: Int)
  case notANumber(position: Int)
  case dynamicScaling(positions: Int, stable: Int)

  /// What was refused, with the number at fault.
  public var description: String {
    switch self {
    case .noTokens: "no token ids are given"
    case .unknownToken(let id, let size): "the token id \(id) is not in 0..<\(size)"
    case .tooLong(let positions, let capacity): "\(positions) positions do not fit in \(capacity)"
    case .notANumber(let position): "the logits after position \(position) contain NaN"
    case .dynamicScaling(let positions, let stable):
      "with dynamic rope scaling the angles of all \(positions) positions depend on their number beyond \(stable): run "
        + "them in one pass from the first, or no more than \(stable)"
    }
  }
}

extension Decoder {
  /// Greedy continuation: again and again the token with the largest logit, the lowest id of equals.
  ///
  /// - Parameters:
  ///   - prompt: ids that are run first, from the current position on.
  ///   - count: how many tokens are chosen.
  /// - Returns: The chosen ids.
  /// - Throws: as `forward`; `DecoderError.notANumber` where no largest logit exists.
  public func greedy(_ prompt: [Int], count: Int) throws -> [Int] {
    var chosen: [Int] = []
    var next = prompt
    while chosen.count < count {
      let logits = try forward(next, sink: nil)
      guard let id = Self.argmax(logits) else { throw DecoderError.notANumber(position: position - 1) }
      chosen.append(id)
      next = [id]
    }
    return chosen
  }

  /// The first index of the largest value; nil if any is NaN, or there is none.
  public static func argmax(_ values: [Float]) -> Int? {
    values.withUnsafeBufferPointer { values in
      guard var largest = values.first else { return nil }
      var best = 0
      for index in values.indices {
        if values[index].isNaN { return nil }
        if values[index] > largest { (largest, best) = (values[index], index) }
      }
      return best
    }
  }

  /// The checks in front of every pass.
  func check(_ tokens: [Int]) throws {
    guard !tokens.isEmpty else { throw DecoderError.noTokens }
    if let id = tokens.first(where: { !(0..<vocabularySize).contains($0) }) {
      throw DecoderError.unknownToken(id, vocabularySize: vocabularySize)
    }
    guard tokens.count <= capacity - position else {
      throw DecoderError.tooLong(positions: position + tokens.count, capacity: capacity)
    }
  }
}
