import { describe, expect, it } from '@jest/globals';
import { deletionClasses, deletionRules, sectors, type DeletionClass } from '../../../../shared/personal-data/deletion-rules.ts';
import { answerDueOn, effectOn, ErasureLine, erasureLines, isDueSoon, isLookedAt, nextLook, type Finding } from '../../../../shared/privacy/erasure/erasure.ts';

const rules = deletionRules('insurer');

describe('what an erasure does to a class', () => {
  it.each<[DeletionClass, string, string]>([
    // class, once nothing runs, while contract or case run
    ['case-notes', 'retain', 'refuse'],
    ['case-notes-ten-years', 'retain', 'refuse'],
    ['case-notes-thirty-years', 'retain', 'refuse'],
    ['case-notes-money-laundering', 'retain', 'refuse'],
    ['case-tasks', 'retain', 'refuse'],
    ['customer-tasks', 'delete', 'refuse'],
    ['reminder', 'delete', 'refuse'],
    ['business-letter', 'retain', 'refuse'],
    ['voucher', 'retain', 'refuse'],
    ['letter-centre', 'retain', 'refuse'],
    ['login-ip', 'delete', 'delete'],
    ['login-time', 'delete', 'delete'],
    ['draft', 'delete', 'delete'],
    ['awaited-upload', 'delete', 'delete'],
    ['unchecked-upload', 'delete', 'delete'],
    ['refused-upload', 'delete', 'delete'],
    ['notification', 'delete', 'refuse'],
    ['customer-master-data', 'delete', 'refuse'],
    ['login-account', 'delete', 'refuse'],
    ['rights-request', 'retain', 'refuse'],
    ['staff-account', 'none', 'none'],
    ['text-module', 'none', 'none'],
    ['topic', 'none', 'none'],
    ['letter-feedback', 'delete', 'delete'],
    ['letter-module', 'none', 'none'],
    ['rule', 'none', 'none'],
    ['day-sheet', 'none', 'none'],
    ['stopwatch', 'delete', 'refuse'],
    ['effort-figures', 'none', 'none'],
    ['idempotency', 'delete', 'refuse'],
    ['event', 'none', 'none'],
    ['deletion-log', 'none', 'none'],
    ['tombstone', 'retain', 'refuse'],
    ['privacy-ledger', 'retain', 'refuse'],
  ])('%s: %s, or %s while something runs', (cls, ended, running) => {
    expect([effectOn(rules[cls].onErasure, false), effectOn(rules[cls].onErasure, true)]).toEqual([ended, running]);
  });

  it('is said above of every class there is', () => {
    expect(deletionClasses).toHaveLength(36);
  });

  it.each(sectors)('is the same in every sector: %s', (sector) => {
    const its = deletionRules(sector);
    expect(deletionClasses.filter((cls) => its[cls].onErasure !== rules[cls].onErasure)).toEqual([]);
  });
});

describe('the lines of an answer', () => {
  const lines = (...findings: Finding[]) => erasureLines(findings, rules);

  it('sum findings by class and result, in the order of the deletion concept', () => {
    const found = lines(
      { class: 'voucher', result: 'retained', endsOn: '2037-01-01' },
      { class: 'login-ip', result: 'deleted' },
      { class: 'case-notes', result: 'deleted' },
      { class: 'login-ip', result: 'deleted' },
      { class: 'case-notes', result: 'retained', endsOn: '2030-04-01' },
    );
    expect(found.map(({ class: cls, result, count, title }) => [cls, result, count, title])).toEqual([
      ['case-notes', 'deleted', 1, rules['case-notes'].title],
      ['case-notes', 'retained', 1, rules['case-notes'].title],
      ['voucher', 'retained', 1, rules.voucher.title],
      ['login-ip', 'deleted', 2, rules['login-ip'].title],
    ]);
    expect(lines()).toEqual([]);
  });

  it('fit what is stored and shown', () => {
    const all = deletionClasses.flatMap((cls) =>
      (['deleted', 'retained', 'protected', 'refused'] as const).map((result): Finding => ({ class: cls, result, endsOn: '2030-01-01' })),
    );
    for (const line of lines(...all)) expect(ErasureLine.parse(line)).toEqual(line);
  });

  it.each([
    [['2030-01-01', '2037-01-01', '2033-01-01'], '2037-01-01'],
    [['2030-01-01'], '2030-01-01'],
    [[undefined, '2030-01-01'], undefined],
    [['2030-01-01', undefined], undefined],
    [['2030-01-01', undefined, '2037-01-01'], undefined],
    [[undefined], undefined],
  ])('name the day by which the last is gone, and none while one of them has none: %j', (ends, day) => {
    const [line, ...more] = lines(...ends.map((endsOn): Finding => ({ class: 'case-notes', result: 'refused', endsOn })));
    expect([line!.endsOn, line!.count, more]).toEqual([day, ends.length, []]);
    expect('endsOn' in line!).toBe(day !== undefined);
  });

  it('give no ground for what is gone', () => {
    expect(lines({ class: 'case-notes', result: 'deleted' })[0]).not.toHaveProperty('ground');
  });

  const duty = 'Gesetzliche Aufbewahrungspflicht, Art. 17 Abs. 3 Buchst. b DSGVO';
  const claims = 'Geltendmachung oder Verteidigung von Rechtsansprüchen, Art. 17 Abs. 3 Buchst. e DSGVO';
  const contract = 'Zur Erfüllung des laufenden Vertrags erforderlich, Art. 6 Abs. 1 Buchst. b DSGVO';
  const [trade] = rules['business-letter'].terms;
  it.each<[DeletionClass, Finding['result'], string]>([
    ['business-letter', 'retained', `${duty} (${trade.source})`],
    ['case-notes', 'retained', `${claims} (${rules['case-notes'].terms[0].source})`],
    // The other term serves the person only, and they have done without it.
    ['letter-centre', 'retained', `${duty} (${trade.source})`],
    ['letter-centre', 'refused', `${duty} (${trade.source})`],
    ['idempotency', 'refused', 'Schutz vor doppelter Ausführung und Zustellung, Art. 6 Abs. 1 Buchst. f DSGVO (DSGVO Art. 6(1)(f))'],
    ['login-account', 'refused', `${contract} (${rules['login-account'].terms[0].source})`],
    ['login-ip', 'protected', 'Einschränkung der Verarbeitung oder Löschsperre, Art. 18, Art. 17 Abs. 3 Buchst. e DSGVO'],
  ])('name the ground and its source: %s %s', (cls, result, ground) => {
    expect(lines({ class: cls, result })[0]).toMatchObject({ ground });
  });

  it('name a source for all that stays, in every class', () => {
    for (const cls of deletionClasses.filter((one) => rules[one].onErasure !== 'not-concerned')) {
      for (const result of ['retained', 'refused'] as const) {
        if (result === 'retained' && !rules[cls].onErasure.startsWith('retain-')) continue;
        expect(lines({ class: cls, result })[0]!.ground).toMatch(/^\p{L}[^()]+, Art\. (?:(6|17) Abs\. \d Buchst\. [bef]|24) DSGVO \(.{5,}\)$/u);
      }
    }
  });
});

it.each([
  ['2026-01-15', '2026-02-15'],
  ['2026-01-31', '2026-02-28'],
  ['2028-01-31', '2028-02-29'],
  ['2026-12-31', '2027-01-31'],
])('is due within a month: received on %s, answered by %s', (received, due) => {
  expect(answerDueOn(received)).toBe(due);
});

describe('a request is looked at again each day', () => {
  const complete = { status: 'answered', outcome: 'complete', replyTo: 'paula@sommer.example' } as const;
  it.each([
    ['until it is answered', { status: 'received' }, true],
    ['as long as something is in its way', { status: 'answered', outcome: 'partial', answerMail: 'sent' }, true],
    ['whether or not that could be told', { status: 'answered', outcome: 'partial', answerMail: 'failed' }, true],
    ['until the answer goes out', complete, true],
    ['until it is known what came of that', { ...complete, answerMail: 'claimed' }, true],
    ['until the address has served', { ...complete, answerMail: 'sent' }, true],
    ['and then no more', { ...complete, answerMail: 'sent', replyTo: undefined }, false],
    ['nor when the answer is with the officer', { ...complete, answerMail: 'failed' }, false],
    ['nor when nobody knows whether it arrived', { ...complete, answerMail: 'unknown' }, false],
  ] as const)('%s', (_, request, again) => {
    expect(isLookedAt(request)).toBe(again);
  });

  it('a day later', () => {
    expect(nextLook(new Date('2026-03-28T12:00:00Z'))).toEqual(new Date('2026-03-29T12:00:00Z'));
  });
});

describe('somebody hears of a request', () => {
  const received = { status: 'received', answerDueOn: '2026-04-15' } as const;
  it.each([
    ['eight days before the last', received, '2026-04-07', false],
    ['seven days before', received, '2026-04-08', true],
    ['when the last day is over', received, '2026-05-01', true],
    ['of which the answer is written and does not go out', { ...received, status: 'answered' }, '2026-04-08', true],
    ['that was answered', { ...received, status: 'answered', answerMail: 'sent' }, '2026-04-08', false],
    ['whose answer an officer has to bring: another alarm says so', { ...received, status: 'answered', answerMail: 'failed' }, '2026-04-08', false],
  ] as const)('%s: %#', (_, request, today, heard) => {
    expect(isDueSoon(request, today)).toBe(heard);
  });
});
