/** Codes that the plates of a country begin with, by the letters they are of. */
export interface Districts {
  readonly codes: readonly string[]
  /** share of its plates whose first letters are none of these: misread, foreign, military */
  readonly elsewhere: number
}

/**
 * Romania: 41 counties, and Bucharest with one letter and a serial of two or three digits (the state standard that art. 26 of order 1501/2006 of the Ministry
 * of Administration and Interior refers to; the Ministry's licensing directorate DRPCIV registers by them).
 */
export const ROMANIA: Districts = {
  codes:
    'B AB AG AR BC BH BN BR BT BV BZ CJ CL CS CT CV DB DJ GJ GL GR HD HR IF IL IS MH MM MS NT OT PH SB SJ SM SV TL TM TR VL VN VS'.split(
      ' ',
    ),
  elsewhere: 0.02,
}
/** Of Romania's 6.45 million cars at the end of 2018 1.106 million were registered in Bucharest (DRPCIV, as Agerpres reported in March 2019). */
export const BUCHAREST_SHARE = 0.172
