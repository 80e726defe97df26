import XCTest
@testable import ContractKit
