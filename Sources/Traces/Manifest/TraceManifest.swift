import Base
import Models

/// What was run, and the digests of what it gave: enough to run it again and to say whether it is the same.
public struct TraceManifest: Equatable, Sendable {
  /// The name and version of the form; a newer version is refused.
  public static let schema = "pv-trace-manifest"
  /// The version that is written.
  public static let version = 3
  /// The versions that are read. The second has neither run hash nor environment.
  public static let readableVersions = 2...version
  /// The name of the file in the folder of a trace.
  public static let fileName = "manifest.json"

  /// The manifest of a trace that is named by its folder or by its manifest.
  public static func path(of trace: String) -> String {
    Files.isFolder(trace) ? PathText.join(trace, fileName) : trace
  }

  /// A file that the model or the tokenizer is made of.
  public struct Source: Equatable, Sendable {
    /// As it was named, a folder's files with the folder.
    public let path: String
    /// The number of bytes.
    public let bytes: Int
    /// Of its bytes.
    public let sha256: Digest
  }

  /// A logit with its token.
  public struct Logit: Equatable, Sendable {
    /// The token id.
    public let id: Int
    /// The value; its bits are what counts.
    public let value: Float
  }

  /// How a conversation became a prompt.
  public struct Chat: Equatable, Sendable {
    /// What stood before the message; nil for what the template puts there.
    public let system: String?
    /// Of the template's text.
    public let template: Digest
    /// What the template made of the messages.
    public let rendered: String
  }

  /// What a run was made with, as far as whoever made it says: shown, and part of no hash.
  public struct Environment: Equatable, Sendable {
    /// The compiler's own words.
    public let toolchain: String?
    /// The image of the container, at best with its digest.
    public let containerImage: String?

    /// What is known of a run; nothing by default.
    public init(toolchain: String? = nil, containerImage: String? = nil) {
      (self.toolchain, self.containerImage) = (toolchain, containerImage)
    }
  }

  /// The version of the form that it was read in, or is written in.
  public var formVersion = Self.version
  /// The model as it was named on the command line.
  public var model: String
  /// As GGUF writes it, such as `qwen2`, or `gpt_neo`.
  public var architecture: String
  /// The model's files.
  public var sources: [Source]
  /// The tokenizer's file; nil where token ids were given and there is none.
  public var tokenizer: Source?
  /// Sizes and constants, as the decoder has them; floats as bit patterns.
  public var configuration: [String: JSON]
  /// How matrices were multiplied.
  public var path: ForwardPath
  /// What was captured.
  public var selection: StageSelection
  /// The text; nil where ids were given.
  public var prompt: String?
  /// Whether the texts of control tokens in it stand for these tokens.
  public var isSpecial = false
  /// Nil where the text was taken as it is.
  public var chat: Chat?
  /// The ids that were run in the captured pass.
  public var tokensIn: [Int]
  /// The ids that greedy decoding chose after it.
  public var tokensOut: [Int]
  /// The largest logits of the pass, largest first.
  public var topLogits: [Logit]
  /// What was captured, in the order of the pass.
  public var stages: [CapturedStage]

  /// Not in the second version of the form.
  public var environment = Environment()

  /// One digest over all stages.
  public var traceHash: Digest { TraceHash.of(stages) }
  /// One digest over what was run, what it was run with, and all stages.
  public var runHash: Digest { RunHash.of(self) }
}
