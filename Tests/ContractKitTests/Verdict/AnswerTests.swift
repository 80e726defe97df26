import XCTest

import ContractKit

/// "Who answers" of docs/verdicts.md; the second verifier has the same cases.
final class AnswerTests: XCTestCase {
  func testAReasonHasMoreThanOneWord() {
    for text in ["two words", "two\twords", "  two\nwords "] { XCTAssertTrue(Answer.isReason(text), text) }
    for text in ["", "  ", "word", " word ", "one-word"] { XCTAssertFalse(Answer.isReason(text), text) }
  }

  func testAnOwnerIsSomebodyWhoCanBeAsked() {
    for text in ["@name", "@org/team", "team:kernels", "team:a.b-c", "one+pv@example.org", "a.b@sub.example.org"] {
      XCTAssertTrue(Answer.isOwner(text), text)
    }
    for text in [
      "", "@", "@-", "name", "kernels", "team:", "team: kernels", "Team:kernels", "a@b", "@a@b.c", "a@b.", "a@.b",
      "a@b..c", "@name ", " @name", "@nä", "a b@c.d", "+@b.c", "a@b.c+d",
    ] { XCTAssertFalse(Answer.isOwner(text), text) }
  }

  func testAYearEndsOnTheSameDay() {
    for (day, last) in [
      ("2026-11-30", "2027-11-30"), ("2027-02-28", "2028-02-28"), ("2028-02-29", "2029-03-01"),
      ("2028-01-31", "2029-01-31"),
    ] { XCTAssertEqual(CalendarDate(day)?.aYearLater, CalendarDate(last)) }
  }
}
