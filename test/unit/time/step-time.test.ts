import { describe, expect, it } from '@jest/globals';
import { newId } from '../../../shared/id.ts';
import { AgentContent, type Interaction, type InteractionContent } from '../../../shared/tickets/interaction.ts';
import { ofCase } from '../../../shared/time/of-case.ts';
import { stepTime } from '../../../shared/time/step-time.ts';

const of = ofCase({ customerId: newId('cus'), id: newId('tck'), number: 'V-26-000-000-0', matter: 'theft' });
const step = (content: InteractionContent, over: Partial<Interaction> = {}): Interaction => ({
  id: newId('int'),
  ticketId: of.ticketId,
  at: '2026-03-15T23:30:00.000Z',
  by: { role: 'agent', id: 'agt_01' },
  content,
  minutesSpent: 12,
  ...over,
});
const note: InteractionContent = { type: 'internal-note', text: 'Gelesen.' };

describe('time that is given with a step', () => {
  it('is an entry of its clerk and team, of the step, on the day in Berlin on which that was written', () => {
    const written = step({ type: 'call-note', text: 'Angerufen.', direction: 'outbound' }, { cameWith: ['tck_01'] });
    expect(stepTime(written, of, 'claims', newId)).toEqual({
      entry: {
        id: expect.stringMatching(/^tim_/),
        ...of,
        minutes: 12,
        activity: 'phone',
        on: '2026-03-16',
        interactionId: written.id,
        team: 'claims',
        by: 'agt_01',
        at: written.at,
        version: 1,
      },
      cameWith: ['tck_01'],
    });
  });

  it.each([
    ['no minutes', { minutesSpent: undefined }],
    ['none spent', { minutesSpent: 0 }],
    ['of a rule, or the system', { by: { role: 'system' as const } }],
    ['of a customer', { by: { role: 'customer' as const } }],
    ['of an officer', { by: { role: 'officer' as const, id: 'agt_09' } }],
  ])('counts nowhere: %s', (_, over) => {
    expect(stepTime(step(note, over), of, 'claims', newId)).toBeUndefined();
  });

  it('is of an activity, whatever step a clerk can give it with', () => {
    const types = [...AgentContent.options.map((option) => option.shape.type.value), 'closing' as const];
    const activities = types.map((type) => stepTime(step({ type } as InteractionContent), of, 'claims', newId)?.entry.activity);
    expect(Object.fromEntries(types.map((type, index) => [type, activities[index]]))).toEqual({
      message: 'writing',
      'call-note': 'phone',
      'internal-note': 'other',
      payout: 'other',
      'payout-reversal': 'other',
      closing: 'other',
    });
  });
});
