import { describe, expect, it } from '@jest/globals';
import { isSafeLink } from '../../../../shared/letters/gate/links.ts';

describe('a link', () => {
  it.each([
    'https://example.org',
    'HTTP://example.org/a:b',
    'mailto:a@example.org',
    'tel:+49221123456',
    'https://example.org/?a=%5C%2F%3A&b=100%25',
    'a%20b.html',
    'suche?wort=a%3Ab',
    'www.example.org',
    'www.example.org:8080/a',
    '/a/b',
    '#a',
    'a.html?b=c:d',
    '',
  ])('may lead to %s', (address) => expect(isSafeLink(address)).toBe(true));

  it.each([
    'javascript:alert(1)',
    'javascript%3aalert',
    'java%73cript%3Aalert(1)',
    'javascript%253aalert',
    '%5c%5chost%5cshare',
    '%2f%2fhost',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'JAVASCRIPT:1',
    'data:text/html,a',
    'file:///c:/a',
    'vbscript:1',
    'smb://host/a',
    'ftp://example.org',
    'ms-word:ofe|u|https://example.org/a.docx',
    '\\\\host\\share',
    '//host/share',
    'c:\\a.exe',
  ])('must not lead to %j', (address) => expect(isSafeLink(address)).toBe(false));
});
