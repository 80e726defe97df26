import ContractKit
import XCTest

@testable import Site

/// This repository's own site: whole, small, the same every time, and with the verdicts of `pv verify`.
final class SiteTests: XCTestCase {
  /// Judged once: it takes seconds.
  private static let content = SiteContent.project(Repository.path)

  func testLinksLeadToPagesAndPlacesAndNothingIsLoadedFromElsewhere() throws {
    let pages = try WrittenSite(Self.content, self).pages()
    XCTAssertGreaterThan(pages.count, 170)
    let places = pages.mapValues { Set(WrittenSite.values(of: "id", in: $0)) }
    var links = 0
    for (name, page) in pages {
      for address in WrittenSite.values(of: "href", in: page) where !address.hasPrefix("https://") {
        guard address != "data:,", address != "style.css" else { continue }
        links += 1
        let parts = address.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let target = parts[0].isEmpty ? name : parts[0]
        XCTAssertNotNil(pages[target], "\(name) links to \(address)")
        if parts.count == 2 {
          XCTAssertTrue(places[target]?.contains(parts[1]) ?? false, "\(name) links to \(address)")
        }
      }
      XCTAssertEqual(WrittenSite.values(of: "src", in: page), ["site.js"], name)
      for loads in ["<img", "<iframe", "<object", "<embed", "@import", "url(", "srcset", "<form"] {
        XCTAssertFalse(page.contains(loads), "\(name) has \(loads)")
      }
    }
    XCTAssertGreaterThan(links, 5000)
  }

  func testItIsSmall() throws {
    let site = try WrittenSite(Self.content, self)
    XCTAssertLessThan(site.summary.bytes, 3_000_000)
    XCTAssertLessThan(site.summary.largest, 300_000)
    var bytes = 0
    for name in try site.names() where name != SiteFolder.marker { bytes += try site.text(name).utf8.count }
    XCTAssertEqual(bytes, site.summary.bytes)
  }

  func testTheSameContentGivesTheSameBytes() throws {
    let (a, b) = (try WrittenSite(Self.content, self), try WrittenSite(SiteContent.project(Repository.path), self))
    XCTAssertEqual(try a.names(), try b.names())
    for name in try a.names() { XCTAssertEqual(try a.text(name), try b.text(name), name) }
  }

  /// Every verdict is that of the verification, and each falsifier has its line and its page.
  func testVerdictsAreThoseOfTheVerification() throws {
    let site = try WrittenSite(Self.content, self)
    let list = try site.text("falsifiers.html")
    let entries = Self.content.verification.entries
    for (index, entry) in entries.enumerated() {
      let page = "\(Self.content.entryNames[index]).html"
      let row = try XCTUnwrap(list.range(of: "<a href=\"\(page)\">\(entry.falsifier.id.value)</a>"))
      let line = list[row.upperBound...].prefix { $0 != "\n" }
      XCTAssertTrue(line.contains(">\(entry.verdict.status.rawValue)</b>"), "\(entry.falsifier.id.value): \(line)")
      let text = try site.text(page)
      let status = try XCTUnwrap(text.range(of: "<dt>status</dt><dd>"))
      XCTAssertTrue(
        text[status.upperBound...].prefix(80).contains(">\(entry.verdict.status.rawValue)</b>"),
        entry.falsifier.id.value)
    }
    let overview = try site.text("index.html")
    for status in Status.allCases {
      let count = Self.content.verification.count(status)
      XCTAssertTrue(overview.contains("<li><strong>\(count)</strong> \(Words.chip(status).text)</li>"), status.rawValue)
    }
    for gate in Self.content.verification.gates {
      let line = "<code>\(gate.gate.id.value)</code> \(Words.gate(passes: gate.passes).text)"
      XCTAssertTrue(overview.contains(line), gate.gate.id.value)
    }
  }

  /// What a reviewer asks first stands on the first page, and is what the verdicts have.
  func testTheFirstPageAnswers() throws {
    let overview = try WrittenSite(Self.content, self).text("index.html")
    let entries = Self.content.verification.entries
    func answer(_ question: String) throws -> Substring {
      let start = try XCTUnwrap(overview.range(of: "<dt>\(question)</dt><dd>"), question)
      let end = try XCTUnwrap(overview.range(of: "</dd>", range: start.upperBound..<overview.endIndex))
      return overview[start.upperBound..<end.lowerBound]
    }
    let smallest = try XCTUnwrap(entries.flatMap { $0.verdict.checks.compactMap(\.margin) }.min())
    let holders = entries.filter { $0.verdict.checks.contains { $0.margin == smallest } }.map(\.falsifier.id.value)
    let first = try answer("Smallest margin")
    XCTAssertTrue(holders.contains { first.contains(">\($0)</a>") }, "\(first) is none of \(holders)")
    let nearest = try XCTUnwrap(
      entries.flatMap { $0.verdict.windows.compactMap { $0.weakest == nil ? nil : $0.marginAbove } }.min())
    let mutants = entries.flatMap { entry in
      entry.verdict.windows.filter { $0.marginAbove == nearest }.compactMap(\.weakest?.name)
    }
    let second = try answer("Mutant that comes nearest")
    XCTAssertTrue(mutants.contains { second.contains("<code>\($0)</code>") }, "\(second) is none of \(mutants)")
    let holes = try XCTUnwrap(Self.content.coverage.links.first { $0.key == "clause_falsifier" }).holes
    XCTAssertTrue(
      try answer("Clauses without a falsifier").hasPrefix(holes.isEmpty ? "None" : "<strong>\(holes.count)"))
    XCTAssertTrue(try answer("Where two traces part").contains("No two traces"))
  }

  /// A kill matrix has a row for each mutant that ran, and marks exactly the checks that it violates.
  func testKillMatricesAreThoseOfTheVerdicts() throws {
    var violations = 0
    for entry in Self.content.verification.entries where entry.verdict.isJudged {
      let matrix = try XCTUnwrap(KillMatrix(entry))
      for row in matrix.rows {
        guard case .mutant(let result, _) = row.fault else { continue }
        for (check, cell) in zip(entry.verdict.checks, row.cells) {
          if case .violated = cell {
            violations += 1
            XCTAssertTrue(check.violators.contains(result.name), "\(result.name) \(check.check.metric.value)")
          } else {
            XCTAssertFalse(check.violators.contains(result.name), "\(result.name) \(check.check.metric.value)")
          }
        }
      }
      for row in matrix.rows {
        guard case .impostor(let result) = row.fault else { continue }
        let isSeen = row.cells.contains { if case .violated = $0 { true } else { false } }
        if case .caught = result.outcome { XCTAssertTrue(isSeen) } else { XCTAssertFalse(isSeen) }
      }
    }
    XCTAssertGreaterThan(violations, 500)
  }
}
