import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkedSettings, stageSettings, type StageSettings } from '../../../infra/stages.ts';
import { emailFor, emailMessage, smsFor, smsTexts, type MailSender } from '../../../shared/notifications/message.ts';
import { messageTexts } from '../../../shared/notifications/message-texts.ts';
import { NotificationTemplate } from '../../../shared/notifications/notification.ts';
import { smsLength } from '../../../shared/notifications/sms-segments.ts';

const portalPaths = { tickets: '/tickets', letters: '/letters' };
const imprint = ['Muster & Söhne AG · Am Markt 1 · 50667 Köln', 'Vorstand: Dr. Ada Beispiel · Amtsgericht Köln HRB 00000'];
const senders = ['local', 'dev', 'test', 'prod'].map((stage) => {
  const { sender, ...settings } = stageSettings(stage);
  return { ...settings, company: sender.company, phone: sender.phone };
});
const mailSender: MailSender = { company: 'Muster & Söhne', portalUrl: 'https://portal.example/', portalPaths, imprint };
const number = '26-7K3M-9QXN';
const noNumber: string | undefined = undefined;
const phone = '0221 4710 100';
const [portal, none] = [{ portal: true }, { portal: false }];
const occasions = [portal, none].flatMap((to) => NotificationTemplate.options.map((template) => ({ template, to, door: to.portal ? 'a portal' : 'none' })));

/** Characters that take one place in an SMS. */
const plain = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzÄÖÜäöüß0123456789 .,-+&()'];

describe('SMS', () => {
  it('are one segment with the longest name that a company may have, in every stage', () => {
    const longestName = fc.string({ unit: fc.constantFrom(...plain), minLength: 80, maxLength: 80 });
    fc.assert(
      fc.property(longestName, fc.constantFrom(...senders), (company, sender) => {
        for (const text of smsTexts({ ...sender, company }, number)) expect(smsLength(text)).toEqual({ encoding: 'GSM-7', segments: 1 });
      }),
    );
  });

  it.each([
    ['has a name in letters that an SMS spends more on', { company: 'Страхование' }],
    ['has a name of signs that take two places', { company: '[€]'.repeat(26) }],
    ['has a telephone number that leaves no room for a name', { company: 'M'.repeat(80), phone: '0221 '.repeat(8).trim() }],
    ['has a portal far away', { portalUrl: `https://portal.${'a'.repeat(120)}.example` }],
  ])(
    'are one segment, or the stage is refused: one that %s',
    (_, { company, portalUrl, phone: called }: { company?: string; portalUrl?: string; phone?: string }) => {
      const stage: StageSettings = stageSettings('test');
      const changed = { ...stage, ...(portalUrl && { portalUrl }), sender: { ...stage.sender, ...(company && { company }), ...(called && { phone: called }) } };
      expect(() => checkedSettings(changed)).toThrow('sender.company must be short enough');
    },
  );

  it('lead to the portal who has one, and all others to the telephone', () => {
    expect(smsTexts({ ...mailSender, phone }, number)).toEqual([
      'Muster & Söhne: Meldung eingegangen. Stand: https://portal.example/tickets',
      'Muster & Söhne: Meldung 26-7K3M-9QXN eingegangen. Fragen? 0221 4710 100',
      'Muster & Söhne: Neuer Brief im Kundenportal: https://portal.example/letters',
      'Muster & Söhne: Wir haben einen Brief für Sie. Bitte rufen Sie an: 0221 4710 100',
      'Muster & Söhne: Ein Brief gilt nicht mehr: https://portal.example/letters',
      'Muster & Söhne: Ein Brief von uns gilt nicht mehr. Fragen? 0221 4710 100',
      'Muster & Söhne: Neue Nachricht im Portal: https://portal.example/tickets',
      'Muster & Söhne: Wir haben eine Nachricht für Sie. Bitte rufen Sie an: 0221 4710 100',
    ]);
    expect(smsFor('ticket-confirmation', mailSender, none)).toBe('Muster & Söhne: Meldung eingegangen.');
    expect(smsFor('new-letter', mailSender, none)).toBe('Muster & Söhne: Wir haben einen Brief für Sie.');
  });

  it('lead to where the stage says that the list is', () => {
    expect(smsFor('new-letter', { ...mailSender, portalPaths: { ...portalPaths, letters: '/#/briefe' } }, portal)).toContain('https://portal.example/#/briefe');
  });
});

describe('mails', () => {
  const all = NotificationTemplate.options.flatMap((template) => [number, noNumber].map((of) => ({ template, of })));

  it.each(all)('$template of $of is whole: one link, nothing left to fill in, the same words as text and as HTML', ({ template, of }) => {
    for (const replyTo of [undefined, 'antwort@muster.example']) {
      const { subject, text, html } = emailFor(template, { ...mailSender, replyTo }, { portal: true, number: of });
      const url = `https://portal.example/${messageTexts[template].portal.place}`;
      for (const part of [subject, text, html]) expect(part).not.toMatch(/\{\{|\}\}|undefined| {2}\S| [.,]/);
      expect(text.match(/https?:\S+/g)).toEqual([url]);
      expect([...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link]) => link)).toEqual([url]);
      expect(text).toContain('Muster & Söhne');
      expect(html).toContain('Muster &amp; Söhne');
      const words = html
        .replaceAll(/<(style|title)[^]*?<\/\1>/g, '')
        .replaceAll(/<[^>]*>/g, '')
        .replaceAll('&amp;', '&');
      for (const line of text
        .trim()
        .split('\n')
        .filter((one) => one !== url))
        expect(words).toContain(line);
    }
  });

  it.each(NotificationTemplate.options)('%s leads nobody to a portal who cannot log in: no link, and where to call', (template) => {
    for (const known of [number, noNumber]) {
      for (const [called, where] of [
        [phone, phone],
        [undefined, 'Wie Sie uns erreichen, steht am Ende dieser E-Mail'],
      ] as const) {
        const { subject, text, html } = emailFor(template, { ...mailSender, phone: called }, { portal: false, number: known });
        for (const part of [subject, text, html]) {
          expect(part).not.toMatch(/portal/i);
          expect(part).not.toMatch(/\{\{|\}\}|undefined| {2}\S| [.,]|https?:|<a /);
        }
        expect(text).toContain(where);
        expect(html).toContain(where);
      }
    }
  });

  it.each(occasions)('$template to who has $door names the case by its number, where that is known, and never in the subject', ({ template, to }) => {
    const { subject, text, html } = emailFor(template, mailSender, { ...to, number });
    expect([text.split(number).length > 1, html.includes(number), subject.includes(number)]).toEqual([true, true, false]);
    expect(emailFor(template, mailSender, to).text).not.toContain('Nummer');
  });

  it.each(occasions)('$template to who has $door promises that replies are read only where somebody reads them', ({ template, to }) => {
    const [without, read] = [mailSender, { ...mailSender, replyTo: 'antwort@muster.example' }].map((from) => emailFor(template, from, to).text);
    expect(without).toContain('Antworten auf sie werden nicht gelesen');
    expect(without).not.toMatch(/antworten Sie/);
    expect(read).toContain('Dann antworten Sie bitte auf diese E-Mail');
    expect(read).not.toContain('nicht gelesen');
  });

  it.each(occasions)('$template to who has $door ends with what it must say of the company', ({ template, to }) => {
    const { text, html } = emailFor(template, mailSender, to);
    expect(text.trimEnd().split('\n\n').at(-1)).toBe(imprint.join('\n'));
    expect(html).toMatch(/<footer[^>]*>\s*<div>Muster &amp; Söhne AG[^]*HRB 00000<\/div>\s*<\/footer>/);
  });

  it('are HTML that a screen reader can read and nobody can follow: language, title, no pictures, nothing fetched', () => {
    const { html, subject } = emailFor('new-letter', mailSender, { portal: true, number });
    expect(html).toMatch(/^<!doctype html>\n<html lang="de">/);
    expect(html).toContain(`<title>${subject}</title>`);
    expect(html).not.toMatch(/<img|<script|<link|url\(|@import|src=/);
  });

  it('escape what is put in', () => {
    const { html, text } = emailMessage({ subject: '<b>', before: ['"a" & <i>'], after: [], imprint: ['<u>'] });
    expect(html).toContain('<title>&lt;b&gt;</title>');
    expect(html).toContain('<p>&quot;a&quot; &amp; &lt;i&gt;</p>');
    expect(html).toContain('<div>&lt;u&gt;</div>');
    expect(html).not.toContain('<a ');
    expect(text).toBe('"a" & <i>\n\n<u>\n');
  });
});
