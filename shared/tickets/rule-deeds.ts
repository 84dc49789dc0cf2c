import * as z from 'zod';

/** What rules can do on a case by themselves, and whether it is something of which the customer must know that nobody did it (Art. 13(2)(f) GDPR). */
const deeds = {
  assign: false,
  tag: false,
  'set-priority': false,
  'add-task': false,
  'issue-letter': true,
  answer: true,
  'pay-out': true,
  close: true,
} as const;

export type RuleDeed = keyof typeof deeds;
export const RuleDeed = z.enum(Object.keys(deeds) as [RuleDeed, ...RuleDeed[]]);

/** Whether the customer is shown that this was done without a person. */
export const concernsCustomer = (did: readonly RuleDeed[]): boolean => did.some((deed) => deeds[deed]);

/** What the customer reads of it. */
export const automaticNote =
  'Automatisch bearbeitet. Sie möchten, dass ein Mensch sich das ansieht? Schreiben Sie uns zu diesem Vorgang: Dann geht er an eine Sachbearbeiterin oder einen Sachbearbeiter.';
