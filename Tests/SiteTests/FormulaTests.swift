import XCTest

final class FormulaTests: XCTestCase {}
