import { describe, expect, it } from '@jest/globals';
import { EmailAddress } from '../../../shared/personal-data/email-address.ts';

describe('EmailAddress', () => {
  it.each([
    ['Paula.Sommer@example.org', 'Paula.Sommer@example.org'],
    ['  paula@example.org\n', 'paula@example.org'],
    ['h&m@example.org', 'h&m@example.org'],
    ["o'hara+claims@example.org", "o'hara+claims@example.org"],
    ['info@müller.example', 'info@xn--mller-kva.example'],
    ['info@MÜLLER.example', 'info@xn--mller-kva.example'],
    ['info@mu\u0308ller.example', 'info@xn--mller-kva.example'],
    ['info@xn--mller-kva.example', 'info@xn--mller-kva.example'],
    ['почта@пример.рф'.replace('почта', 'post'), 'post@xn--e1afmkfd.xn--p1ai'],
  ])('takes %j as %s', (given, address) => {
    expect(EmailAddress.parse(given)).toBe(address);
  });

  it.each([
    '',
    '@',
    'paula',
    'paula@',
    '@example.org',
    'paula@example',
    'pau la@example.org',
    'paula@exam ple.org',
    'a..b@example.org',
    '.a@example.org',
    'a@müller.example/x',
    'a@example.org:80',
    'a@1.2.3.4',
  ])('refuses %j', (given) => {
    expect(EmailAddress.safeParse(given).error!.issues.map(({ message }) => message)).toEqual(['is not a valid e-mail address']);
  });

  it.each(['a@b.example, c@d.example', 'a@b.example\r\nBcc: c@d.example', 'Paula <paula@example.org>', '"a b"@example.org', 'jörg@example.org'])(
    'refuses what a mail server would read as more, or not at all: %j',
    (given) => {
      expect(EmailAddress.safeParse(given).success).toBe(false);
    },
  );
});
