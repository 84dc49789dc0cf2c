import type * as z from 'zod';
import type { Customer } from '../customers/customer.ts';
import { nameOf, printedName, type Salutation } from '../customers/name.ts';
import { DomainError } from '../domain-error.ts';
import type { Language } from '../language.ts';
import { joined } from '../letters/address-lines.ts';
import { fillText, formatDay, variablesIn, type TextVariable } from '../letters/typesetting/text.ts';
import { dayOf, type Day } from '../personal-data/calendar.ts';
import type { Agent } from '../staff/agent.ts';
import type { Ticket } from '../tickets/ticket.ts';

/** What a text is filled from. */
export interface About {
  readonly ticket: Pick<Ticket, 'number' | 'openedAt'>;
  readonly customer: Pick<Customer, 'salutation' | 'title' | 'givenName' | 'familyName' | 'latinName' | 'organisation' | 'insuranceNumber'>;
  /** Who answers; `undefined` of somebody who is not on record as staff. */
  readonly clerk: Pick<Agent, 'displayName'> | undefined;
  readonly on: Day;
}

interface Placeholder {
  readonly of: (about: About, language: Language) => string | undefined;
  /** Not everybody has one: a text asks for it in a section of its own name. */
  readonly atTimes?: true;
}

/** Everything by which a text can be filled, and nothing else: whoever wants another adds it here. */
const placeholders: Readonly<Record<string, Placeholder>> = {
  ticketNumber: { of: ({ ticket }) => ticket.number },
  openedOn: { of: ({ ticket }, language) => formatDay(dayOf(new Date(ticket.openedAt)), language) },
  today: { of: ({ on }, language) => formatDay(on, language) },
  salutation: { of: ({ customer }, language) => addressed(customer, language) },
  fullName: { of: ({ customer }) => joined(customer.title, nameOf(printedName(customer))) },
  familyName: { of: ({ customer }) => joined(customer.title, printedName(customer).familyName) },
  givenName: { of: ({ customer }) => printedName(customer).givenName, atTimes: true },
  organisation: { of: ({ customer }) => customer.organisation, atTimes: true },
  insuranceNumber: { of: ({ customer }) => customer.insuranceNumber },
  clerkName: { of: ({ clerk }) => clerk?.displayName },
};

export const placeholderNames: readonly string[] = Object.keys(placeholders);
const isKnown = (name: string): boolean => Object.hasOwn(placeholders, name);

const greetings: Readonly<Record<Language, Readonly<Record<z.infer<typeof Salutation> | 'neutral', string>>>> = {
  de: { frau: 'Sehr geehrte Frau', herr: 'Sehr geehrter Herr', neutral: 'Guten Tag' },
  en: { frau: 'Dear Ms', herr: 'Dear Mr', neutral: 'Dear' },
};

/** As letters do: of whom nobody knows how they want to be addressed, by their whole name. */
function addressed(customer: About['customer'], language: Language): string {
  const { salutation = 'neutral', title } = customer;
  const name = printedName(customer);
  return joined(greetings[language][salutation], title, salutation === 'neutral' ? nameOf(name) : name.familyName);
}

const braces = 'has braces that are no placeholder: each {{ needs its }}, each {{#name}} its {{/name}}';
const known = `known are ${placeholderNames.join(', ')}`;

/** What is wrong with a text that is to be filled, in words that name no more than what is known; nothing if it can be filled for everybody. */
export function problemsOf(text: string): string[] {
  // That something must stand there at all is said before.
  if (text.trim() === '') return [];
  // Comments and single braces would reach nobody, or the customer.
  if (/[{}]/.test(text.replaceAll(/\{\{[#^/]?\s*\p{L}[^{}\s]*\s*\}\}/gu, ''))) return [braces];
  const variables = variablesOf(text);
  if (!variables) return [braces];
  if (variables.some(({ name }) => !isKnown(name))) return [`has a placeholder that is unknown: ${known}`];
  const open = [...new Set(variables.filter(({ name, guarded }) => !guarded && placeholders[name]!.atTimes).map(({ name }) => name))];
  if (open.length > 0) return open.map((name) => `has {{${name}}}, which not everybody has: put it into {{#${name}}} … {{/${name}}}`);
  return everyView.some((view) => fillText(text, view) === '') ? ['has nothing to say to some: outside of sections there must be text for everybody'] : [];
}

const [atTimes, always] = [true, undefined].map((kind) => placeholderNames.filter((name) => placeholders[name]!.atTimes === kind)) as [string[], string[]];

/** Whatever somebody has and lacks of what not everybody has, one after the other. */
const everyView: readonly Readonly<Record<string, string>>[] = Array.from({ length: 2 ** atTimes.length }, (_, bits) =>
  Object.fromEntries([...always, ...atTimes.filter((__, index) => bits & (2 ** index))].map((name) => [name, 'x'])),
);

/** Whether a text says who writes. */
export const namesClerk = (text: string): boolean => (variablesOf(text) ?? []).some(({ name }) => name === 'clerkName');

function variablesOf(text: string): TextVariable[] | undefined {
  try {
    return variablesIn(text);
  } catch {
    return undefined;
  }
}

/**
 * A text that was found to be in order, filled. Values go in as they are: braces in them are signs like others.
 * @throws DomainError `conflict/placeholder-without-value` naming the placeholder
 */
export function filled(text: string, about: About, language: Language): string {
  const values = placeholderNames.flatMap((name) => {
    const value = placeholders[name]!.of(about, language);
    return value === undefined ? [] : [[name, value] as const];
  });
  const view: Readonly<Record<string, string>> = Object.fromEntries(values);
  const missing = variablesIn(text).find(({ name, guarded }) => !guarded && !Object.hasOwn(view, name));
  if (missing) throw placeholderWithoutValue(missing.name);
  return fillText(text, view);
}

const placeholderWithoutValue = (name: string): DomainError =>
  new DomainError('conflict', 'placeholder-without-value', [
    { field: 'body.text', problem: `is needed: there is nothing to put in the place of {{${name}}}, so write the text yourself` },
  ]);
