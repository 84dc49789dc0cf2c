import { NotKept } from './not-kept.ts';

/** Elements that bring or run something, attributes that do so, addresses that are programs. */
const active = [/<\s*\/?\s*(script|iframe|object|embed|applet)\b/i, /<[a-z][^>]{0,5000}?[\s/"']on[a-z]{3,30}\s*=/i, /\b(javascript|vbscript)\s*:/i];

/** Signs by their number, and those that browsers pass over in an address: ways to write what a search does not find. */
const spelled = (html: string): string =>
  html
    .replace(/&#x([0-9a-f]{1,6});?/gi, (_, code: string) => signOf(parseInt(code, 16)))
    .replace(/&#(\d{1,7});?/g, (_, code: string) => signOf(Number(code)))
    .replace(/&(colon|tab|newline);/gi, (_, name: string) => (name.toLowerCase() === 'colon' ? ':' : ''))
    .replace(/[\0\t\r\n]/g, (sign) => (sign === '\n' ? ' ' : ''));

const signOf = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '');

/** HTML that is only looked at. @throws NotKept `active-content` */
export function checkMarkup(html: string): void {
  const texts = [html, spelled(html)];
  if (active.some((pattern) => texts.some((text) => pattern.test(text)))) throw new NotKept('active-content');
}
