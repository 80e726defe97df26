/// A model file that cannot be read, with the tensor and the byte where it went wrong.
public struct ModelFileError: Error, Equatable, CustomStringConvertible, Sendable {
  /// The file as it was named by the caller.
  public let path: String
  /// The tensor that is at fault, where one is.
  public let tensor: String?
  /// The offset from the start of the file, where one is known.
  public let byte: Int?
  /// What is wrong there, without a full stop.
  public let reason: String

  /// An error of a file.
  public init(path: String, tensor: String? = nil, byte: Int? = nil, reason: String) {
    (self.path, self.tensor, self.byte, self.reason) = (path, tensor, byte, reason)
  }

  /// `PATH: byte N: tensor NAME: REASON`, with what is known.
  public var description: String {
    path + (byte.map { ": byte \($0)" } ?? "") + (tensor.map { ": tensor \($0)" } ?? "") + ": " + reason
  }
}
