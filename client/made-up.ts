/** Bank details and telephone numbers that are valid and belong to nobody. */

/** A valid German IBAN (ISO 13616 check digits) for an account of ten digits at a bank that does not exist. */
export function iban(account: string): string {
  const bban = `99999999${account}`;
  // D = 13, E = 14, and 00 for the check digits to be.
  const check = 98n - (BigInt(`${bban}131400`) % 97n);
  return `DE${String(check).padStart(2, '0')}${bban}`;
}

/** Mobile numbers that the Bundesnetzagentur keeps free for films: 0171 39200 00 to 99 and 0176 040690 00 to 99. */
const blocks = ['+4917139200', '+49176040690'];

/** How many such numbers there are. */
export const madeUpNumbers = blocks.length * 100;

/** One of them, in E.164 form. */
export const madeUpNumber = (index: number): string => `${blocks[Math.floor(index / 100)]}${String(index % 100).padStart(2, '0')}`;
