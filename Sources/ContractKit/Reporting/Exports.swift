// The interface of this layer uses types that the layers below it declare.
@_exported import Judging
