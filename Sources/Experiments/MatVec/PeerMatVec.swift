/// A matrix-vector product that is not ours: weights, rows, columns, the distance of two rows in elements, and x.
package typealias PeerMatVec = (UnsafePointer<Float>, Int, Int, Int, [Float]) -> [Float]
