// The interface of this floor speaks of what the floors below it declare.
@_exported import EvidenceModel
