/// A condition that falsifiers are run under again; none of them may change a byte of evidence.
public struct Variation: Sendable {
  /// How it is asked for, in kebab-case.
  public let name: String
  /// What differs from the main job, in a few words.
  public let summary: String
  /// Added to the environment of the tests.
  public var environment: [String: String] = [:]
  /// What stands before the command of the tests, such as `taskset -c 0`.
  package var wrapper: [String] = []
  /// Whether the tests are started in an empty folder instead of the package's.
  package var isElsewhere = false
  /// Whether one process runs all tests, one after the other.
  package var isTogether = false
  /// Whether the tests are those of a release build.
  package var isRelease = false
  /// The path of the kernels that is forced; reproduced under it, evidence has a witness for it.
  package var variant: String?
  /// The test that writes what the variation must move; see `ReproductionRun.isVoid`.
  package var moves: String?
  /// Why this machine cannot run it; nil where it can.
  package var obstacle: String?

  /// The one that changes nothing: as the main job runs, each test in its own process.
  public static let none = Variation(
    "unvaried", "as the main job: each falsifier in a process of its own, several at a time")

  private init(_ name: String, _ summary: String, _ change: (inout Variation) -> Void = { _ in }) {
    self.name = name
    self.summary = summary
    change(&self)
  }

  /// All there are, the cheapest first; those that a machine lacks the means for say so.
  ///
  /// - Parameters:
  ///   - project: what the project declares.
  ///   - architecture: as `uname -m` names it.
  ///   - features: those that the processor has.
  ///   - hasTool: whether a program is on PATH.
  public static func all(
    _ project: [ProjectVariation], architecture: String, features: Set<String>, hasTool: (String) -> Bool
  ) -> [Variation] {
    [none] + surroundings(hasTool) + orders
      + project.filter { $0.isFor(architecture) }.map { declared in
        Variation(declared.name, declared.summary.isEmpty ? settings(declared.environment) : declared.summary) {
          $0.environment = declared.environment
          $0.variant = declared.forces
          $0.moves = declared.moves
          $0.obstacle = declared.obstacle(features: features)
        }
      } + [Variation("release", "a release build of the tests") { $0.isRelease = true }]
  }

  private static func settings(_ environment: [String: String]) -> String {
    environment.sorted { Files.utf8Order($0.key, $1.key) }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
  }

  /// The names of those that every project has.
  static let ownNames = Set(
    ([none] + surroundings { _ in true } + orders).map(\.name) + ["release"])

  private static func surroundings(_ hasTool: (String) -> Bool) -> [Variation] {
    [
      Variation("time-zone", "TZ=Pacific/Kiritimati, 14 hours ahead of UTC") {
        $0.environment = ["TZ": "Pacific/Kiritimati"]
      },
      // Decimal commas, and an upper case of i that is not I.
      Variation("locale", "LC_ALL, LANG and LANGUAGE name Turkish") {
        $0.environment = ["LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr"]
      },
      Variation("folder", "started in an empty folder") { $0.isElsewhere = true },
      Variation("one-core", "all threads on one core (taskset)") {
        $0.wrapper = ["taskset", "-c", "0"]
        $0.obstacle = hasTool("taskset") ? nil : "there is no taskset here"
      },
      Variation("memory", "fresh and freed memory filled with a pattern (glibc's MALLOC_PERTURB_)") {
        $0.environment = ["MALLOC_PERTURB_": "165"]
        #if !os(Linux)
          $0.obstacle = "only glibc has it"
        #endif
      },
    ]
  }

  private static let orders = [
    Variation("serial", "one process, one falsifier after the other") { $0.isTogether = true },
    Variation("reversed", "one process, the last falsifier first") {
      $0.isTogether = true
      $0.environment = ["PV_ORDER": "reversed"]
      #if !os(Linux)
        $0.obstacle = "XCTest decides the order of tests here"
      #endif
    },
  ]
}
