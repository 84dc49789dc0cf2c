/** Whether bytes have these signs (Latin-1) at a place. */
export const has = (bytes: Uint8Array, signs: string, at = 0): boolean =>
  bytes.length >= at + signs.length && [...signs].every((sign, index) => bytes[at + index] === sign.charCodeAt(0));

/** The same bytes, to be read as numbers and text. */
export const buffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Each byte as the sign of that number. */
export const latin1 = (bytes: Uint8Array): string => buffer(bytes).toString('latin1');
