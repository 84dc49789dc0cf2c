import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addTopic } from '../../../functions/topics/add-topic.ts';
import { listTopics } from '../../../functions/topics/list-topics.ts';
import { changedTopic, explained, NewTopic, newTopic, saysAlready, TopicText, WholeTopic } from '../../../shared/topics/topic.ts';

const by = { id: 'adm_01', at: new Date('2026-03-15T09:30:00Z') };
const later = { id: 'adm_02', at: new Date('2026-03-16T09:30:00Z') };
const example = addTopic.example!;
const content = NewTopic.parse(example);
const topic = newTopic(content, by);

/** Where a topic is wrong. */
const wrongIn = (body: object): string[] => NewTopic.safeParse({ ...example, ...body }).error?.issues.map(({ path }) => path.join('.')) ?? [];
const german = (words: object) => ({ texts: { de: { ...example.texts.de, ...words } } });

describe('a topic', () => {
  it.each([
    ['nothing', {}, []],
    ['a name with a capital', { name: 'Jahresrechnung' }, ['name']],
    ['a name with two hyphens', { name: 'annual--invoice' }, ['name']],
    ['a long name', { name: 'x'.repeat(61) }, ['name']],
    ['English alone', { texts: { en: example.texts.en } }, ['texts.de']],
    ['no title', german({ title: '' }), ['texts.de.title']],
    ['a title of two lines', german({ title: 'Jahres\nrechnung' }), ['texts.de.title']],
    ['an empty explanation', german({ explanation: ' \n ' }), ['texts.de.explanation']],
    ['a long explanation', german({ explanation: 'x'.repeat(2501) }), ['texts.de.explanation']],
    ['an explanation alone', german({ explanation: 'x'.repeat(2500), questions: undefined, links: undefined }), []],
    ['too many questions', german({ questions: Array.from({ length: 13 }, () => ({ question: 'Wann?', answer: 'Bald.' })) }), ['texts.de.questions']],
    ['a question without an answer', german({ questions: [{ question: 'Wann?' }] }), ['texts.de.questions.0.answer']],
    ['a link that leads nowhere', german({ links: [{ label: 'Hilfe' }] }), ['texts.de.links.0.url']],
    ['an undeclared part', german({ html: '<b>' }), ['texts.de']],
    ['a status', { status: 'retired' }, ['']],
  ] as const)('with %s is wrong where that is', (_, body, fields) => {
    expect(wrongIn(body)).toEqual(fields);
  });

  it.each([
    ['https://www.example.org', true],
    ['https://www.example.org/hilfe/beitrag?von=brief#raten', true],
    ['https://WWW.Example.org/', true],
    ['https://xn--mller-kva.example/%C3%BCber-uns', true],
    ['https://hilfe.a-b--c.example/a(b)', true],
    ['http://www.example.org/', false],
    ['www.example.org', false],
    ['HTTPS://www.example.org', false],
    ['https:/www.example.org', false],
    ['https://example', false],
    ['https://localhost/', false],
    ['https://127.0.0.1/', false],
    ['https://[::1]/', false],
    ['https://www.example.org:8443/', false],
    ['https://paula@www.example.org/', false],
    ['https://www.example.org\\@evil.example/', false],
    ['https://müller.example/', false],
    ['https://www.example.org/über-uns', false],
    [' https://www.example.org', false],
    ['https://www.example.org/a b', false],
    ['https://www.example.org/"onclick="', false],
    ['https://www.example.org/<script>', false],
    ['https://-a.example/', false],
    ['https://a-.example/', false],
    ['https://a..example/', false],
    ['javascript:alert(1)//https://www.example.org', false],
    ['', false],
  ])('leads to %s: %s', (url, taken) => {
    expect(wrongIn(german({ links: [{ label: 'Hilfe', url }] }))).toEqual(taken ? [] : ['texts.de.links.0.url']);
  });

  it('leads where browsers see the same host, whatever passes', () => {
    const sign = fc.constantFrom('a', 'b', 'é', '-', '.', '/', '@', ':', '\\', '%', '%2e', '?', '#', ' ', 'ß', '[', '&', '"');
    const part = (most: number) => fc.array(sign, { maxLength: most }).map((signs) => signs.join(''));
    const address = fc.tuple(part(3), fc.constantFrom('example.org', 'www.example.org', 'EXAMPLE.org'), part(6)).map((parts) => `https://${parts.join('')}`);
    let passed = 0;
    fc.assert(
      fc.property(address, (url) => {
        if (wrongIn(german({ links: [{ label: 'Hilfe', url }] })).length > 0) return;
        passed++;
        const { protocol, host, username, password } = new URL(url);
        expect([protocol, username, password]).toEqual(['https:', '', '']);
        expect(url.slice('https://'.length).toLowerCase().split(/[/?#]/, 1)[0]).toBe(host);
      }),
      { numRuns: 3000 },
    );
    expect(passed).toBeGreaterThan(100);
  });

  it('is looked over quickly, however long somebody makes what is wrong', () => {
    // What tries to match again and again would not end before the test is ended.
    for (const url of ['a'.repeat(60_000), 'a-'.repeat(30_000), 'a.'.repeat(30_000), `${'-'.repeat(60_000)}a`, `${'a.'.repeat(30_000)}!`]) {
      expect(wrongIn(german({ links: [{ label: 'Hilfe', url: `https://${url}` }] }))).toEqual(expect.arrayContaining(['texts.de.links.0.url']));
    }
    expect(listTopics.query!.byRole.customer.safeParse({ names: 'a,'.repeat(30_000) }).success).toBe(false);
  });

  it('fits into a request in two languages, however much is written', () => {
    const most = {
      title: 'x'.repeat(120),
      explanation: 'x'.repeat(2500),
      questions: Array.from({ length: 12 }, () => ({ question: 'x'.repeat(200), answer: 'x'.repeat(1500) })),
      links: Array.from({ length: 12 }, () => ({ label: 'x'.repeat(100), url: `https://www.example.org/${'x'.repeat(476)}` })),
    };
    expect(TopicText.parse(most)).toEqual(most);
    expect(JSON.stringify({ name: 'x'.repeat(60), texts: { de: most, en: most } }).length).toBeLessThan(64 * 1024);
  });

  it('has a version more with each change, of whoever made it, and keeps its name', () => {
    const asked = WholeTopic.parse({ texts: { de: { title: 'Rechnung', explanation: 'Was Ihr Vertrag kostet.' } }, status: 'active' });
    const changed = changedTopic(topic, asked, later);
    expect(changed).toEqual({ name: topic.name, ...asked, version: 2, changedBy: 'adm_02', changedAt: later.at.toISOString(), retiredAt: undefined });
    expect(changed.texts.de).toMatchObject({ questions: [], links: [] });
    expect([saysAlready(changed, asked), saysAlready(topic, asked), saysAlready(topic, { texts: content.texts, status: 'active' })]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('is out of use from the day on which it was retired first, until it is taken up again', () => {
    const retired = changedTopic(topic, { texts: content.texts, status: 'retired' }, by);
    const still = changedTopic(retired, { texts: { de: content.texts.de }, status: 'retired' }, later);
    expect([retired.retiredAt, still.retiredAt]).toEqual([by.at.toISOString(), by.at.toISOString()]);
    expect(changedTopic(still, { texts: content.texts, status: 'active' }, later).retiredAt).toBeUndefined();
  });

  it('is read whole in one language, and says in which', () => {
    expect(explained(topic, 'en')).toEqual({ name: topic.name, language: 'en', ...content.texts.en, version: 1 });
    const { en: _, ...texts } = content.texts;
    expect(explained({ ...topic, texts }, 'en')).toEqual({ name: topic.name, language: 'de', ...content.texts.de, version: 1 });
  });
});

describe('names in a query', () => {
  const numbered = (count: number) => Array.from({ length: count }, (_, number) => `topic-${number}`).join(',');
  it.each([
    ['one', 'a', true],
    ['some', 'annual-premium-invoice,refund-2', true],
    ['fifty', numbered(50), true],
    ['one more', numbered(51), false],
    ['more than a key has room for', `a${'b'.repeat(2000)}`, false],
    ['an empty one at the end', 'a,', false],
    ['an empty one', 'a,,b', false],
    ['spaces', 'a, b', false],
    ['capitals', 'A', false],
    ['none', '', false],
  ])('%s', (_, names, taken) => {
    expect(listTopics.query!.byRole.customer.safeParse({ names }).success).toBe(taken);
  });
});
