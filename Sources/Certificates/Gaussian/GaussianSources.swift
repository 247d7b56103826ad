extension CertificateSources {
  static let gaussian: [any CertificateSource.Type] = [
    BlowUpTimeCertificate.self, BlowUpShapeCertificate.self, ScalarValueCertificate.self,
    AnisotropyCertificate.self,
    MeanCertificate.self, DecayCertificate.self, SamplingCertificate.self, SoftmaxEnergyCertificate.self,
    BuresCertificate.self, CouplingCertificate.self, SinkhornEnergyCertificate.self,
    IsotropicRankCertificate.self,
    FixedPointCertificate.self, ProfileCertificate.self, DecayBoundCertificate.self,
    BlowUpBoundCertificate.self,
    RiccatiCertificate.self, ReachabilityCertificate.self, RotationCertificate.self, RankOneCertificate.self,
    DiscreteCertificate.self, VelocityCertificate.self, TiedKeysCertificate.self, GrowthCertificate.self,
  ]
}
