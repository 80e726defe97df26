/// Arrays that a falsifier run keeps beside its evidence where `PV_ARRAYS` is set: raw little-endian
/// bytes, in `arrays/CONTRACT/FALSIFIER/KIND/NAME.bin` of the run's folder.
package enum ArrayFile {
  /// The file's name for an array's name; characters that a path gives a meaning to become `_`.
  package static func name(_ array: String) -> String {
    String(array.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "_" }) + ".bin"
  }

  /// Bytes of one element, by the name that evidence gives its type; 1 for a type that is not known.
  package static func elementSize(_ dtype: String) -> Int { ["f32": 4, "i32": 4, "f64": 8][dtype] ?? 1 }
}
