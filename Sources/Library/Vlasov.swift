@_exported import VlasovTheory
