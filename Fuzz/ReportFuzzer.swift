import Base

/// What libFuzzer calls with bytes of its own: they are a report of `pv conform`, or a record of scripts/conformance, that a
/// site is to show.
///
/// scripts/fuzz compiles this file together with the sources of Site, so that the reader reports which of its
/// branches an input reached.
///
/// - Returns: 0, as libFuzzer wants it; what is wrong traps.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzReport(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let path = FuzzFolder.write("report.json", Array(UnsafeBufferPointer(start: start, count: count)))
  do {
    _ = try ConformedLibrary(path: path)
  } catch let error as SiteError {
    precondition(error.description.hasPrefix("\(path): "), error.description)
  } catch let error as FileError { precondition(!error.reason.isEmpty) } catch { preconditionFailure("\(error)") }
  return 0
}
