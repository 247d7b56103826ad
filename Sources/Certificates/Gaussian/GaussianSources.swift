extension CertificateSources {
  static let gaussian: [any CertificateSource.Type] = [
    BlowUpTimeCertificate.self, BlowUpShapeCertificate.self, ScalarValueCertificate.self,
    AnisotropyCertificate.self,
    MeanCertificate.self, DecayCertificate.self, SamplingCertificate.self, SoftmaxEnergyCertificate.self,
    BuresCertificate.self, CouplingCertificate.self, SinkhornEnergyCertificate.self,
  ]
}
