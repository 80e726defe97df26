import ArgumentParser
import ContractKit
import Kernels
import Models
import Traces

/// Ends of the commands that run models.
enum ModelFailure {
  /// Runs a body; a model, a trace or an argument that it refuses is reported on standard error. The exit code is
  /// 2 where a path is missing and 1 otherwise.
  static func reporting(_ body: () throws -> Void) throws {
    do { try body() } catch let error as FileError {
      throw Failure.nothingJudged("\(error)")
    } catch let error where isRefusal(error) {
      throw Failure.rejected("\(error)")
    }
  }

  private static func isRefusal(_ error: any Error) -> Bool {
    error is ModelFileError || error is DecoderError || error is KernelError || error is SelectionError
      || error is ComparisonError
  }

  /// Says on standard error that a path is missing before anything else is tried.
  static func requirePath(_ path: String) throws {
    guard Files.kind(of: path) != nil else { throw Failure.nothingJudged("\(path) does not exist") }
  }
}
