/** Letters that were printed elsewhere come into the letter centre, or do not. */
import { letterPdf } from '../../client/made-up-files.ts';
import type { Outputs } from '../../client/outputs.ts';
import type { Person } from '../../client/portal.ts';
import { handIn, outputManagement, type PrintedLetter } from '../../client/printed-letters.ts';
import type { Registered } from './people.ts';

const address = ['Lindenstraße 12', '50674 Köln'];

/**
 * Output management hands in a bill of Paula's, a file that is none, and a letter to her neighbour under her number, which a clerk refuses.
 * @returns what the sender of the broken file is told to do
 */
export async function billsPrinted(outputs: Outputs, paula: Registered, clerk: Person): Promise<string> {
  const oms = outputManagement(outputs);
  const bill = (bytes: Buffer): PrintedLetter => ({
    recipient: { customerId: paula.id, familyName: 'Sommer', postalCode: '50674' },
    title: 'Ihre Beitragsrechnung',
    topic: 'annual-premium-invoice',
    bytes,
  });
  const { letter } = await handIn(oms, bill(letterPdf(['Paula Sommer', ...address, 'Ihre Rechnung'], 'Rechnung')), 'published');
  await paula.must('GET', `/v1/letters/${letter!.id}/file`);

  const broken = await handIn(oms, bill(Buffer.from('AFP-Druckstrom')), 'refused');

  const { id } = await handIn(oms, bill(letterPdf(['Jürgen Groß', ...address, 'Ihre Rechnung'], 'Rechnung')), 'needs-review');
  const { items } = await clerk.must<{ items: { id: string }[] }>('GET', '/v1/letter-imports?status=needs-review&limit=100');
  if (!items.some((one) => one.id === id)) throw new Error('A letter in doubt is in no list');
  await clerk.must('POST', `/v1/letter-imports/${id}/decision`, { body: { decision: 'refuse', reason: 'wrong-recipient' } });
  return broken.refusals?.[0]?.whatToDo.de ?? '';
}
