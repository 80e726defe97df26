import Attestation

/// The keys that a project trusts: `keys:` of its pv.yaml.
public struct TrustedKeys: Sendable {
  /// Those that can be used, in the order of the file.
  public let keys: [PublicKey]
  /// Keys that are named and cannot be used.
  public let diagnostics: [Diagnostic]
  /// Whether any are named: from then on a signature is asked for, also where none of the keys can be used.
  package let areDemanded: Bool

  /// No keys, and no signature that is asked for.
  public static let none = TrustedKeys(keys: [], diagnostics: [], areDemanded: false)

  private init(keys: [PublicKey], diagnostics: [Diagnostic], areDemanded: Bool) {
    (self.keys, self.diagnostics, self.areDemanded) = (keys, diagnostics, areDemanded)
  }

  /// Reads the keys that a project file names.
  public init(_ file: ProjectFile) {
    var (keys, diagnostics): ([PublicKey], [Diagnostic]) = ([], [])
    for name in file.settings.keys {
      do { keys.append(try PublicKey(path: file.resolved(name))) } catch {
        diagnostics.append(
          Rule.keyUnusable.diagnostic(
            "the key \(SafeText.line(name)) cannot be used", path: file.path,
            help: "\((error as? KeyError)?.reason ?? (error as? FileError)?.reason ?? "\(error)")"))
      }
    }
    self.init(keys: keys, diagnostics: diagnostics, areDemanded: !file.settings.keys.isEmpty)
  }
}
