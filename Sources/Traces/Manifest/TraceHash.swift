import Base

/// One digest over everything that a trace captured.
///
/// SHA-256 of one line a captured file, `SHA256  DTYPE  SHAPE  PATH`, two blanks between, the shape as sizes with
/// `x` between, each line ended by a newline, the lines sorted by the UTF-8 bytes of their paths. The first column
/// is the SHA-256 of the file, header included, as sha256sum prints it. docs/traces.md has a test vector.
public enum TraceHash {
  /// The hash of captured stages, in whatever order.
  public static func of(_ stages: [CapturedStage]) -> Digest {
    let lines = stages.sorted { Files.utf8Order($0.path, $1.path) }.map(line)
    return Digest(of: Array(lines.joined().utf8))
  }

  private static func line(_ stage: CapturedStage) -> String {
    let shape = stage.shape.map(String.init).joined(separator: "x")
    return "\(stage.sha256)  \(CapturedStage.dtype)  \(shape)  \(stage.path)\n"
  }
}
