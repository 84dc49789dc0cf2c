/** Letters that were printed elsewhere: one that becomes a letter, one that is taken back, two in doubt, one whose file never comes. */
import { letterPdf } from '../client/made-up-files.ts';
import type { Person } from '../client/portal.ts';
import { announcementOf, handIn, mustOf, type OmsAsks, type PrintedLetter } from '../client/printed-letters.ts';
import { refused, type Customer } from './people.ts';

/** Hands in letters to somebody, on a case of theirs, and leaves them as they are when they ask for erasure. */
export async function lettersPrinted({ id: customerId, persona, ...customer }: Customer, ticketId: string, clerk: Person, omsAsks: OmsAsks): Promise<void> {
  const { latinGivenName, latinFamilyName, street, familyName, importReference, importText, letterNote, letterTitle, letterTopic } = persona;
  const letter = (number: number, name: string, text: string): PrintedLetter => ({
    reference: `${importReference}-${number}`,
    recipient: { customerId, familyName, postalCode: '50667' },
    title: letterTitle,
    topic: letterTopic,
    bytes: letterPdf([name, street, '50667 Bad', `${text} ${number}`], text),
    ticketId,
  });
  const theirs = `${latinGivenName} ${latinFamilyName}`;

  const published = await handIn(omsAsks, letter(1, theirs, letterNote), 'published');
  await customer.must('GET', `/v1/letters/${published.letter!.id}/file`);

  const wrong = await handIn(omsAsks, { ...letter(2, theirs, letterNote), ticketId: undefined }, 'published');
  await customer.must('GET', `/v1/letters/${wrong.letter!.id}/file`);
  await mustOf(omsAsks, 'POST', `/v1/letter-imports/${wrong.id}/withdrawal`, { reason: 'wrong-content' });
  await refused(customer.ask('GET', `/v1/letters/${wrong.letter!.id}`), 404);

  await handIn(omsAsks, letter(3, 'Anna Anders', importText), 'needs-review');
  const decided = await handIn(omsAsks, letter(4, 'Anna Anders', importText), 'needs-review');
  await clerk.must('GET', `/v1/letter-imports/${decided.id}/file`);
  await clerk.must('POST', `/v1/letter-imports/${decided.id}/decision`, { body: { decision: 'refuse', reason: 'wrong-recipient' } });

  const awaited = announcementOf(letter(5, theirs, importText));
  for (const _ of ['sent', 'sent again']) await mustOf(omsAsks, 'POST', '/v1/letter-imports', awaited);
  const mistaken = { customerId, familyName: letterNote, postalCode: '50667' };
  await refused(omsAsks('POST', '/v1/letter-imports', { ...announcementOf(letter(6, theirs, importText)), recipient: mistaken }), 422);
}
