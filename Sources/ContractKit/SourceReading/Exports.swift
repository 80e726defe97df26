// The interface of this layer uses files, paths, JSON and digests.
@_exported import Base
