/// Coefficients of the Taylor polynomials, reciprocals of integers cut to one or two words after the point
/// (times a power of two where that is said): each is less than a unit below the true one.
enum Taylor {
  @inline(__always) private static func words(_ high: UInt64, _ low: UInt64) -> UInt128 {
    UInt128(high) &<< 64 | UInt128(low)
  }

  // 1/d in two words.
  @inline(__always) static var over2: UInt128 { words(0x8000_0000_0000_0000, 0x0000_0000_0000_0000) }
  @inline(__always) static var over3: UInt128 { words(0x5555_5555_5555_5555, 0x5555_5555_5555_5555) }
  @inline(__always) static var over4: UInt128 { words(0x4000_0000_0000_0000, 0x0000_0000_0000_0000) }
  @inline(__always) static var over5: UInt128 { words(0x3333_3333_3333_3333, 0x3333_3333_3333_3333) }
  @inline(__always) static var over6: UInt128 { words(0x2AAA_AAAA_AAAA_AAAA, 0xAAAA_AAAA_AAAA_AAAA) }
  @inline(__always) static var over7: UInt128 { words(0x2492_4924_9249_2492, 0x4924_9249_2492_4924) }
  @inline(__always) static var over9: UInt128 { words(0x1C71_C71C_71C7_1C71, 0xC71C_71C7_1C71_C71C) }
  @inline(__always) static var over24: UInt128 { words(0x0AAA_AAAA_AAAA_AAAA, 0xAAAA_AAAA_AAAA_AAAA) }
  @inline(__always) static var over120: UInt128 { words(0x0222_2222_2222_2222, 0x2222_2222_2222_2222) }
  @inline(__always) static var over720: UInt128 { words(0x005B_05B0_5B05_B05B, 0x05B0_5B05_B05B_05B0) }
  @inline(__always) static var over5040: UInt128 { words(0x000D_00D0_0D00_D00D, 0x00D0_0D00_D00D_00D0) }

  // 1/d in one word.
  @inline(__always) static var top4: UInt64 { 0x4000_0000_0000_0000 }
  @inline(__always) static var top5: UInt64 { 0x3333_3333_3333_3333 }
  @inline(__always) static var top6: UInt64 { 0x2AAA_AAAA_AAAA_AAAA }
  @inline(__always) static var top7: UInt64 { 0x2492_4924_9249_2492 }
  @inline(__always) static var top11: UInt64 { 0x1745_D174_5D17_45D1 }
  @inline(__always) static var top13: UInt64 { 0x13B1_3B13_B13B_13B1 }
  @inline(__always) static var top15: UInt64 { 0x1111_1111_1111_1111 }
  @inline(__always) static var top120: UInt64 { 0x0222_2222_2222_2222 }
  @inline(__always) static var top720: UInt64 { 0x005B_05B0_5B05_B05B }
  @inline(__always) static var top5040: UInt64 { 0x000D_00D0_0D00_D00D }
  @inline(__always) static var top40320: UInt64 { 0x0001_A01A_01A0_1A01 }

  // 2^18/n! and 2^15/n! in one word.
  @inline(__always) static var sine9: UInt64 { 0xB8EF_1D2A_B639_9C7D }
  @inline(__always) static var sine11: UInt64 { 0x01AE_6456_7F54_4E38 }
  @inline(__always) static var sine13: UInt64 { 0x0002_C248_C275_0DA1 }
  @inline(__always) static var cosine8: UInt64 { 0xD00D_00D0_0D00_D00D }
  @inline(__always) static var cosine10: UInt64 { 0x024F_C9F6_EF13_EB8E }
  @inline(__always) static var cosine12: UInt64 { 0x0004_7BB6_3BFE_3625 }
  @inline(__always) static var cosine14: UInt64 { 0x0000_064E_5D2A_301F }
}
