import type { Country } from './country.ts';

/**
 * How posts write their codes where that is more than the signs in a row, and what `postcode-validator` leaves out of its table.
 *
 * After the Universal Postal Union's sheets by country ("Postal addressing systems") and Google's libaddressinput, whose `zip`, `zipex` and `require`
 * say what a code looks like, with an example, and whether an address needs one. Letters that libaddressinput has in the code (`LV-1050`, `AD500`)
 * are part of it; those that it has in front only (`postprefix`: `CH-`, `L-`, `MD-`, `AZ `) name the country, and are left out, as DIN 5008 wants.
 */

/** A form: what a code is by its letters and digits alone, and how it is written, as `String.replace` has them. */
type Form = readonly [signs: RegExp, written: string];

/** So many signs, something between, so many again. */
const parted = (before: number | string, between: string, after: number | string): Form => [new RegExp(`^(\\w{${before}})(\\w{${after}})$`), `$1${between}$2`];

/** The part of the town before the space; behind it the walk of whoever brings it. */
const british = parted('2,4', ' ', 3);
/** Nine digits: to the side of a street. */
const zipPlus4 = parted(5, '-', 4);
const threeAndTwo = parted(3, ' ', 2);

/** By country, the first that takes the signs. */
export const postalCodeForms: Readonly<Record<Country, readonly Form[]>> = {
  AD: [[/^(?:AD)?(\d{3})$/, 'AD$1']],
  AS: [zipPlus4],
  BB: [[/^(?:BB)?(\d{5})$/, 'BB$1']],
  BM: [parted(2, ' ', 2)],
  BR: [parted(5, '-', 3)],
  CA: [parted(3, ' ', 3)],
  CZ: [threeAndTwo],
  EC: [[/^(?:EC)?(\d{6})$/, '$1']],
  FK: [british],
  FM: [zipPlus4],
  // Posts of the forces abroad have a number of their own, and by now a code as well.
  GB: [[/^BFPO(\d{1,4})$/, 'BFPO $1'], british],
  GG: [british],
  GI: [british],
  GR: [threeAndTwo],
  GS: [british],
  GU: [zipPlus4],
  IE: [parted(3, ' ', 4)],
  IM: [british],
  IO: [british],
  IR: [parted(5, '-', 5)],
  JE: [british],
  JP: [parted(3, '-', 4)],
  KY: [[/^(?:KY)?(\d)(\d{4})$/, 'KY$1-$2']],
  LB: [parted(4, ' ', 4)],
  LV: [[/^(?:LV)?(\d{4})$/, 'LV-$1']],
  MH: [zipPlus4],
  MP: [zipPlus4],
  MT: [parted(3, ' ', '2,4')],
  // The code of before 2014 told the street; the one of today has five digits.
  NI: [[/^(\d{3})(\d{3})(\d)$/, '$1-$2-$3'], parted(3, '-', 3)],
  NL: [parted(4, ' ', 2)],
  PE: [[/^(LIMA|CALLAO)(\d{1,2})$/, '$1 $2']],
  PL: [parted(2, '-', 3)],
  PN: [british],
  PR: [zipPlus4],
  PT: [parted(4, '-', 3)],
  PW: [zipPlus4],
  SA: [zipPlus4],
  SE: [threeAndTwo],
  SH: [british],
  SK: [threeAndTwo],
  SV: [[/^(?:CP)?(\d{4})$/, 'CP $1']],
  TC: [british],
  US: [zipPlus4],
  VC: [[/^(?:VC)?(\d{4})$/, 'VC$1']],
  VG: [[/^(?:VG)?(\d{4})$/, 'VG$1']],
  VI: [zipPlus4],
};

/** What the table of the library leaves out. */
export const takenToo: Readonly<Record<Country, RegExp>> = {
  // The code of before 1998, without the letter of the province: many addresses still have it.
  AR: /^\d{4}$/,
  // Numbers of the forces, and of the bank that was a post office's first customer.
  GB: /^(?:BFPO \d{1,4}|GIR 0AA)$/,
  // Five digits before 2023, seven since.
  EG: /^\d{7}$/,
  // Six digits since 2018, five before.
  KH: /^\d{6}$/,
  // Beside the old six digits: the letter of the region, its district, and the building (`A15X9E8`).
  KZ: /^[A-Z]\d{2}[A-Z]\d[A-Z]\d$/,
  NI: /^\d{5}$/,
  // Lima and Callao by their districts, from before the codes of five digits.
  PE: /^(?:LIMA|CALLAO) \d{1,2}$/,
  PW: /^969(?:39|40)(?:-\d{4})?$/,
  // The national address: five digits, and four more that tell the building.
  SA: /^\d{5}-\d{4}$/,
  // Tristan da Cunha, which the library has under letters that ISO 3166-1 has only reserved.
  SH: /^TDCU 1ZZ$/,
  // With the letter of the quarter.
  VE: /^\d{4}-?[A-Z]$/,
};

/**
 * Where an address is not whole without a code: every one has one, and post is sorted by it. Those of which libaddressinput says so (`require`), but
 * where post is brought by the name of the place all the same (CN, IN, MX, MY, NC, PF, SJ, TR, TW, WF, ZA), and single places with one code for all.
 */
export const demandsPostalCode: readonly Country[] =
  'AT AU AX BE BR CA CH CZ DE DK ES FI FR GB GF GG GP GR IM IT JE JP KR LI LU MQ NL NO NZ PL PR PT RE RU SE SG SK SM US YT'.split(' ');
