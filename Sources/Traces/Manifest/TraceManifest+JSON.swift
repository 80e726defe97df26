import Base
import Models

extension TraceManifest {
  /// The manifest as it is written; canonical, so that the same run gives the same bytes.
  public var json: JSON {
    var members: [String: JSON] = [
      "schema": .string(Self.schema), "version": .integer(Self.version), "model": .string(model),
      "architecture": .string(architecture), "sources": .array(sources.map(Self.json)),
      "tokenizer": tokenizer.map(Self.json) ?? .null, "configuration": .object(configuration),
      "forward_path": .string(path.rawValue), "stages_selected": .string(selection.stagesText),
      "layers_selected": .string(selection.layersText), "prompt": prompt.map(JSON.string) ?? .null,
      "tokens_in": .array(tokensIn.map(JSON.integer)), "tokens_out": .array(tokensOut.map(JSON.integer)),
      // Greedy decoding draws nothing.
      "sampling": .string("greedy"), "seed": .null,
      "top_logits": .array(topLogits.map(Self.json)), "stages": .array(stages.map(\.json)),
      "trace_hash": .string(traceHash.description),
    ]
    // Members that say nothing where they are not used are left out.
    if isSpecial { members["prompt_special"] = .bool(true) }
    if let chat {
      members["prompt_chat"] = .object([
        "system": chat.system.map(JSON.string) ?? .null, "template_sha256": .string(chat.template.description),
        "rendered": .string(chat.rendered),
      ])
    }
    return .object(members)
  }

  private static func json(_ source: Source) -> JSON {
    .object([
      "path": .string(source.path), "bytes": .integer(source.bytes), "sha256": .string(source.sha256.description),
    ])
  }

  private static func json(_ logit: Logit) -> JSON {
    .object([
      "id": .integer(logit.id), "bits": .string(FloatText.bits(logit.value)),
      "rounded_display": .string(FloatText.display(logit.value)),
    ])
  }

  /// Reads a manifest.
  ///
  /// - Throws: `ModelFileError` for another form, a missing member, or a trace hash that its own stages do not
  ///   have; `FileError`.
  public init(path: String) throws {
    let json: JSON
    do { json = try JSON(reading: Files.read(path)) } catch let error as JSONError {
      throw ModelFileError(path: path, reason: "\(error)")
    }
    let read = ManifestReader(json: json, path: path)
    guard try read.text("schema") == Self.schema else { throw read.error("schema is not \(Self.schema)") }
    let version = try read.integer("version")
    guard version == Self.version else {
      throw read.error(
        version > Self.version ? "version \(version) needs a newer pv" : "version \(version) is not known")
    }
    guard let forward = ForwardPath(rawValue: try read.text("forward_path")) else {
      throw read.error("forward_path is neither reference nor production")
    }
    do {
      selection = try StageSelection(stages: read.text("stages_selected"), layers: read.text("layers_selected"))
    } catch let error as SelectionError { throw read.error("\(error)") }
    model = try read.text("model")
    architecture = try read.text("architecture")
    sources = try read.array("sources").map(read.source)
    tokenizer = try json["tokenizer"].flatMap { $0 == .null ? nil : try read.source($0) }
    configuration = json["configuration"]?.object ?? [:]
    self.path = forward
    prompt = json["prompt"]?.string
    isSpecial = json["prompt_special"]?.bool ?? false
    chat = try json["prompt_chat"].map(read.chat)
    tokensIn = try read.integers("tokens_in")
    tokensOut = try read.integers("tokens_out")
    topLogits = try read.array("top_logits").map(read.logit)
    stages = try read.array("stages").map(read.stage)
    guard try read.text("trace_hash") == traceHash.description else {
      throw read.error("trace_hash is not that of the stages: the manifest was edited")
    }
  }
}

/// Members of a manifest by name; an error names the file and the member.
private struct ManifestReader {
  let json: JSON
  let path: String

  func error(_ reason: String) -> ModelFileError { ModelFileError(path: path, reason: reason) }

  private func found<Value>(_ value: Value?, _ name: String) throws -> Value {
    guard let value else { throw error("\(name) is missing or of another type") }
    return value
  }

  func text(_ name: String) throws -> String { try found(json[name]?.string, name) }
  func integer(_ name: String) throws -> Int { try found(json[name]?.integer, name) }
  func array(_ name: String) throws -> [JSON] { try found(json[name]?.array, name) }
  func integers(_ name: String) throws -> [Int] { try array(name).map { try found($0.integer, name) } }

  private func digest(_ json: JSON) throws -> Digest {
    try found(json["sha256"]?.string.flatMap(Digest.init(_:)), "sha256")
  }

  func source(_ json: JSON) throws -> TraceManifest.Source {
    .init(
      path: try found(json["path"]?.string, "path"), bytes: try found(json["bytes"]?.integer, "bytes"),
      sha256: try digest(json))
  }

  func chat(_ json: JSON) throws -> TraceManifest.Chat {
    let template = try found(json["template_sha256"]?.string.flatMap(Digest.init(_:)), "template_sha256")
    return .init(
      system: json["system"]?.string, template: template, rendered: try found(json["rendered"]?.string, "rendered"))
  }

  func logit(_ json: JSON) throws -> TraceManifest.Logit {
    let bits = try found(json["bits"]?.string.flatMap(FloatText.value(bits:)), "bits")
    return .init(id: try found(json["id"]?.integer, "id"), value: bits)
  }

  func stage(_ json: JSON) throws -> CapturedStage {
    let stage = try found(json["stage"]?.string.flatMap(Stage.init(named:)), "stage")
    let written = json["layer"]?.integer
    let layer = stage == .embedding && written == 0 ? nil : written
    guard stage.isWholeModel == (layer == nil), (stage == .embedding) == (layer == nil && written != nil),
      layer ?? 0 >= 0, json["dtype"]?.string == CapturedStage.dtype
    else {
      throw error("a stage has the wrong layer or dtype")
    }
    let shape = try found(json["shape"]?.array, "shape").map { try found($0.integer, "shape") }
    let captured = CapturedStage(
      point: StagePoint(stage, layer: layer), shape: shape, sha256: try digest(json), statistics: nil)
    guard json["path"]?.string == captured.path else { throw error("the path of \(captured.point) is another") }
    return captured
  }
}
