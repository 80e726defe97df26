import ArgumentParser
import Attestation
import ContractKit

/// `pv attest`
struct AttestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attest",
    abstract: "Sign the contracts, evidence and bindings of this checkout, and the verdicts that follow from them.",
    discussion: """
      The attestation is an in-toto Statement with the test-result predicate, in a DSSE envelope. Anyone who has the \
      files and the public key can check the attestation with `pv verify --attestation FILE --key PUBLIC`. A project \
      is signed only if pv verify accepts it, and if every pending or falsified falsifier has a waiver.

      A private key is a PEM file that only its owner can read, for Ed25519 or for ECDSA over P-256:
        openssl genpkey -algorithm ed25519 -out release.key && chmod 600 release.key
        openssl pkey -in release.key -pubout -out release.pem
      """)

  @OptionGroup var project: ProjectOptions

  @Option(help: .init("The private key.", valueName: "file"), completion: .file())
  var key: String

  @Option(help: .init("The file to which the attestation is written.", valueName: "file"), completion: .file())
  var output: String?

  @Option(
    help: .init(
      "Sign the witness of this name instead; the signature is written next to it, as witnesses/NAME.dsse.",
      valueName: "name"))
  var witness: String?

  func validate() throws {
    guard (output == nil) == (witness != nil) else {
      throw ValidationError("name --output, or the witness to sign with --witness")
    }
  }

  func run() throws {
    let key: PrivateKey
    do { key = try PrivateKey(path: self.key) } catch { throw Failure.rejected("\(error)") }
    let (statement, path) = try witness.map { try of(witness: $0) } ?? (ofProject(), output!)
    do { try Files.replace(path, with: try Envelope(signing: statement, with: key).bytes) } catch {
      throw Failure.rejected("\(error)")
    }
    Console.writeError(
      "wrote \(PathText.shown(path)): \(statement.subjects.count) files, \(statement.passed.count) falsifiers hold; "
        + "key \(key.publicKey.id.prefix(12))…\n")
  }

  private func ofProject() throws -> Statement {
    let verification = try project.verification()
    let commit = Shell.firstLine(["git", "rev-parse", "HEAD"], folder: verification.root)
    let statement = verification.statement(commit: commit)
    guard verification.outcome == .accepted, statement.result != .failed else {
      throw Failure.rejected("pv verify rejects this project, or some of it is pending: nothing is signed")
    }
    return statement
  }

  /// A statement about a witness's file, and where its signature stands.
  private func of(witness name: String) throws -> (Statement, String) {
    let path = PathText.join(try project.root(), "witnesses/\(name).json")
    do {
      let bytes = try Files.read(path)
      let witness = try Witness(reading: bytes)
      let subject = Statement.Subject(name: "witnesses/\(name).json", digest: Digest(of: bytes))
      let reproduced = witness.reproduced.keys.map { "\($0.contract)/\($0.falsifier)" }.sorted(by: Files.utf8Order)
      return (
        Statement(subjects: [subject], result: .passed, commit: nil, passed: reproduced, warned: [], failed: []),
        Witness.signaturePath(of: path)
      )
    } catch { throw Failure.rejected("\(PathText.shown(path)): \((error as? FileError)?.reason ?? "\(error)")") }
  }
}
