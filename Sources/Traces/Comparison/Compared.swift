import Base
import Models

/// One side of a comparison: what a path holds, under names that the other side can be found by.
struct Compared {
  enum Kind: String {
    case capture = "a capture"
    case trace = "a folder of captures"
    case model = "a model"
  }

  struct Item {
    /// What the other side is looked up by.
    let key: TensorName
    /// The values, with shape and type.
    let tensor: Tensor
    /// Of captures only; nil for a stage of the whole model.
    let layer: Int?
    /// Of captures only.
    let stage: String?
  }

  let path: String
  let kind: Kind
  let items: [Item]
  /// What a converter does to tensors of this file; nil where it is no GGUF file.
  let convention: GGUFConvention?
  private let indices: [TensorName: Int]

  /// Whether the configuration beside a model's weights says that the logits have a matrix of their own.
  var saysUntied: Bool {
    kind == .model && Files.isFolder(path) && ModelTensors.tiesEmbeddings(inFolder: path) == false
  }

  subscript(key: TensorName) -> Item? { indices[key].map { items[$0] } }

  init(_ path: String) throws {
    self.path = path
    if Files.isFolder(path) {
      let captures = try Self.captures(below: path, prefix: "")
      if captures.isEmpty {
        (kind, items) = (.model, Self.items(of: try ModelTensors.open(path)))
      } else {
        (kind, items) = (.trace, captures)
      }
    } else if path.hasSuffix(".bin") {
      // One capture is compared with another, whatever their folders are called.
      let item = try Self.capture(path, name: path)
      (kind, items) = (
        .capture, [Item(key: TensorName("capture"), tensor: item.tensor, layer: item.layer, stage: item.stage)]
      )
    } else {
      (kind, items) = (.model, Self.items(of: try ModelTensors.open(path)))
    }
    convention = try kind == .model && !Files.isFolder(path) ? GGUFConvention(of: path) : nil
    indices = Dictionary(items.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private static func items(of tensors: TensorSet) -> [Item] {
    let names = tensors.tensors.map(\.name)
    let hasFourNorms = TensorNames.haveFourNorms(names)
    let keys = names.map { TensorName(TensorNames.canonical($0, hasFourNorms: hasFourNorms)) }
    let counts = Dictionary(keys.map { ($0, 1) }, uniquingKeysWith: +)
    return zip(keys, tensors.tensors).map { key, tensor in
      // Two names that stand for one are not reconciled: each is looked up as it is.
      Item(key: counts[key]! > 1 ? TensorName(tensor.name) : key, tensor: tensor, layer: nil, stage: nil)
    }
  }

  /// `STAGE.bin` and `layer-N/STAGE.bin`, in the order of the pass.
  private static func captures(below folder: String, prefix: String) throws -> [Item] {
    var items: [Item] = []
    for name in try Files.names(in: PathText.join(folder, prefix)) {
      let path = PathText.join(prefix, name)
      if name.hasSuffix(".bin") {
        items.append(try capture(PathText.join(folder, path), name: String(path.dropLast(4))))
      } else if prefix.isEmpty, name.hasPrefix("layer-"), Files.isFolder(PathText.join(folder, path)) {
        items += try captures(below: folder, prefix: path)
      }
    }
    return items.sorted { order($0) < order($1) }
  }

  private static func order(_ item: Item) -> (Int, Int) {
    let stage = item.stage.flatMap(Stage.init(named:)).flatMap { Stage.allCases.firstIndex(of: $0) } ?? .max
    return (item.layer ?? .max, stage)
  }

  private static func capture(_ path: String, name: String) throws -> Item {
    let file = try APRT.File(path: path)
    let described = try CaptureDescription(beside: path)
    let shape = described?.shape ?? [file.count]
    guard shape.reduce(1, *) == file.count else { throw ComparisonError.count(name, shape.reduce(1, *), file.count) }
    guard described == nil || described!.layer == file.layer else {
      throw ComparisonError.layer(name, described!.layer, file.layer)
    }
    let tensor = Tensor(name: name, values: file, shape: shape)
    return Item(key: TensorName(name), tensor: tensor, layer: file.layer, stage: described?.stage ?? stage(path))
  }

  /// The stage that a file is named after.
  private static func stage(_ path: String) -> String {
    String((path.split(separator: "/").last ?? "").dropLast(4))
  }
}

/// The JSON beside a raw file.
private struct CaptureDescription {
  let shape: [Int]
  let layer: Int?
  let stage: String

  /// Nil where there is none.
  init?(beside path: String) throws {
    let json = String(path.dropLast(4)) + ".json"
    guard Files.kind(of: json) != nil else { return nil }
    do {
      let value = try JSON(reading: Files.read(json))
      guard let stage = value["stage"]?.string, let shape = value["shape"]?.array?.map(\.integer), !shape.contains(nil)
      else { throw ModelFileError(path: json, reason: "stage or shape is missing or of another type") }
      guard value["dtype"]?.string == CapturedStage.dtype else {
        throw ComparisonError.dtype(json, CapturedStage.dtype, value["dtype"]?.string ?? "none")
      }
      (self.stage, self.shape, layer) = (stage, shape.map { $0! }, value["layer"]?.integer)
    } catch let error as JSONError { throw ModelFileError(path: json, reason: "\(error)") }
  }
}
