// Metrics and bounds are part of what this module's own interface speaks of.
@_exported import Metrics
