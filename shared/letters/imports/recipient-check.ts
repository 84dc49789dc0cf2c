import { hasPortal, type Customer } from '../../customers/customer.ts';
import { DomainError, type FieldProblem } from '../../domain-error.ts';
import { foldedNumber } from '../../personal-data/folded-number.ts';
import { canonicalPostalCode } from '../../personal-data/postal-code.ts';
import { joinedForms, wordsOf, type Word } from '../../personal-data/written-words.ts';
import { codesOf, type Said } from '../gate/said.ts';
import type { NamedRecipient } from './announcement.ts';

/** Why a letter cannot go to whom its sender named, each with what its sender can do. The one list of these codes. */
export const recipientTexts = {
  'recipient-unknown': {
    de: 'Unter dieser Nummer gibt es niemanden: prüfen Sie die Nummer, oder legen Sie den Kunden an, bevor Sie den Brief noch einmal übergeben.',
    en: 'Nobody has this number: check it, or have the customer registered before you hand the letter in again.',
  },
  'recipient-erased': {
    de: 'Dieser Kunde wurde gelöscht: senden Sie ihm hierüber nichts mehr, und nehmen Sie ihn aus Ihrem Bestand.',
    en: 'This customer was erased: send them nothing by this way any more, and take them out of your own records.',
  },
  'recipient-without-portal': {
    de: 'Dieser Kunde hat keinen Zugang zum Portal: senden Sie den Brief mit der Post.',
    en: 'This customer has no access to the portal: send the letter by post.',
  },
  'recipient-differs': {
    de: 'Unter dieser Nummer ist jemand mit anderem Namen oder anderer Postleitzahl bekannt: prüfen Sie, ob Nummer und Anschrift zusammengehören.',
    en: 'Whom we know by this number has another name or postal code: check whether number and address belong together.',
  },
} as const satisfies Readonly<Record<string, Said>>;

export type RecipientRefusal = keyof typeof recipientTexts;
export const RecipientRefusal = codesOf(recipientTexts);

/** Why somebody is not the recipient. */
export interface RecipientProblem {
  readonly code: RecipientRefusal;
  /** Named from the announcement on. */
  readonly fields: readonly FieldProblem[];
  readonly whatToDo: Said;
}

/** What is looked at of a customer. */
export type KnownCustomer = Pick<Customer, 'status' | 'login' | 'familyName' | 'latinName'> & {
  readonly address: Pick<Customer['address'], 'postalCode' | 'country'>;
};

/**
 * Whether a letter may go to whom was found under the number that its sender named; `undefined` if so. Says which field differs and never what we know.
 * @param foundCustomer `unknown`: nobody has the number; `erased`: somebody had it, who is gone
 */
export function recipientProblem(named: NamedRecipient, foundCustomer: KnownCustomer | 'unknown' | 'erased'): RecipientProblem | undefined {
  const number = named.customerId === undefined ? 'recipient.insuranceNumber' : 'recipient.customerId';
  if (foundCustomer === 'unknown') return problemOf('recipient-unknown', [{ field: number, problem: 'is nobody’s' }]);
  if (foundCustomer === 'erased' || foundCustomer.status === 'erasing')
    return problemOf('recipient-erased', [{ field: number, problem: 'is of somebody who was erased' }]);
  const fields: FieldProblem[] = [];
  if (!isCalled(named.familyName, foundCustomer)) fields.push({ field: 'recipient.familyName', problem: 'is not the name of whom we know by this number' });
  if (!livesAt(named.postalCode, foundCustomer)) fields.push({ field: 'recipient.postalCode', problem: 'is not that of the address that we know' });
  // Before it is said whether they have a login: whoever mistyped a number learns nothing of somebody else.
  if (fields.length > 0) return problemOf('recipient-differs', fields);
  return hasPortal(foundCustomer) ? undefined : problemOf('recipient-without-portal', [{ field: number, problem: 'is of somebody who cannot log in' }]);
}

/** The same for who asked for one letter. */
export const recipientRefused = ({ code, fields }: RecipientProblem): DomainError =>
  new DomainError(
    'unprocessable',
    code,
    fields.map(({ field, problem }) => ({ field: `body.${field}`, problem })),
  );

const problemOf = (code: RecipientRefusal, fields: readonly FieldProblem[]): RecipientProblem => ({ code, fields, whatToDo: recipientTexts[code] });

/**
 * Whether a family name is theirs, in either of its spellings. All of a double name: of two people at one address, one has often a part of the other's name. What
 * stands before a name or behind it without being one may be missing, since others keep that in fields of its own.
 */
export function isCalled(familyName: string, { familyName: known, latinName }: Pick<Customer, 'familyName' | 'latinName'>): boolean {
  const named = waysToWrite(familyName);
  return [known, latinName?.familyName].some((name) => name !== undefined && [...waysToWrite(name)].some((way) => named.has(way)));
}

/** Academic degrees and titles, as people write them before a name or behind it. */
const degrees = 'dr prof professor doktor med dent vet jur rer nat pol oec phil habil hc h c ing dipl mag msc bsc mba ma ba llm phd'.split(' ');
/** What German employers report apart from the name: prefixes [Vorsatzworte] and additions [Namenszusätze], the usual ones. */
const prefixes =
  'von v vom zu zum zur van vande vanden vander de del della di da do dos du des d la le les el al den der ter ten te graf gräfin grafin graefin freiherr freifrau baron baronin baronesse prinz prinzessin fürst fuerst fürstin fuerstin ritter edler edle'.split(
    ' ',
  );

/** All ways to write a name as one word: with and without what stands before and behind it. */
function waysToWrite(name: string): Set<string> {
  // What hyphens join is one: of Graf-Müller the first half is a name.
  const parts = name.split(/[\s,]+|(?<=\.)/).map(wordsOf);
  const own = withoutLast(withoutFirst(parts, degrees), degrees);
  return new Set([parts, own, withoutFirst(own, [...degrees, ...prefixes])].flatMap((some) => [...joinedForms(some.flat())]));
}

type Part = readonly Word[];

const isOneOf = (part: Part, these: readonly string[]): boolean => part.every((word) => word.some((form) => these.includes(form)));

/** A name that is nothing else stays: Graf is a family name too. */
function withoutFirst(parts: readonly Part[], these: readonly string[]): readonly Part[] {
  const from = parts.findIndex((part) => !isOneOf(part, these));
  return from === -1 ? parts.slice(-1) : parts.slice(from);
}

function withoutLast(parts: readonly Part[], these: readonly string[]): readonly Part[] {
  const to = parts.findLastIndex((part) => !isOneOf(part, these));
  return to === -1 ? parts : parts.slice(0, to + 1);
}

function livesAt(postalCode: string | undefined, { address }: KnownCustomer): boolean {
  if (postalCode === undefined || address.postalCode === undefined) return postalCode === address.postalCode;
  const canonical = (code: string) => foldedNumber(canonicalPostalCode(address.country, code) ?? code);
  return canonical(postalCode) === canonical(address.postalCode);
}
