extension CertificateSources {
  static let gaussian: [any CertificateSource.Type] = []
}
