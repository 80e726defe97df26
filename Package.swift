// swift-tools-version: 6.2
// tools-version 6.2 is the first in which a dependent package accepts a dependency with
// unsafeFlags; the kernels need two such flags (see below).

import PackageDescription

// MARK: - Flags

/// C kernels are optimized in debug builds too (unoptimized ones run 7 to 270 times slower, and
/// falsifiers run in debug), and a*b+c is rounded twice unless the source says fma: clang fuses by
/// default on aarch64 and in functions with target("fma"), which would change the bits.
let kernelCFlags: [CSetting] = [
  .unsafeFlags(["-O3", "-ffp-contract=off", "-fno-math-errno", "-Wall", "-Wextra"])
]

/// Swift kernels are optimized in debug builds for the same reason.
let kernelSwiftFlags: [SwiftSetting] = [
  .unsafeFlags(["-O"], .when(configuration: .debug))
]

/// What pv is made of uses only what its files import: without this, a member of Foundation, which a package below
/// imports, is taken for that of the standard library, and a program that is linked statically carries all of ICU.
let importedMembersOnly: [SwiftSetting] = [.enableUpcomingFeature("MemberImportVisibility")]

/// Those of the targets that contracts name under `implementation:` count, in debug builds on Linux, how often each function
/// is entered, and keep what file it is of: that is how a falsifier shows that it ran them (docs/verdicts.md). Nothing is
/// linked for it. The file names must be uncompressed, since Measuring, which reads them, has no zlib.
let countedSwiftFlags: [SwiftSetting] = [
  .unsafeFlags(["-O"], .when(configuration: .debug)),
  .unsafeFlags(
    ["-profile-generate", "-profile-coverage-mapping", "-Xllvm", "-enable-name-compression=false"],
    .when(platforms: [.linux], configuration: .debug)),
]

// MARK: - Package

let package = Package(
  name: "contract-falsifier",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "pv", targets: ["pv"]),
    // The same under a name that no other program has: Debian's `pv` is a pipe viewer.
    .executable(name: "pv-contracts", targets: ["pv"]),
    .library(name: "ContractKit", targets: ["ContractKit"]),
    .library(name: "FalsifierKit", targets: ["FalsifierKit"]),
    .library(name: "Kernels", targets: ["Kernels"]),
    .library(name: "Models", targets: ["Models", "ModelFixtures"]),
    // Our kernels through pv_kernels.h: what tests of `pv conform` load.
    .library(name: "KernelLibrary", type: .dynamic, targets: ["KernelLibrary"]),
  ],
  // Pinned exactly, because Package.resolved is not kept in this repository.
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/attaswift/BigInt", exact: "6.0.1"),
    // Without its trait for Foundation, which would bring ICU's tables into the program.
    .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
    // Of swift-subprocess's interface.
    .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
  ],
  targets: [
    // MARK: System libraries
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),

    // MARK: Files, JSON, digests
    // What every other target may use; it knows none of them.
    .target(
      name: "Base", dependencies: [.product(name: "Crypto", package: "swift-crypto")], swiftSettings: kernelSwiftFlags),
    .testTarget(name: "BaseTests", dependencies: ["Base"]),

    // MARK: Kernels
    .target(name: "CKernels", cSettings: kernelCFlags),
    .target(name: "Kernels", dependencies: ["CKernels"], swiftSettings: countedSwiftFlags),

    // MARK: Models and traces
    .target(name: "Models", dependencies: ["Kernels", "Base"], swiftSettings: countedSwiftFlags),
    // Small models with made weights, the same bytes on every machine.
    .target(name: "ModelFixtures", dependencies: ["Models", "Base"], swiftSettings: kernelSwiftFlags),
    .target(name: "CTraces", cSettings: kernelCFlags),
    .target(
      name: "Traces", dependencies: ["Models", "Metrics", "CTraces", "Base"], swiftSettings: countedSwiftFlags),
    .testTarget(name: "ModelsTests", dependencies: ["Models", "ModelFixtures", "Base"], exclude: ["Golden"]),
    .testTarget(name: "TracesTests", dependencies: ["Traces", "ModelFixtures"]),

    // MARK: Contracts, evidence, verdicts
    .target(
      name: "Attestation", dependencies: ["Base", .product(name: "Crypto", package: "swift-crypto")]),
    .testTarget(name: "AttestationTests", dependencies: ["Attestation", "Base"], exclude: ["Golden"]),
    .target(name: "Metrics", swiftSettings: kernelSwiftFlags),
    // Optimized: every process that runs a falsifier reads all sources that it can reach.
    .target(name: "Provenance", dependencies: ["Base"], swiftSettings: kernelSwiftFlags),
    // MARK: The layers of ContractKit, from below
    // Imports go down only, and the folders of a layer need each other in one direction only: LayersTests. Each layer
    // re-exports the one below it, whose types its own interface has.
    // Texts, words, places, findings and the rule that a finding names; YAML.
    .target(
      name: "SourceReading", dependencies: ["Base", "CLibYAML"],
      path: "Sources/ContractKit/SourceReading", swiftSettings: importedMembersOnly),
    // Contracts: what they say, the form that they are read by, their files.
    .target(
      name: "ContractModel",
      dependencies: ["SourceReading", "Metrics", "Provenance", .product(name: "BigInt", package: "BigInt")],
      path: "Sources/ContractKit/ContractModel", swiftSettings: importedMembersOnly),
    // Evidence, bindings, the ledger of a run, witnesses.
    .target(
      name: "EvidenceModel",
      dependencies: ["ContractModel", "Provenance", .product(name: "BigInt", package: "BigInt")],
      path: "Sources/ContractKit/EvidenceModel", swiftSettings: importedMembersOnly),
    // Rules and their catalogue; settings, suppressions and the baseline, which name rules.
    .target(
      name: "ContractRules",
      dependencies: ["EvidenceModel", "Metrics", "Provenance", .product(name: "BigInt", package: "BigInt")],
      path: "Sources/ContractKit/ContractRules", swiftSettings: importedMembersOnly),
    // What contracts and evidence come to.
    .target(
      name: "VerdictDerivation",
      dependencies: [
        "ContractRules", "Attestation", "Metrics", "Provenance", .product(name: "BigInt", package: "BigInt"),
      ],
      path: "Sources/ContractKit/VerdictDerivation", swiftSettings: importedMembersOnly),
    // Pages of a project against its verdicts; the pages that are made of them.
    .target(
      name: "ProjectPages",
      dependencies: ["VerdictDerivation", "Provenance", .product(name: "BigInt", package: "BigInt")],
      path: "Sources/ContractKit/ProjectPages", swiftSettings: importedMembersOnly),
    // Drivers: validation, live validation, verification.
    .target(
      name: "Judging", dependencies: ["ProjectPages", "Attestation", "Provenance"],
      path: "Sources/ContractKit/Judging", swiftSettings: importedMembersOnly),
    // Reports in all formats, schemas, fixes.
    .target(
      name: "Reporting", dependencies: ["Judging", "Metrics"],
      path: "Sources/ContractKit/Reporting", swiftSettings: importedMembersOnly),
    // One version of contracts and settings against another.
    .target(
      name: "Comparing", dependencies: ["Reporting", "Metrics", .product(name: "BigInt", package: "BigInt")],
      path: "Sources/ContractKit/Comparing", swiftSettings: importedMembersOnly),
    // Runs of falsifiers, on this machine and on others.
    .target(
      name: "Reproducing",
      dependencies: [
        "Comparing", .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux])),
      ],
      path: "Sources/ContractKit/Reproducing", swiftSettings: importedMembersOnly),
    // Coverage, questions about contracts, import, templates.
    .target(
      name: "ContractTools", dependencies: ["Comparing"],
      path: "Sources/ContractKit/ContractTools", swiftSettings: importedMembersOnly),
    // All of them under one name.
    .target(
      name: "ContractKit", dependencies: ["ContractTools", "Reproducing"], path: "Sources/ContractKit/Facade",
      swiftSettings: importedMembersOnly),
    // Optimized: it adds in seven orders, over every case. What of a falsifier needs no XCTest.
    .target(
      name: "Measuring",
      dependencies: [
        "ContractKit", "CFunctionCounters", "Metrics", "Provenance", .product(name: "Crypto", package: "swift-crypto"),
      ], swiftSettings: kernelSwiftFlags),
    // Where a compiler has put the counters of functions.
    .target(name: "CFunctionCounters", cSettings: [.unsafeFlags(["-Wall", "-Wextra"])]),
    .target(
      name: "FalsifierKit", dependencies: ["ContractKit", "Measuring"], swiftSettings: kernelSwiftFlags),
    // What the falsifiers of the kernels measure: cases, oracles, mutants. Any kernels can be put in the place of ours.
    .target(
      name: "Experiments", dependencies: ["Measuring", "Metrics", "Kernels"], swiftSettings: kernelSwiftFlags),
    // What programs in other languages record: arrays, and what is what among them.
    .target(
      name: "Recordings", dependencies: ["ContractKit", "Measuring", "Metrics", "Models", "Provenance"],
      swiftSettings: kernelSwiftFlags + importedMembersOnly),
    .testTarget(name: "RecordingsTests", dependencies: ["Base", "ContractKit", "Measuring", "Metrics", "Recordings"]),
    .executableTarget(
      name: "pv",
      dependencies: [
        "ContractKit", "CConformance", "CMemory", "Conformance", "LanguageServer", "Metrics", "ModelFixtures", "Models",
        "Provenance", "Recordings", "Site", "Traces",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: importedMembersOnly),

    // MARK: For reviewers
    // Pages of what verification and traces have; it judges nothing.
    .target(name: "CSite", exclude: ["style.css", "site.js"], cSettings: [.unsafeFlags(["-Wno-c23-extensions"])]),
    .target(
      name: "Site", dependencies: ["Base", "ContractKit", "CSite", "Models", "Provenance", "Traces"],
      swiftSettings: importedMembersOnly),
    .testTarget(name: "SiteTests", dependencies: ["Base", "ContractKit", "Site"]),

    // MARK: In the editor
    .target(name: "LanguageServer", dependencies: ["ContractKit"], swiftSettings: importedMembersOnly),
    .testTarget(name: "LanguageServerTests", dependencies: ["LanguageServer"]),

    // MARK: Kernels that are not ours
    // The process that a foreign library is loaded in, and the header that it is compiled with.
    .target(name: "CConformance", cSettings: [.unsafeFlags(["-O2", "-Wall", "-Wextra"])]),
    // Files that `pv` has with it; #embed is older in clang than in C.
    .target(name: "CShipped", cSettings: [.unsafeFlags(["-Wno-c23-extensions"])]),
    .target(
      name: "Conformance",
      dependencies: ["CConformance", "CShipped", "ContractKit", "Experiments", "Kernels", "Measuring"],
      swiftSettings: kernelSwiftFlags + importedMembersOnly),

    .target(
      name: "KernelLibrary", dependencies: ["Conformance", "Experiments", "Kernels"], path: "Tests/KernelLibrary",
      swiftSettings: kernelSwiftFlags),
    .testTarget(name: "ConformanceTests", dependencies: ["Conformance", "ContractKit"]),

    // The memory of the program, libyaml's included.
    .target(name: "CMemory", dependencies: ["CLibYAML"], cSettings: [.unsafeFlags(["-O2", "-Wall", "-Wextra"])]),

    // MARK: Tests
    .testTarget(
      name: "Falsifiers",
      dependencies: ["Base", "Experiments", "FalsifierKit", "Kernels", "ModelFixtures", "Traces", "COpenBLAS"],
      exclude: ["Fixtures", "Dot/Fixtures"], swiftSettings: kernelSwiftFlags),
    .testTarget(name: "ContractKitTests", dependencies: ["ContractKit", "FalsifierKit"], exclude: ["Golden"]),
    // Takes the place of malloc in the test program, where it counts.
    .target(name: "CAllocationCount", path: "Tests/CAllocationCount"),
    .testTarget(name: "KernelsTests", dependencies: ["Kernels", "CKernels", "CAllocationCount"]),
    .testTarget(name: "MetricsTests", dependencies: ["Metrics"]),
    .testTarget(name: "ProvenanceTests", dependencies: ["Provenance", "Base"]),
    // C that counts what is entered, by the flags that docs/verdicts.md names.
    .target(
      name: "CCounted", path: "Tests/CCounted",
      cSettings: [
        .unsafeFlags(
          ["-O2", "-fprofile-instr-generate", "-fcoverage-mapping", "-mllvm", "-enable-name-compression=false"],
          .when(platforms: [.linux], configuration: .debug))
      ]),
    .testTarget(
      name: "FalsifierKitTests", dependencies: ["CCounted", "FalsifierKit", "Kernels", "Measuring", "Provenance"],
      exclude: ["Golden"]),
    .testTarget(
      name: "pvTests",
      dependencies: ["Attestation", "Conformance", "ContractKit", "CMemory", "Experiments", "Measuring"],
      exclude: ["Libraries"]),
  ],
  cLanguageStandard: .c11
)
