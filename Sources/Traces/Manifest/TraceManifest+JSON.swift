import Base
import Models

extension TraceManifest {
  /// The manifest as it is written; canonical, so that the same run in the same environment gives the same bytes.
  public var json: JSON {
    var members = identity
    members.merge(
      [
        "schema": .string(Self.schema), "version": .integer(formVersion), "model": .string(model),
        "sources": .array(sources.map(Self.json)), "tokenizer": tokenizer.map(Self.json) ?? .null,
        "top_logits": .array(topLogits.map(Self.json)), "stages": .array(stages.map(\.json)),
      ]
    ) { $1 }
    if formVersion > 2 {
      members["run_hash"] = .string(runHash.description)
      members["environment"] = .object([
        "toolchain": environment.toolchain.map(JSON.string) ?? .null,
        "container_image": environment.containerImage.map(JSON.string) ?? .null,
      ])
    }
    return .object(members)
  }

  /// The members that the run hash covers as they stand.
  var identity: [String: JSON] {
    var members: [String: JSON] = [
      "architecture": .string(architecture), "configuration": .object(configuration),
      "forward_path": .string(path.rawValue), "stages_selected": .string(selection.stagesText),
      "layers_selected": .string(selection.layersText), "prompt": prompt.map(JSON.string) ?? .null,
      "tokens_in": .array(tokensIn.map(JSON.integer)), "tokens_out": .array(tokensOut.map(JSON.integer)),
      // Greedy decoding draws nothing.
      "sampling": .string("greedy"), "seed": .null, "trace_hash": .string(traceHash.description),
    ]
    // Members that say nothing where they are not used are left out.
    if isSpecial { members["prompt_special"] = .bool(true) }
    if let chat {
      members["prompt_chat"] = .object([
        "system": chat.system.map(JSON.string) ?? .null, "template_sha256": .string(chat.template.description),
        "rendered": .string(chat.rendered),
      ])
    }
    return members
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

  /// Reads a manifest. What it says is not judged here: see ``TraceVerification``.
  ///
  /// - Throws: `ModelFileError` for another form, or a member that is missing or of another type, which is named;
  ///   `FileError`.
  public init(path: String) throws { self = try RecordedManifest(path: path).manifest }
}

/// A manifest as it stands in its file: member by member, and what was understood of it.
struct RecordedManifest {
  let json: JSON
  let manifest: TraceManifest
  /// What stands there, whatever the stages give.
  let traceHash: Digest
  /// Nil in a form that has none.
  let runHash: Digest?

  /// Reads a file.
  ///
  /// - Throws: as ``TraceManifest/init(path:)``.
  init(path: String) throws {
    do { json = try JSON(reading: Files.read(path)) } catch let error as JSONError {
      throw ModelFileError(path: path, reason: "\(error)")
    }
    let root = ManifestMember(value: json, name: "", path: path)
    guard try root["schema"].text == TraceManifest.schema else {
      throw root["schema"].error("is not \(TraceManifest.schema)")
    }
    manifest = try TraceManifest(root, version: root.version)
    traceHash = try root["trace_hash"].digest
    runHash = try manifest.formVersion > 2 ? root["run_hash"].digest : nil
  }
}

extension TraceManifest {
  fileprivate init(_ root: ManifestMember, version: Int) throws {
    guard let forward = ForwardPath(rawValue: try root["forward_path"].text) else {
      throw root["forward_path"].error("is neither reference nor production")
    }
    do {
      selection = try StageSelection(stages: root["stages_selected"].text, layers: root["layers_selected"].text)
    } catch let error as SelectionError { throw root["stages_selected"].error("and layers_selected: \(error)") }
    formVersion = version
    model = try root["model"].text
    architecture = try root["architecture"].text
    sources = try root["sources"].elements.map { try $0.source }
    tokenizer = try root["tokenizer"].ifAny { try $0.source }
    configuration = try root["configuration"].members
    path = forward
    prompt = try root["prompt"].ifAny { try $0.text }
    isSpecial = try root["prompt_special"].ifAny { try $0.flag } ?? false
    chat = try root["prompt_chat"].ifAny { try $0.chat }
    tokensIn = try root["tokens_in"].integers
    tokensOut = try root["tokens_out"].integers
    topLogits = try root["top_logits"].elements.map { try $0.logit }
    stages = try root["stages"].elements.map { try $0.stage }
    if version > 2 { environment = try root["environment"].environment }
  }
}

/// A member of a manifest; an error names the file and the member, as in `stages[3].sha256`.
private struct ManifestMember {
  let value: JSON?
  let name: String
  /// Of the file.
  let path: String

  subscript(key: String) -> ManifestMember {
    ManifestMember(value: value?[key], name: name.isEmpty ? key : "\(name).\(key)", path: path)
  }

  func error(_ reason: String) -> ModelFileError { ModelFileError(path: path, reason: "\(name) \(reason)") }

  private func found<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw error("is missing or of another type") }
    return value
  }

  /// Nil where there is none, or null.
  func ifAny<Value>(_ read: (ManifestMember) throws -> Value) rethrows -> Value? {
    value == nil || value == .null ? nil : try read(self)
  }

  var text: String { get throws { try found(value?.string) } }
  var integer: Int { get throws { try found(value?.integer) } }
  var flag: Bool { get throws { try found(value?.bool) } }
  var members: [String: JSON] { get throws { try found(value?.object) } }
  var digest: Digest { get throws { try found(value?.string.flatMap(Digest.init(_:))) } }
  var integers: [Int] { get throws { try elements.map { try $0.integer } } }

  var elements: [ManifestMember] {
    get throws {
      try found(value?.array).enumerated().map { ManifestMember(value: $1, name: "\(name)[\($0)]", path: path) }
    }
  }

  var version: Int {
    get throws {
      let member = self["version"]
      let version = try member.integer
      switch version {
      case TraceManifest.readableVersions: return version
      case 1:
        throw member.error("1 has the embedding in another place, so that no capture would be found: trace again")
      default: throw member.error("\(version) needs \(version > TraceManifest.version ? "a newer" : "another") pv")
      }
    }
  }

  var source: TraceManifest.Source {
    get throws {
      .init(path: try self["path"].text, bytes: try self["bytes"].integer, sha256: try self["sha256"].digest)
    }
  }

  var chat: TraceManifest.Chat {
    get throws {
      .init(
        system: try self["system"].ifAny { try $0.text }, template: try self["template_sha256"].digest,
        rendered: try self["rendered"].text)
    }
  }

  var environment: TraceManifest.Environment {
    get throws {
      _ = try members
      return .init(
        toolchain: try self["toolchain"].ifAny { try $0.text },
        containerImage: try self["container_image"].ifAny { try $0.text })
    }
  }

  var logit: TraceManifest.Logit {
    get throws {
      let bits = self["bits"]
      return .init(id: try self["id"].integer, value: try bits.found(FloatText.value(bits: bits.text)))
    }
  }

  var stage: CapturedStage {
    get throws {
      let member = self["stage"]
      let stage = try member.found(Stage(named: member.text))
      let written = try self["layer"].ifAny { try $0.integer }
      let layer = stage == .embedding && written == 0 ? nil : written
      guard stage.isWholeModel == (layer == nil), (stage == .embedding) == (layer == nil && written != nil),
        layer ?? 0 >= 0
      else { throw self["layer"].error("is not one that \(stage.rawValue) has") }
      return CapturedStage(
        point: StagePoint(stage, layer: layer), shape: try self["shape"].integers, sha256: try self["sha256"].digest,
        statistics: nil)
    }
  }
}
