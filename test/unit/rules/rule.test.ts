import { describe, expect, it } from '@jest/globals';
import { smallTheftRule, smallTheftText } from '../../../shared/rules/examples/small-theft.ts';
import { changedRule, inOrder, newRule, saysAlready, WholeRule } from '../../../shared/rules/rule.ts';
import { namesClerk } from '../../../shared/text-modules/placeholders.ts';
import { NewTextModule } from '../../../shared/text-modules/text-module.ts';
import { rule } from './cases.ts';

const textModule = 'txt_01JQ0000000000000000000000';
const kindTheft = { fact: 'kind', is: 'one-of', values: ['theft'] };
const letter = (values: object, template = 'claim-settlement') => ({ do: 'issue-letter', template, values });
const settlement = {
  incident: { text: 'Diebstahl' },
  incidentDate: { day: 'incident-day' },
  items: { lines: [{ label: 'Wert', amount: { detail: 'valueCents' } }] },
};

const pays = { do: 'pay-out', amount: { detail: 'valueCents' }, atMostCents: 50_000 };
const says = { do: 'answer', textModule };

/** Where a rule is wrong, and how. */
function wrongIn(over: object): string[] {
  const parsed = WholeRule.safeParse({ title: 'Regel', on: 'ticket-opened', when: [kindTheft], then: [{ do: 'tag', add: ['neu'] }], ...over });
  return parsed.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

describe('a rule', () => {
  it('is shipped with a text, and both are in order', () => {
    const parsed = WholeRule.parse(smallTheftRule(textModule));
    expect(parsed.active).toBe(false);
    const text = NewTextModule.parse(smallTheftText);
    expect(Object.values(text.texts).some((one) => one !== undefined && namesClerk(one))).toBe(false);
  });

  it.each([
    [{}, []],
    [{ on: 'ticket-closed' }, [expect.stringMatching(/^on: /)]],
    [{ then: [] }, [expect.stringMatching(/^then: /)]],
    [{ then: [{ do: 'reject' }] }, [expect.stringMatching(/^then\.0\.do: /)]],
    // That something is not granted, people decide.
    [{ then: [{ do: 'close', outcome: 'rejected' }] }, [expect.stringMatching(/^then\.0\.outcome: /)]],
    [{ then: [letter({}, 'claim-rejected')] }, [expect.stringMatching(/^then\.0\.template: /)]],
    [{ then: [letter({}, 'claim-below-deductible')] }, [expect.stringMatching(/^then\.0\.template: /)]],
    [{ then: [{ do: 'tag' }] }, ['then.0.add: or remove is needed: name at least one tag']],
    [{ then: [{ do: 'tag', add: ['a'], remove: ['a'] }] }, ['then.0.remove: names a tag that is added by the same rule']],
    [
      {
        then: [
          { do: 'tag', add: ['a'] },
          { do: 'tag', add: ['b'] },
        ],
      },
      ['then.1.do: is there already: a rule does each thing once'],
    ],
    [
      {
        then: [
          { do: 'close', outcome: 'answered' },
          { do: 'tag', add: ['a'] },
        ],
      },
      ['then.0.do: must come last: nothing is done on a ticket that has ended'],
    ],
    [
      {
        then: [
          { do: 'add-task', title: 'Prüfen' },
          { do: 'close', outcome: 'answered' },
        ],
      },
      ['then.0.do: does not go with close: what has ended is nobody’s, and nothing is left to be done'],
    ],
    [
      { when: [{ fact: 'detail', field: 'valueCents', is: 'at-most', value: 1 }] },
      ['when.0.field: needs a condition on `kind` (one-of) that says whose field it is'],
    ],
    [
      { when: [kindTheft, { fact: 'detail', field: 'worth', is: 'there' }] },
      ['when.1.field: is no field of tickets of the kind theft: they have valueCents, reportedToPoliceOn, policeReference'],
    ],
    [
      {
        when: [
          { ...kindTheft, values: ['theft', 'liability'] },
          { fact: 'detail', field: 'valueCents', is: 'there' },
        ],
      },
      ['when.1.field: is no field of tickets of the kind liability: they have none'],
    ],
    [
      { when: [kindTheft, { fact: 'detail', field: 'policeReference', is: 'at-most', value: 1 }] },
      ['when.1.is: cannot be asked of this field: ask one of there, absent'],
    ],
    [{ when: [kindTheft, { fact: 'detail', field: 'valueCents', is: 'at-most' }] }, ['when.1.value: is needed by at-most']],
    [{ when: [kindTheft, { fact: 'detail', field: 'valueCents', is: 'there', value: 1 }] }, ['when.1.value: does not go with there']],
    [
      {
        when: [
          { ...kindTheft, values: ['health-card'] },
          { fact: 'detail', field: 'reason', is: 'one-of', words: ['lost', 'eaten'] },
        ],
      },
      ['when.1.words: has a word that this field never has: it has lost, stolen, damaged, name-changed, photo-changed, first-card'],
    ],
    [{ when: [kindTheft, { ...kindTheft, values: ['liability'] }] }, ['when: can hold of no kind of ticket']],
    [
      { then: [{ do: 'pay-out', amount: { detail: 'policeReference' }, atMostCents: 100 }] },
      ['then.0.amount.detail: is no number on tickets of the kind theft'],
    ],
    [{ then: [{ do: 'pay-out', amount: 100, atMostCents: 250_001 }] }, [expect.stringMatching(/^then\.0\.atMostCents: /)]],
    [{ then: [letter(settlement), pays] }, []],
    [
      { then: [letter({ ...settlement, items: undefined, incident: undefined })] },
      [
        expect.stringMatching(/^then\.0\.values\.incident: is needed by the template/),
        expect.stringMatching(/^then\.0\.values\.items: is needed by the template: a value of the sort lines/),
      ],
    ],
    [
      { then: [letter({ ...settlement, reason: { text: 'x' } })] },
      ['then.0.values.reason: is no field of the template: it has incident, incidentDate, items, deductible, note'],
    ],
    [{ then: [letter({ ...settlement, incidentDate: { text: '2026-03-14' } })] }, ['then.0.values.incidentDate: must be a value of the sort day']],
    // Nobody types a customer's bank details, rules neither.
    [{ then: [letter({ ...settlement, ibanEnd: { text: '3000' } })] }, [expect.stringMatching(/^then\.0\.values\.ibanEnd: is no field/)]],
    [{ then: [letter({ ...settlement, incident: { text: 'x'.repeat(81) } })] }, [expect.stringMatching(/^then\.0\.values\.incident\.text: /)]],
    [
      { then: [letter({ ...settlement, deductible: { amount: { detail: 'worth' } } })] },
      [expect.stringMatching(/^then\.0\.values\.deductible\.amount\.detail: is no field of tickets of the kind theft/)],
    ],
  ])('is looked over when it is saved: %j', (over, problems) => {
    expect(wrongIn(JSON.parse(JSON.stringify(over)) as object)).toEqual(problems.length > 0 ? expect.arrayContaining(problems) : []);
  });

  it.each([
    ['settles what it pays, and says so', { then: [pays, says, { do: 'close', outcome: 'settled' }] }, []],
    [
      'settles nothing that it does not pay',
      { then: [says, { do: 'close', outcome: 'settled' }] },
      ['then.1.do: as settled needs a pay-out: without one nothing is settled'],
    ],
    [
      'ends nothing without a word',
      { then: [pays, { do: 'close', outcome: 'settled' }] },
      ['then.1.do: needs an answer or a letter: nobody ends a case without a word'],
    ],
    [
      'answers no claim away',
      { then: [says, { do: 'close', outcome: 'answered' }] },
      ['then.1.outcome: fits only kinds by which nothing is claimed: what is claimed is settled, or people decide'],
    ],
    ['answers a question', { when: [{ ...kindTheft, values: ['question'] }], then: [says, { do: 'close', outcome: 'answered' }] }, []],
    ['promises no money that it does not pay', { then: [letter(settlement)] }, ['then.0.do: says that money is paid: it needs a pay-out']],
    [
      'pays what was claimed, not a sum of its own',
      { then: [{ ...pays, amount: 100 }] },
      ['then.0.amount: must be what was reported of a claim: `{ "detail": … }`. That less is paid, people decide'],
    ],
    [
      'says for which kinds it pays and ends',
      { when: [], then: [{ ...pays, amount: 100 }, says, { do: 'close', outcome: 'settled' }] },
      [
        'then.0.do: needs a condition on `kind`: what is paid or ended by itself must be said by kind',
        'then.2.do: needs a condition on `kind`: what is paid or ended by itself must be said by kind',
      ],
    ],
  ])('decides against nobody: %s', (_, over, problems) => {
    expect(wrongIn(over)).toEqual(problems);
  });

  it('has a version with each change, and says since when it does not act', () => {
    const at = new Date('2026-03-15T09:30:00Z');
    const content = WholeRule.parse(smallTheftRule(textModule));
    const first = newRule('rul_01', content, { id: 'adm_01', at });
    expect(first).toMatchObject({ version: 1, changedBy: 'adm_01', inactiveSince: at.toISOString() });
    const later = { id: 'adm_02', at: new Date('2026-03-16T09:30:00Z') };
    const still = changedRule(first, { ...content, title: 'Anders' }, later);
    expect(still).toMatchObject({ version: 2, changedBy: 'adm_02', inactiveSince: at.toISOString() });
    const acting = changedRule(still, { ...content, active: true }, later);
    expect(acting.inactiveSince).toBeUndefined();
    expect(changedRule(acting, content, later).inactiveSince).toBe(later.at.toISOString());
    expect([saysAlready(first, content), saysAlready(first, { ...content, order: 3 })]).toEqual([true, false]);
  });

  it('comes by its number, and of equals the older first', () => {
    const [one, two, three] = [rule({ order: 5 }), rule({ order: 1 }), rule({ order: 5 })];
    expect(inOrder([three, one, two])).toEqual([two, one, three]);
  });
});
