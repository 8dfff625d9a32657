// The umbrella: `import Chainwright` gives the whole library.
@_exported import Cascades
@_exported import Charts
@_exported import ClusterAnalysis
@_exported import ClusterIO
@_exported import ClusterMaps
@_exported import ClusterModel
@_exported import CutSets
@_exported import Diagram
@_exported import DiagramLayout
@_exported import DiagramText
@_exported import GraphAlgorithms
@_exported import GraphCore
@_exported import GraphvizLayout
@_exported import InputOutput
@_exported import InventoryDynamics
@_exported import LinearPrograms
@_exported import Reports
