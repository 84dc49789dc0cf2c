import { describe, expect, it } from '@jest/globals';
import { stageSettings } from '../../../infra/stages.ts';
import { mailSender } from '../../../shared/lambda/mail-sender.ts';

const { sender, mailFrom } = stageSettings('prod');
const variables = { SENDER: JSON.stringify(sender), MAIL_FROM: mailFrom };

describe('the sender of mails', () => {
  it('is the stage’s company, with each column of its footer in a line', () => {
    expect(mailSender(variables)).toEqual({
      company: 'Musterschutz Versicherung AG',
      phone: '0221 555-0',
      from: 'service@musterschutz.example',
      replyTo: undefined,
      imprint: [
        'Musterschutz Versicherung AG · Am Markt 1 · 50667 Köln',
        'Telefon 0221 555-0 · service@musterschutz.example · www.musterschutz.example',
        'Vorstand: Dr. Ada Beispiel (Vors.) · Aufsichtsrat: Karl Muster',
        'Sitz Köln · Amtsgericht Köln HRB 00000',
      ],
    });
  });

  it('goes on in the same list where a line of the footer ends with a comma', () => {
    const SENDER = JSON.stringify({ ...sender, footer: [['Vorstand: Dr. Ulrike Böhm,', 'Jörg Großmann', 'Aufsichtsrat: Renate Vogt']] });
    expect(mailSender({ ...variables, SENDER }).imprint).toEqual(['Vorstand: Dr. Ulrike Böhm, Jörg Großmann · Aufsichtsrat: Renate Vogt']);
  });

  it('reads replies where the stage says so', () => {
    expect(mailSender({ ...variables, MAIL_REPLY_TO: 'antwort@musterschutz.example' }).replyTo).toBe('antwort@musterschutz.example');
  });

  it.each([
    ['nothing of the company', { SENDER: undefined }, 'SENDER'],
    ['nothing that the law asks for', { SENDER: JSON.stringify({ ...sender, footer: [] }) }, 'SENDER.footer'],
    ['no JSON', { SENDER: '{' }, 'SENDER is not JSON'],
    ['no address', { MAIL_FROM: undefined }, 'MAIL_FROM'],
    ['an address for replies that is none', { MAIL_REPLY_TO: 'service' }, 'MAIL_REPLY_TO'],
  ])('is refused with %s', (_, change, named) => {
    expect(() => mailSender({ ...variables, ...change })).toThrow(named);
  });
});
