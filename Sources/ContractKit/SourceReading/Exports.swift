// Files, paths, JSON and digests are part of what this floor's own interface speaks of.
@_exported import Base
