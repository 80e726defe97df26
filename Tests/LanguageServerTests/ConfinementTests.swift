import ContractKit
import XCTest

@testable import LanguageServer

final class ConfinementTests: XCTestCase {
  func testALinkOutOfTheWorkspaceIsNotRead() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pv-lsp-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Files.makeFolder("\(folder)/workspace")
    try Files.replace("\(folder)/outside.yaml", with: Array("secret".utf8))
    try Files.replace("\(folder)/workspace/inside.yaml", with: Array("mine".utf8))
    func link(_ name: String, to place: String) throws {
      try FileManager.default.createSymbolicLink(atPath: "\(folder)/workspace/\(name)", withDestinationPath: place)
    }
    try link("link.yaml", to: "\(folder)/outside.yaml")
    try link("own.yaml", to: "inside.yaml")
    try link("up", to: "..")
    let confinement = Confinement(["\(folder)/workspace"])
    func bytes(_ path: String) -> String? { confinement.bytes(of: path).map { String(decoding: $0, as: UTF8.self) } }
    XCTAssertEqual(bytes("\(folder)/workspace/inside.yaml"), "mine")
    XCTAssertEqual(bytes("\(folder)/workspace/own.yaml"), "mine")
    XCTAssertNil(bytes("\(folder)/workspace/link.yaml"))
    XCTAssertNil(bytes("\(folder)/workspace/up/outside.yaml"))
    XCTAssertNil(bytes("\(folder)/outside.yaml"))
    XCTAssertNil(bytes("\(folder)/workspace-not/outside.yaml"))
    XCTAssertFalse(confinement.contains("\(folder)/workspace/link.yaml"))
    XCTAssertTrue(confinement.contains("\(folder)/workspace/inside.yaml"))
  }
}
