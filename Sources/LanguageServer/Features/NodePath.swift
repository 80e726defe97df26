import ContractKit

/// What of a contract's tree stands at a byte.
struct NodePath {
  /// The keys on the way from the root; lists add none.
  let keys: [String]
  /// The collections on the way, the root first, then the scalar.
  let nodes: [YAMLNode]
  /// Whether the scalar is a key: the last one of ``keys``.
  let isKey: Bool

  /// The scalar.
  var node: YAMLNode { nodes.last! }

  /// The scalar at a byte, or that ends there; nil where there is none.
  init?(at offset: Int, in root: YAMLNode) {
    var (keys, nodes) = ([String](), [YAMLNode]())
    var next: YAMLNode? = root
    while let node = next {
      nodes.append(node)
      next = nil
      if let entries = node.entries {
        for entry in entries {
          if Self.has(entry.key, offset) {
            self.init(keys: keys + [entry.name ?? ""], nodes: nodes + [entry.key], isKey: true)
            return
          }
          guard Self.has(entry.value, offset), !(entry.value.isNull && entry.value.offsets.isEmpty) else { continue }
          keys.append(entry.name ?? "")
          next = entry.value
          break
        }
      } else if let elements = node.elements {
        next = elements.first { Self.has($0, offset) }
      } else {
        self.init(keys: keys, nodes: nodes, isKey: false)
        return
      }
    }
    return nil
  }

  private init(keys: [String], nodes: [YAMLNode], isKey: Bool) {
    (self.keys, self.nodes, self.isKey) = (keys, nodes, isKey)
  }

  private static func has(_ node: YAMLNode, _ offset: Int) -> Bool {
    node.offsets.lowerBound <= offset && offset <= node.offsets.upperBound
  }

  /// The innermost mapping around the scalar.
  var mapping: YAMLNode? { nodes.last { $0.kind == .mapping } }

  /// The mapping that is an element of the top-level list with a key.
  func element(of key: String) -> YAMLNode? {
    keys.first == key && nodes.count > 2 && nodes[1].kind == .sequence ? nodes[2] : nil
  }
}

extension YAMLNode {
  /// The bytes of a scalar that say what it says, quotes left out; nil where they are written otherwise.
  func content(in bytes: [UInt8]) -> Range<Int>? {
    guard let scalar, offsets.upperBound <= bytes.count else { return nil }
    let inner =
      scalar.style == .plain || offsets.count < 2 ? offsets : offsets.lowerBound + 1..<offsets.upperBound - 1
    return bytes[inner].elementsEqual(scalar.text.utf8) ? inner : nil
  }
}
