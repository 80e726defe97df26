extension ShardRecord {
  /// Why a file is no record of a shard.
  public enum Problem: Error, Equatable, CustomStringConvertible {
    /// Not JSON, not of the form, or cut off.
    case unreadable(String)
    /// The bytes are not those that the digest in them was taken of.
    case edited
    /// Another version of the form.
    case version(Int)

    /// What is wrong with it.
    public var description: String {
      switch self {
      case .unreadable(let reason): "unreadable: \(reason)"
      case .edited: "edited: its digest is not that of its bytes"
      case .version(let version):
        "written in version \(version) of the form, but this pv reads \(ShardRecord.schemaVersion); merge with the pv that wrote it"
      }
    }
  }

  /// The bytes of the file: canonical, with the digest of the bytes inside, as evidence has it.
  public var bytes: [UInt8] { JSON.bytes(withOwnDigest: json(digest:)) }

  private func json(digest: String) -> JSON {
    func texts(_ map: [String: String]) -> JSON { .object(map.mapValues(JSON.string)) }
    var members: [String: JSON] = [
      "schema": .object(["name": .string(Self.schemaName), "version": .integer(Self.schemaVersion)]),
      "kind": .string(kind.rawValue), "shard": .integer(index.number), "of": .integer(index.count),
      "parameters": .object(parameters), "inputs": texts(inputs),
      "demand": .array(
        demand.map { item in
          .object(["item": .string(item.name), "shard": .integer(item.shard), "digests": texts(item.digests)])
        }),
      "command": .array(command.map(JSON.string)), "host": .string(host), "started": .string(started),
      "state": .string(isFinished ? "finished" : "started"),
      "files": .object(files.mapValues { .string($0.description) }), "digest": .string(digest),
    ]
    members["done"] = done.map { done in
      .object(
        done.mapValues { one in
          .object(["outcome": one.outcome, "milliseconds": one.milliseconds.map(JSON.integer) ?? .null])
        })
    }
    return .object(members)
  }

  /// The record in a file's bytes.
  ///
  /// - Throws: `Problem`.
  public init(reading bytes: [UInt8]) throws(Problem) {
    let json: JSON
    do { json = try JSON(reading: bytes) } catch { throw .unreadable("\(error)") }
    guard var members = json.object, members["schema"]?["name"]?.string == Self.schemaName,
      let version = members["schema"]?["version"]?.integer
    else { throw .unreadable("it does not say that it is a \(Self.schemaName)") }
    guard version == Self.schemaVersion else { throw .version(version) }
    let digest = members["digest"]?.string
    members["digest"] = .string(Digest.placeholder)
    guard json.canonicalBytes == bytes, Digest(of: JSON.object(members).canonicalBytes).description == digest else {
      throw .edited
    }
    func refuse(_ member: String) -> Problem { .unreadable("`\(member)` is missing or malformed") }
    func texts(_ json: JSON?) -> [String: String]? {
      guard let object = json?.object, object.values.allSatisfy({ $0.string != nil }) else { return nil }
      return object.compactMapValues(\.string)
    }
    guard let kind = json["kind"]?.string.flatMap(Kind.init(rawValue:)) else { throw refuse("kind") }
    guard let number = json["shard"]?.integer, let count = json["of"]?.integer,
      let index = ShardIndex(number, of: count)
    else { throw refuse("shard") }
    guard let parameters = json["parameters"]?.object else { throw refuse("parameters") }
    guard let inputs = texts(json["inputs"]) else { throw refuse("inputs") }
    guard let host = json["host"]?.string, let started = json["started"]?.string else { throw refuse("host") }
    var demand: [Item] = []
    for item in json["demand"]?.array ?? [] {
      guard let name = item["item"]?.string, let shard = item["shard"]?.integer, (1...count).contains(shard),
        let digests = texts(item["digests"])
      else { throw refuse("demand") }
      demand.append(Item(name: name, shard: shard, digests: digests))
    }
    guard Set(demand.map(\.name)).count == demand.count else { throw .unreadable("`demand` has an item twice") }
    self.init(
      kind: kind, index: index, parameters: parameters, inputs: inputs, demand: demand,
      command: json["command"]?.array?.compactMap(\.string) ?? [], host: host, started: started)
    for (path, digest) in json["files"]?.object ?? [:] {
      guard let digest = digest.string.flatMap(Digest.init(_:)), PathText.staysInside(path) else {
        throw refuse("files")
      }
      files[path] = digest
    }
    guard json["state"]?.string == "finished" else { return }
    guard let entries = json["done"]?.object else { throw refuse("done") }
    var done: [String: Done] = [:]
    for (item, entry) in entries {
      guard let outcome = entry["outcome"] else { throw refuse("done") }
      done[item] = Done(outcome: outcome, milliseconds: entry["milliseconds"]?.integer)
    }
    self.done = done
  }
}
