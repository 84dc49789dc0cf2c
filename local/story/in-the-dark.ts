/** A small theft that is settled without a person, through the public API. */
import { sendDocument } from '../../client/documents.ts';
import { pdfOf } from '../../client/made-up-files.ts';
import { until, type Person } from '../../client/portal.ts';
import { smallTheftRule, smallTheftText } from '../../shared/rules/examples/small-theft.ts';
import { report, type LetterBody } from './case.ts';

/** An administrator takes the rule that ships with the house, with its text, and lets it act while something is done; afterwards it no longer does. */
export async function whileSmallTheftsAreSettled(admin: Person, work: () => Promise<void>): Promise<void> {
  const { id: textId } = await admin.must<{ id: string }>('POST', '/v1/text-modules', { body: smallTheftText });
  const rule = smallTheftRule(textId);
  const { id, version } = await admin.must<{ id: string; version: number }>('POST', '/v1/rules', { body: { ...rule, active: true } });
  await work();
  await admin.must('PUT', `/v1/rules/${id}`, { body: { ...rule, active: false }, ifMatch: `"${version}"` });
}

/** The customer reports a theft and sends what belongs to it; the letter, the payout and the end come by themselves. */
export async function theftSettled(customer: Person): Promise<void> {
  const { id } = await report(customer, {
    kind: 'theft',
    subject: 'Fahrradtasche gestohlen',
    incident: {
      at: new Date(Date.now() - 50 * 3_600_000).toISOString(),
      place: { description: 'Fahrradständer am Südbahnhof', postalCode: '50677', city: 'Köln' },
      object: 'Gepäckträgertasche Ortlieb mit Regenjacke',
      description: 'Als ich vom Einkaufen zurückkam, war die Tasche abgeschnitten.',
      thirdParties: [],
    },
    details: { valueCents: 38_900, policeReference: '520000-034512-26/4' },
  });
  for (const fileName of ['Strafanzeige.pdf', 'Kaufbeleg.pdf']) {
    await sendDocument(customer, id, { fileName, type: 'application/pdf', bytes: pdfOf(fileName) });
  }
  const ticket = await until('the theft is settled', async () => {
    const { body } = await customer.ask('GET', `/v1/tickets/${id}`);
    return body.status === 'closed' ? body : undefined;
  });
  if (ticket.outcome !== 'settled') throw new Error(`The theft should be settled and is ${ticket.outcome}`);
  const { items } = await customer.must<{ items: { content: { type: string } }[] }>('GET', `/v1/tickets/${id}/interactions`);
  if (!items.some(({ content }) => content.type === 'rule')) throw new Error('No step says that a rule settled it');
  const letters = await customer.must<{ items: LetterBody[] }>('GET', '/v1/letters');
  if (letters.items.length !== 1) throw new Error(`One letter should be there, and there are ${letters.items.length}`);
}
