/// Measurements of two arrays.
public enum Metrics {}
