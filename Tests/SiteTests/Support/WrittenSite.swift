import ContractKit
import Foundation
import XCTest

@testable import Site

/// A site in a folder of its own, removed after the test, with what its pages hold.
struct WrittenSite {
  let path: String
  let summary: Site.Summary

  init(_ content: SiteContent, _ test: XCTestCase, at path: String? = nil) throws {
    self.path = path ?? Self.folder(test)
    summary = try Site.write(content, to: self.path)
  }

  /// A name below the temporary folder, which is free.
  static func folder(_ test: XCTestCase) -> String {
    let path = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("site-\(UUID().uuidString)").path
    test.addTeardownBlock { try? FileManager.default.removeItem(atPath: path) }
    return path
  }

  /// The names of all files, sorted.
  func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }

  func text(_ name: String) throws -> String { try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }

  /// The pages by their names.
  func pages() throws -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: try names().filter { $0.hasSuffix(".html") }.map { ($0, try text($0)) })
  }

  /// The values of an attribute of all tags of a page.
  static func values(of attribute: String, in page: String) -> [String] {
    page.matches(of: try! Regex("\\s\(attribute)=\"([^\"]*)\"")).map { String($0.output[1].substring ?? "") }
  }
}

extension SiteContent {
  /// The content of a project's contracts and evidence, without its pages.
  static func project(_ root: String) -> SiteContent {
    let options = Verification.Options(
      root: root, evidenceFolder: "\(root)/evidence", asOf: CalendarDate("2026-01-01")!, isWholeProject: false)
    let verification = Verification(ContractSet.load(paths: ["\(root)/contracts"]), options: options)
    let coverage = Coverage(
      verification, root: root, evidenceFolder: "\(root)/evidence", isWholeProject: false)
    return SiteContent(project: "project", verification, coverage: coverage)
  }

  /// The content of contracts that are given as text, by the names of their files.
  static func contracts(_ texts: [String: String], _ test: XCTestCase) throws -> SiteContent {
    let root = WrittenSite.folder(test)
    for (name, text) in texts {
      let file = URL(fileURLWithPath: "\(root)/contracts/\(name)")
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return project(root)
  }
}
