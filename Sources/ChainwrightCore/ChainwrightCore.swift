// The umbrella without reading, writing and drawing: `import ChainwrightCore` gives the model, the graph and the analyses, and asks for no C library.
@_exported import Answers
@_exported import Cascades
@_exported import ClusterAnalysis
@_exported import ClusterModel
@_exported import CutSets
@_exported import GraphAlgorithms
@_exported import GraphCore
@_exported import InputOutput
@_exported import InventoryDynamics
@_exported import LinearPrograms
