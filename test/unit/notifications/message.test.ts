import { describe, expect, it } from '@jest/globals';
import { emailFor, emailMessage, smsFor } from '../../../shared/notifications/message.ts';
import { messageTexts } from '../../../shared/notifications/message-texts.ts';
import { NotificationTemplate } from '../../../shared/notifications/notification.ts';
import { smsLength } from '../../../shared/notifications/sms-segments.ts';
import { stageSettings } from '../../../infra/stages.ts';

const senders = ['local', 'dev', 'test', 'prod'].map((stage) => {
  const { portalUrl, sender } = stageSettings(stage);
  return { portalUrl, company: sender.company };
});
const [sender] = senders;

describe('messages', () => {
  const asSms = NotificationTemplate.options.filter((template) => messageTexts[template].sms !== undefined);
  it.each(senders.flatMap((of) => asSms.map((template) => [template, of.portalUrl, of] as const)))(
    '%s fits into two segments of GSM-7 at %s',
    (template, _, of) => {
      const { encoding, segments } = smsLength(smsFor(template, of));
      expect(encoding).toBe('GSM-7');
      expect(segments).toBeLessThanOrEqual(2);
    },
  );

  it('have no SMS for what is always confirmed by e-mail', () => {
    expect(() => smsFor('ticket-confirmation', sender!)).toThrow('There is no SMS');
  });

  it.each(NotificationTemplate.options)('%s is whole: one link, nothing left to fill in, the same words as text and as HTML', (template) => {
    const { subject, text, html } = emailFor(template, { company: 'Muster & Söhne', portalUrl: 'https://portal.example/' });
    const url = `https://portal.example/${template === 'new-letter' ? 'letters' : 'tickets'}`;
    for (const part of [subject, text, html]) expect(part).not.toMatch(/\{\{|\}\}|undefined/);
    expect(text.match(/https?:\S+/g)).toEqual([url]);
    expect([...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link]) => link)).toEqual([url]);
    expect(text).toContain('Muster & Söhne');
    expect(html).toContain('Muster &amp; Söhne');
    const words = html
      .replaceAll(/<(style|title)[^]*?<\/\1>/g, '')
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll('&amp;', '&');
    for (const paragraph of text
      .trim()
      .split('\n\n')
      .filter((line) => line !== url))
      expect(words).toContain(paragraph);
  });

  it('are HTML that a screen reader can read and nobody can follow: language, title, no pictures, nothing fetched', () => {
    const { html, subject } = emailFor('new-letter', sender!);
    expect(html).toMatch(/^<!doctype html>\n<html lang="de">/);
    expect(html).toContain(`<title>${subject}</title>`);
    expect(html).not.toMatch(/<img|<script|<link|url\(|@import|src=/);
  });

  it('escape what is put in', () => {
    const { html, text } = emailMessage({ subject: '<b>', before: ['"a" & <i>'], after: [] });
    expect(html).toContain('<title>&lt;b&gt;</title>');
    expect(html).toContain('<p>&quot;a&quot; &amp; &lt;i&gt;</p>');
    expect(html).not.toContain('<a ');
    expect(text).toBe('"a" & <i>\n');
  });
});
