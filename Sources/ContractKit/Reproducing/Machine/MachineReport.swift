/// What a machine can run, and what to install: what `pv doctor` says.
public struct MachineReport: Sendable {
  /// How a thing that was looked for stands.
  public enum State: String, CaseIterable, Sendable {
    case ok
    /// Nothing that the main job does needs it.
    case absent
    /// The main job cannot run without it.
    case missing
  }

  /// One thing that was looked for.
  public struct Check: Sendable {
    /// What was looked for.
    public let name: String
    /// How it stands.
    public let state: State
    /// What was found, or what it would be for.
    package let detail: String
    /// What to install or to set; nil where nothing can be done or needs to be.
    package let remedy: String?

    /// The result of looking for something.
    public init(_ name: String, _ state: State, _ detail: String, remedy: String? = nil) {
      self.name = name
      self.state = state
      self.detail = detail
      self.remedy = remedy
    }
  }

  /// In the order in which they are shown.
  public let checks: [Check]

  /// A report of checks.
  public init(_ checks: [Check]) { self.checks = checks }

  /// Whether the main job can run.
  package var isReady: Bool { !checks.contains { $0.state == .missing } }

  /// One line for each check, and what to do.
  public var text: String {
    let width = checks.map(\.name.count).max() ?? 0
    var text = ""
    for check in checks {
      text +=
        SafeText.line("\(check.state.rawValue.padded(to: 7))  \(check.name.padded(to: width))  \(check.detail)") + "\n"
      if let remedy = check.remedy {
        text += String(repeating: " ", count: width + 11) + "-> \(SafeText.line(remedy))\n"
      }
    }
    let missing = checks.filter { $0.state == .missing }.map(\.name)
    return text
      + (missing.isEmpty
        ? "this machine can run the main job\n" : "the main job needs: \(missing.joined(separator: ", "))\n")
  }

  /// The same for programs.
  public var json: JSON {
    .object([
      "schema": .string("pv-doctor/1"), "ready": .bool(isReady),
      "checks": .array(
        checks.map { check in
          .object([
            "name": .string(check.name), "state": .string(check.state.rawValue), "detail": .string(check.detail),
            "remedy": check.remedy.map(JSON.string) ?? .null,
          ])
        }),
    ])
  }
}
