/** Most that an encoded word may be long (RFC 2047, section 2), and what of it is not text. */
const longestWord = 75;
const frame = '=?UTF-8?B?'.length + '?='.length;
/** So many bytes of text fit: base 64 makes four characters of three bytes. */
const bytesInWord = Math.floor((longestWord - frame) / 4) * 3;

/**
 * An address with the name of who writes, as a header of a mail has it (RFC 5322, section 3.4): `"Muster AG" <service@muster.example>`.
 * A name with other than ASCII characters is written in encoded words (RFC 2047), none of which tears a character apart; SES asks for that.
 */
export const mailbox = (name: string, address: string): string => `${/^[\x20-\x7e]*$/.test(name) ? quoted(name) : encodedWords(name)} <${address}>`;

const quoted = (name: string): string => `"${name.replaceAll(/["\\]/g, '\\$&')}"`;

function encodedWords(name: string): string {
  const words: string[] = [''];
  for (const character of name) {
    const longer = `${words.at(-1)!}${character}`;
    if (Buffer.byteLength(longer) <= bytesInWord) words[words.length - 1] = longer;
    else words.push(character);
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}
