import { describe, expect, it } from '@jest/globals';
import { deletionClasses, deletionRules } from '../../../shared/personal-data/deletion-rules.ts';
import { erasureAnswer, type AnswerSender } from '../../../functions/privacy/erasure-answer.ts';
import { erasureLines, remedies, type ErasureRequest, type Finding } from '../../../shared/privacy/erasure/erasure.ts';

const rules = deletionRules('insurer');
const results = ['deleted', 'retained', 'protected', 'refused'] as const;
/** The records of the request itself. */
const evidence = ['rights-request', 'privacy-ledger', 'tombstone'];
/** Everything that can become of a class of a person's data. */
const everything = deletionClasses
  .filter((cls) => rules[cls].onErasure !== 'not-concerned')
  .flatMap((cls) =>
    results
      .filter((result) => (result === 'retained' ? rules[cls].onErasure.startsWith('retain-') : !evidence.includes(cls)))
      .map((result): Finding => ({ class: cls, result, ...(result !== 'deleted' && { endsOn: '2033-01-01' }) })),
  );

const request: ErasureRequest = {
  id: 'era_01JQ0000000000000000000000',
  customerId: 'cus_01JQ0000000000000000000000',
  status: 'answered',
  receivedAt: '2026-03-15T09:30:00.000Z',
  requestedBy: 'customer',
  replyTo: 'paula.sommer@example.org',
  answerDueOn: '2026-04-15',
  answeredAt: '2026-03-15T10:00:00.000Z',
  outcome: 'complete',
  lines: erasureLines(everything, rules),
};
const sender = { company: 'Lindenhof Versicherung', imprint: ['Amtsgericht Köln, HRB 99 999'], ownLogins: true };
const paragraphs = (changes: Partial<ErasureRequest> = {}, from: Partial<AnswerSender> = {}): string[] =>
  erasureAnswer({ ...request, ...changes }, { ...sender, ...from })
    .text.trimEnd()
    .split('\n\n');

const words = { deleted: /: gelöscht\.$/, retained: /: (als Nachweis )?aufbewahrt/, protected: /: nicht gelöscht, weil/, refused: /: nicht gelöscht\./ };

describe('the answer to an erasure request', () => {
  it('has every line, with ground and end, in words', () => {
    const text = paragraphs();
    for (const { title, result, ground, endsOn } of request.lines!) {
      const [sentence, ...more] = text.filter(
        (one) => one.startsWith(`${title}: `) && (ground === undefined || one.includes(`Grund: ${ground}.`)) && words[result].test(one),
      );
      expect({ title, result, more }).toEqual({ title, result, more: [] });
      expect(sentence).toMatch(endsOn === undefined ? /gelöscht\.$/ : /Spätestens am 1\.1\.2033 ist davon nichts mehr vorhanden\.$/);
    }
    expect(text).toHaveLength(request.lines!.length + 8);
  });

  it('says plainly what became of each class', () => {
    const lines = erasureLines(
      results.map((result): Finding => ({ class: 'voucher', result, ...(result === 'retained' && { endsOn: '2037-01-01' }) })),
      rules,
    );
    expect(
      paragraphs({ lines })
        .slice(3, 7)
        .map((line) => line.replace(/ Grund: .*?\)\.(?= |$)| Grund: Ein.*DSGVO\./, '')),
    ).toEqual([
      'Auszahlung (Buchungsbeleg): gelöscht.',
      'Auszahlung (Buchungsbeleg): aufbewahrt und für niemanden mehr sichtbar. Spätestens am 1.1.2037 ist davon nichts mehr vorhanden.',
      'Auszahlung (Buchungsbeleg): nicht gelöscht, weil die Verarbeitung eingeschränkt oder die Löschung gesperrt ist.',
      'Auszahlung (Buchungsbeleg): nicht gelöscht.',
    ]);
  });

  it('says of its own records that they are evidence, and hidden from nobody who answers for them', () => {
    const lines = erasureLines([{ class: 'rights-request', result: 'retained', endsOn: '2030-01-01' }], rules);
    expect(paragraphs({ lines })[3]).toMatch(
      /^Akte über die Ausübung von Betroffenenrechten: als Nachweis aufbewahrt\. Grund: .+ Spätestens am 1\.1\.2030 ist davon nichts mehr vorhanden\.$/,
    );
  });

  it('says whether all was done, and names the remedies', () => {
    expect(paragraphs()[1]).toBe('Ihren Antrag vom 15.3.2026 haben wir ausgeführt. Ihr Zugang zum Kundenportal ist gelöscht.');
    expect(paragraphs({ outcome: 'partial' })[1]).toBe(
      'Ihren Antrag vom 15.3.2026 haben wir ausgeführt, soweit kein laufender Vertrag oder Vorgang und keine Sperre entgegensteht.',
    );
    expect(paragraphs({}, { ownLogins: false })[1]).toMatch(/^Ihren Antrag vom 15\.3\.2026 haben wir ausgeführt\. .*dort löschen wir ihn nicht/);
    expect(paragraphs().slice(-3)).toEqual([remedies, 'Lindenhof Versicherung', 'Amtsgericht Köln, HRB 99 999']);
    expect(remedies).toMatch(/Aufsichtsbehörde.*Art\. 77.*Art\. 79/);
  });

  it('says nothing of a login to who had none', () => {
    const lines = request.lines!.filter((line) => line.class !== 'login-account');
    for (const ownLogins of [true, false]) expect(paragraphs({ lines }, { ownLogins })[1]).toBe('Ihren Antrag vom 15.3.2026 haben wir ausgeführt.');
  });

  it('promises to go on by itself exactly where something is still to come, and hides no copy', () => {
    const goesOn = /führen wir Ihren Antrag von selbst zu Ende und schreiben Ihnen noch einmal/;
    expect(paragraphs({ outcome: 'partial' }).filter((one) => goesOn.test(one))).toHaveLength(1);
    expect(paragraphs().filter((one) => goesOn.test(one))).toEqual([]);
    for (const outcome of ['complete', 'partial'] as const) {
      const text = paragraphs({ outcome }).join(' ');
      expect(text).toMatch(/Sie müssen dafür nichts tun\./);
      expect(text).toMatch(/Sicherungskopien .*35 Tage.*Ereignisprotokolle .*30 Tage/);
    }
  });

  it.each([
    ['2026-06-30T22:30:00.000Z', '1.7.2026'],
    ['2026-12-31T23:30:00.000Z', '1.1.2027'],
    ['2026-12-31T22:30:00.000Z', '31.12.2026'],
  ])('dates the request as the calendar of the person had it: %s', (receivedAt, day) => {
    expect(paragraphs({ receivedAt })[1]).toContain(`vom ${day} `);
  });

  it('names nobody: others may read it', () => {
    const { subject, text, html } = erasureAnswer(request, sender);
    for (const part of [subject, text, html]) expect(part).not.toMatch(/[a-z]{3}_[0-9A-Z]{26}|@|[Pp]aula|[Ss]ommer|DE\d\d/);
  });

  it('is the same as text and as HTML', () => {
    const { text, html } = erasureAnswer(request, { ...sender, company: 'Lindenhof & Söhne' });
    const all = text.trimEnd().split('\n\n');
    for (const paragraph of all.slice(0, -1)) expect(html).toContain(`<p>${paragraph.replaceAll('&', '&amp;')}</p>`);
    // What it must say of the company stands at the end of both.
    expect(all.at(-1)).toBe(sender.imprint.join('\n'));
    expect(html).toContain(`<div>${sender.imprint[0]}</div>`);
  });
});
