@_exported import VlasovCertificates
