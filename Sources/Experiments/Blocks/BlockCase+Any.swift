import Measuring
import Kernels

extension BlockCase {
  /// One to three blocks of one of several formats, all bytes uniform: infinite and NaN scales among them.
  static func any(_ formats: [BlockFormat]) -> CaseDomain<BlockCase> {
    let names = formats.map(\.name).joined(separator: ", ")
    return CaseDomain(
      "blocks of \(names)", "a format of \(names); 1...3 blocks of it; all bytes uniform",
      corners: formats.map { format in .init(format.name) { $0.format == format } }
        + [.init("more than one block") { $0.bytes.count > $0.format.blockBytes }]
    ) { choices in
      let format = formats[choices.integer(in: 0...formats.count - 1)]
      let count = choices.integer(in: 1...3)
      return BlockCase(format: format, bytes: (0..<count * format.blockBytes).map { _ in UInt8(choices.below(256)) })
    }
  }
}
