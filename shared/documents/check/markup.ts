import type { Budget } from './budget.ts';
import { NotKept } from './not-kept.ts';

/**
 * Elements that bring or run something, attributes that do so, addresses that are programs, entities of one's own. What is in a tag and what is not, readers see
 * differently once quotes and comments are in it, so an attribute counts wherever it can begin one: behind white space or a quote; behind a slash where a
 * tag is open. Data about a mail that programs read (JSON-LD) is written as a script of a type that nobody runs: said just so, and the end of it, it is passive. Each alternative reads on from where it begins, and no sign is read twice by one.
 */
const active =
  /(?<passive><script\s{1,8}type\s{0,8}=\s{0,8}(?:"application\/ld\+json"|'application\/ld\+json')\s{0,8}>|<\/script\s{0,8}>)|(?<element><[\s/]*(?:script|iframe|object|embed|applet)\b|<!entity\b)|(?<opens><[a-z])|(?<closes>>)|(?<handler>[\s"']\/?on[a-z]{3,30}\s*=)|(?<slashed>\/on[a-z]{3,30}\s*=)|(?<address>\b(?:javascript|vbscript)\s*:)/gi;

/** HTML, or XML, that is only looked at. @throws NotKept `active-content`, `too-complex` */
export function checkMarkup(html: string, budget: Budget): void {
  for (const text of [html, spelled(html, budget)]) requireStill(text, budget);
}

function requireStill(text: string, budget: Budget): void {
  budget.work(text.length);
  let open = false;
  for (const { groups = {} } of text.matchAll(active)) {
    if (groups.opens !== undefined) open = true;
    else if (groups.closes !== undefined || groups.passive !== undefined) open = false;
    else if (groups.slashed === undefined || open) throw new NotKept('active-content');
  }
}

/** Signs by their number, and those that browsers pass over in an address: ways to write what a search does not find. */
function spelled(html: string, budget: Budget): string {
  budget.work(html.length);
  return html
    .replace(/&#x([0-9a-f]{1,6});?/gi, (_, code: string) => signOf(parseInt(code, 16)))
    .replace(/&#(\d{1,7});?/g, (_, code: string) => signOf(Number(code)))
    .replace(/&(colon|tab|newline);/gi, (_, name: string) => (name.toLowerCase() === 'colon' ? ':' : ''))
    .replace(/[\0\t\r\n]/g, (sign) => (sign === '\n' ? ' ' : ''));
}

const signOf = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '');
