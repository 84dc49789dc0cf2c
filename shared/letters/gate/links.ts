/** Where a link may lead. */
const schemes: ReadonlySet<string> = new Set(['http', 'https', 'mailto', 'tel']);

/** A host without its scheme, as people write it: `www.example.de:443/x`. */
const bareHost = /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?([/?#]|$)/i;

/**
 * Whether an address leads to the web, to a mail or to a telephone. Without a scheme it is a path or a host that programs look for on the web; but not one
 * with backslashes or two slashes, which leads to another machine's files and takes the reader's login along.
 */
export function isSafeLink(address: string): boolean {
  return isSafe(address) && isSafe(unescaped(address));
}

/** Signs that are written by their numbers (RFC 3986, 2.1), of which programs that take a path for an address make one again; however often. */
function unescaped(address: string): string {
  for (let read = address, times = 0; ; times++) {
    const next = read.replaceAll(/%([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
    if (next === read || times === mostTimes) return next;
    read = next;
  }
}

const mostTimes = 5;

function isSafe(address: string): boolean {
  // Programs read past these, so they hide nothing.
  // oxlint-disable-next-line no-control-regex
  const read = address.replaceAll(/[\u0000-\u0020\u007f-\u00a0\u200b\u2028\u2029\ufeff]/g, '');
  if (bareHost.test(read)) return true;
  const scheme = /^([^/?#:]*):/.exec(read)?.[1];
  if (scheme !== undefined) return schemes.has(scheme.toLowerCase());
  return !/^[\\/]{2}|\\/.test(read);
}
