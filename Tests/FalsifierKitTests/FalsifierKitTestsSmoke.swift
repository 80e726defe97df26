import XCTest
@testable import FalsifierKit
