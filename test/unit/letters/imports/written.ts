/** A file as it comes: in pieces of so many bytes, the last one shorter. */
export async function* cut(bytes: Uint8Array, at: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += at) {
    await Promise.resolve();
    yield bytes.subarray(from, from + at);
  }
}

/** All of something that comes one by one. */
export async function listed<Of>(some: AsyncIterable<Of>): Promise<Of[]> {
  const all: Of[] = [];
  for await (const one of some) all.push(one);
  return all;
}

/** Its signs above Latin-1, by its bytes. */
const above: Readonly<Record<string, number>> = { '€': 0x80, '„': 0x84, '’': 0x92, '“': 0x93, '–': 0x96, Š: 0x8a, Ž: 0x8e };

/** A text as programs on German computers save it. */
export function windows1252(text: string): Uint8Array {
  return Uint8Array.from(text, (sign) => {
    const byte = above[sign] ?? sign.codePointAt(0)!;
    if (byte > 0xff) throw new RangeError('Windows-1252 has no such sign');
    return byte;
  });
}
