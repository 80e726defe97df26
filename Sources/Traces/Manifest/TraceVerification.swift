import Base
import Kernels
import Models

/// A trace run again and compared with all that its manifest says.
///
/// Every member of a manifest is judged but those in ``shownOnly``: what follows from the model and from what was asked
/// for must be what this run gives, and what was asked for must be what the run hash was taken of. So must the files
/// beside the manifest.
public struct TraceVerification: Equatable, Sendable {
  /// All that differs: what the pass gives in its order, then the manifest's members, then the files beside it.
  public let differences: [Difference]
  /// The first difference; nil where all is the same.
  public var difference: Difference? { differences.first }
  /// The trace hash in the manifest.
  public let recorded: Digest
  /// The trace hash of the run; nil where it was not run.
  public let rerun: Digest?
  /// The run hash in the manifest; nil where its form has none.
  public let recordedRun: Digest?
  /// The run hash of the run; nil where it was not run.
  public let rerunRun: Digest?
  /// Members that are shown and not judged.
  public let shownOnly: [String]
  /// What could not be judged, and why; whole sentences.
  public let notJudged: [String]

  /// Runs the trace of a manifest again.
  ///
  /// - Parameters:
  ///   - path: the manifest; raw files beside it are used to name the first element that differs.
  ///   - model: where the model is now; as recorded if nil. Where the files were is not judged then.
  ///   - captures: whether the files beside the manifest are judged, too; they are elsewhere if not.
  /// - Throws: what running throws; a difference is a result.
  public static func run(
    manifest path: String, model: String? = nil, captures: Bool = true, threads: Int = 1,
    implementation: Implementation = .preferred
  ) throws -> TraceVerification {
    let recorded = try RecordedManifest(path: path)
    let manifest = recorded.manifest
    let loaded = try LoadedModel(path: model ?? manifest.model)
    let attempt = Attempt(recorded, isElsewhere: model != nil, captures: captures)
    let digests = SourceDigests(of: loaded)
    let sources = try attempt.sources(loaded, digests)
    if !sources.isEmpty { return attempt.stopped(sources) }
    let encoded = try manifest.encoded(loaded)
    let ids = attempt.prompt(encoded)
    if !ids.isEmpty { return attempt.stopped(ids) }

    let folder = Files.parent(of: path) ?? "."
    let sink = VerifyingSink(manifest: manifest, folder: captures ? folder : nil)
    var rerun = try TraceRun.run(
      .init(
        tokens: manifest.tokensIn, selection: manifest.selection, path: manifest.path,
        generated: manifest.tokensOut.count, threads: threads, implementation: implementation),
      of: loaded, sink: sink, digests: digests)
    rerun.stages = sink.stages
    rerun.takeGiven(from: manifest, isElsewhere: model != nil)
    var found = [sink.difference].compactMap { $0 }
    if found.isEmpty, let missing = manifest.stages.first(where: { !sink.points.contains($0.point) }) {
      found = [.shape(missing.point, expected: missing.shape, actual: nil)]
    }
    found += attempt.members(rerun)
    if captures { found += try CaptureFolder(folder).differences(from: rerun.stages).map(Difference.file) }
    return attempt.ended(found, rerun)
  }
}

/// One verification: what is held against a recorded manifest.
private struct Attempt {
  let recorded: RecordedManifest
  let isElsewhere: Bool
  let captures: Bool

  init(_ recorded: RecordedManifest, isElsewhere: Bool, captures: Bool) {
    (self.recorded, self.isElsewhere, self.captures) = (recorded, isElsewhere, captures)
  }

  /// Files of the model and the tokenizer with other bytes, and those that are too many or too few.
  func sources(_ model: LoadedModel, _ digests: SourceDigests) throws -> [TraceVerification.Difference] {
    func differences(
      _ field: String, _ sources: [TraceManifest.Source], _ paths: [String]
    ) throws -> [TraceVerification.Difference] {
      guard sources.count == paths.count else {
        return [.sources(field, recorded: sources.map(\.path), actual: paths)]
      }
      return try zip(sources, paths).enumerated().compactMap { index, pair in
        let (source, path) = pair
        let digest = try digests[path].sha256
        guard digest != source.sha256 else { return nil }
        let name = field == "tokenizer" ? field : "\(field)[\(index)]"
        return .source("\(name).sha256", path: path, recorded: source.sha256, actual: digest)
      }
    }
    return try differences("sources", recorded.manifest.sources, model.files)
      + differences(
        "tokenizer", [recorded.manifest.tokenizer].compactMap { $0 }, [model.tokenizerFile].compactMap { $0 })
  }

  /// What of the text and the ids is not what the prompt gives now.
  func prompt(_ encoded: EncodedPrompt?) -> [TraceVerification.Difference] {
    guard let encoded else { return [] }
    var expected = recorded.manifest
    expected.take(encoded)
    let members = FieldDifference.between(recorded: recorded.json, expected: expected.json)
    return members.filter { $0.path.hasPrefix("prompt_chat") || $0.path.hasPrefix("tokens_in") }.map { .field($0) }
  }

  /// The members that are not what a run gives.
  func members(_ rerun: TraceManifest) -> [TraceVerification.Difference] {
    let members = FieldDifference.between(recorded: recorded.json, expected: rerun.json)
    // What was asked for is known by its hash alone, so that comes first.
    let hash = members.filter { $0.path == "run_hash" && recorded.runHash != nil }
    return hash.map { _ in .runHash(recorded: recorded.runHash!, actual: rerun.runHash) }
      + members.filter { !hash.contains($0) }.map { .field($0) }
  }

  func stopped(_ differences: [TraceVerification.Difference]) -> TraceVerification {
    var found = differences
    if let hash = recorded.runHash, hash != recorded.manifest.runHash {
      found.append(.runHash(recorded: hash, actual: recorded.manifest.runHash))
    }
    return ended(found, nil)
  }

  func ended(_ differences: [TraceVerification.Difference], _ rerun: TraceManifest?) -> TraceVerification {
    let isOld = recorded.manifest.formVersion < 3
    var shown = isOld ? [] : ["environment.toolchain", "environment.container_image"]
    if isElsewhere { shown += ["model", "sources[].path", "tokenizer.path"] }
    var notJudged: [String] = []
    if isOld {
      notJudged.append(
        "version \(recorded.manifest.formVersion) has no run hash: nobody can tell whether prompt, token ids without a "
          + "prompt, selection or number of generated tokens were edited, where the edited manifest is right as well")
    }
    if !captures { notJudged.append("the captures are judged by their digests: the files were left out") }
    if rerun == nil { notJudged.append("the model was not run: what stands above comes first") }
    return TraceVerification(
      differences: differences, recorded: recorded.traceHash, rerun: rerun?.traceHash,
      recordedRun: recorded.runHash, rerunRun: isOld ? nil : rerun?.runHash, shownOnly: shown, notJudged: notJudged)
  }
}

extension TraceManifest {
  /// What the model makes of the prompt now; nil where there is no prompt.
  fileprivate func encoded(_ model: LoadedModel) throws -> EncodedPrompt? {
    try prompt.map {
      try model.encode(Prompt($0, isSpecial: isSpecial, chat: chat.map { .init(system: $0.system) }))
    }
  }

  /// Takes what a prompt gives in place of what is recorded.
  fileprivate mutating func take(_ encoded: EncodedPrompt) {
    tokensIn = encoded.ids
    if let chat, let template = encoded.template, let rendered = encoded.rendered {
      self.chat = Chat(system: chat.system, template: template, rendered: rendered)
    }
  }

  /// Takes what a run is given, and does not find: the form, the prompt, the environment, and where a model was that
  /// is elsewhere now.
  fileprivate mutating func takeGiven(from recorded: TraceManifest, isElsewhere: Bool) {
    (formVersion, environment) = (recorded.formVersion, recorded.environment)
    (prompt, isSpecial, chat) = (recorded.prompt, recorded.isSpecial, recorded.chat)
    guard isElsewhere else { return }
    model = recorded.model
    func moved(_ source: Source, _ old: Source) -> Source {
      Source(path: old.path, bytes: source.bytes, sha256: source.sha256)
    }
    sources = zip(sources, recorded.sources).map(moved)
    if let source = tokenizer, let old = recorded.tokenizer { tokenizer = moved(source, old) }
  }
}
