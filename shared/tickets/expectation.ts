import * as z from 'zod';
import { dayOf, type Day } from '../personal-data/calendar.ts';
import { firstAnswerBy, resolveBy } from './clock.ts';
import type { Ticket, WaitingFor } from './ticket.ts';

/** What a customer can expect next, and until when. Days, not hours: a promise by an hour is for those who must keep it. */
export const Expectation = z.object({
  next: z.enum(['answer', 'decision', 'your-reply', 'third-party', 'expert']).describe('`answer`: a first one; `your-reply`: it is the customer’s turn'),
  by: z.iso.date().optional().describe('By the end of this day, as it is in Berlin; absent while somebody is waited for, until when nobody can say'),
  late: z.literal(true).optional().describe('That day was promised, and not kept'),
  words: z.object({ de: z.string(), en: z.string() }).describe('The same, for customers to read'),
});
export type Expectation = z.infer<typeof Expectation>;

type Language = keyof Expectation['words'];
type Words = Readonly<Record<Language, (day: string) => string>>;

/** What is said while the house is at it: in time, and when it was not. */
const texts: Readonly<Record<'answer' | 'decision', { readonly inTime: Words; readonly late: Words }>> = {
  answer: {
    inTime: { de: (day) => `Wir antworten Ihnen bis ${day}.`, en: (day) => `We will answer you by ${day}.` },
    late: {
      de: (day) => `Wir wollten Ihnen bis ${day} antworten. Das haben wir leider nicht geschafft; wir sind daran.`,
      en: (day) => `We meant to answer you by ${day}. We are sorry that we have not; we are working on it.`,
    },
  },
  decision: {
    inTime: { de: (day) => `Ihr Anliegen ist voraussichtlich bis ${day} abgeschlossen.`, en: (day) => `We expect to have dealt with your matter by ${day}.` },
    late: {
      de: (day) => `Wir wollten Ihr Anliegen bis ${day} abschließen. Das dauert leider länger; wir sind daran.`,
      en: (day) => `We meant to have dealt with your matter by ${day}. We are sorry that it takes longer; we are working on it.`,
    },
  },
};

const waitingTexts: Readonly<Record<WaitingFor, { readonly next: Expectation['next'] } & Expectation['words']>> = {
  customer: {
    next: 'your-reply',
    de: 'Wir warten auf Ihre Antwort. Danach geht es weiter.',
    en: 'We are waiting for your reply, and go on when we have it.',
  },
  'third-party': {
    next: 'third-party',
    de: 'Wir warten auf eine andere Stelle. Danach geht es weiter.',
    en: 'We are waiting for somebody else, and go on when we have heard from them.',
  },
  expert: {
    next: 'expert',
    de: 'Wir warten auf ein Gutachten. Danach geht es weiter.',
    en: 'We are waiting for an expert’s report, and go on when we have it.',
  },
};

/** What the customer can expect of a case by now; nothing of one that is closed, restricted, or of before anything was promised. */
export function expectedOf(ticket: Ticket, now: Date): Expectation | undefined {
  if (ticket.status === 'closed' || ticket.restricted) return undefined;
  if (ticket.waitingFor) {
    const { next, ...words } = waitingTexts[ticket.waitingFor];
    return { next, words };
  }
  const answer = firstAnswerBy(ticket);
  if (answer !== undefined) return promise('answer', answer, now);
  const end = resolveBy(ticket);
  return end === undefined ? undefined : promise('decision', end, now);
}

/** Kept until the day is over, though the house means to be done by a moment of it. */
function promise(next: 'answer' | 'decision', moment: string, now: Date): Expectation {
  const by = dayOf(new Date(moment));
  const late = dayOf(now) > by;
  const { de, en } = texts[next][late ? 'late' : 'inTime'];
  return { next, by, ...(late && { late: true as const }), words: { de: de(inWords(by, 'de')), en: en(inWords(by, 'en')) } };
}

const locales: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-GB' };

interface DayFormats {
  readonly weekday: Intl.DateTimeFormat;
  readonly day: Intl.DateTimeFormat;
}

// Made when they are first needed: they take long.
const formats = new Map<Language, DayFormats>();

function formatsOf(language: Language): DayFormats {
  const known = formats.get(language);
  if (known) return known;
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locales[language], { ...options, timeZone: 'UTC' });
  const made = { weekday: format({ weekday: 'long' }), day: format({ dateStyle: 'long' }) };
  formats.set(language, made);
  return made;
}

/** `Dienstag, 17. März 2026`, `Tuesday, 17 March 2026`. */
function inWords(day: Day, language: Language): string {
  const { weekday, day: date } = formatsOf(language);
  const at = new Date(`${day}T00:00:00Z`);
  return `${weekday.format(at)}, ${date.format(at)}`;
}
