/** How an SMS is cut up: each segment is paid for, and shown as one text only by newer phones. */
export interface SmsLength {
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly segments: number;
}

/** GSM 03.38, basic character set: one septet each. */
const basic = new Set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà');

/** Its extension: an escape and a septet, which may not be torn apart. */
const extended = new Set('^{}\\[~]|€\f');

/** Characters (septets, or UTF-16 units) in the only segment, and in each of several: those have a header. */
const room = { 'GSM-7': { only: 160, each: 153 }, 'UCS-2': { only: 70, each: 67 } };

/** One character outside GSM-7 more than halves the room of the whole text. A character is never cut in two. */
export function smsLength(text: string): SmsLength {
  const characters = [...text];
  const encoding = characters.every((character) => basic.has(character) || extended.has(character)) ? 'GSM-7' : 'UCS-2';
  const sizes = characters.map((character) => (encoding === 'UCS-2' ? character.length : extended.has(character) ? 2 : 1));
  const { only, each } = room[encoding];
  if (sizes.reduce((sum, size) => sum + size, 0) <= only) return { encoding, segments: 1 };
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > each) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  return { encoding, segments };
}
