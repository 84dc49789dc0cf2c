import { describe, expect, it } from '@jest/globals';
import type { Marker } from '../../../proof/markers.ts';
import type { Dump, Origin, StoreRecord } from '../../../proof/records.ts';
import { declaredIn, type Erased, type Residue } from '../../../proof/residues.ts';
import { deletionRules } from '../../../shared/personal-data/deletion-rules.ts';
import { letterFileKey } from '../../../shared/letters/letter.ts';
import type { Item } from '../../../shared/storage/item.ts';
import type { TableName } from '../../../shared/storage/tables.ts';

const customerId = 'cus_01M81AEGCQ7DAM36VXTCQFHVQ0';
const ticketId = 'tck_01M81AEREZHXT34JYM1RKFGS0P';
const letterId = 'let_01M81AESD6X9057BKMSBA7T9AH';
const retainedSince = '2026-11-22T10:00:00.000Z';
const due = (dueOn: string, id = 'x') => ({ dueOn, duePk: 'due#3', dueSk: `${dueOn}#${id}` });

const happenedAt = '2026-11-01T10:00:00.000Z';

/** A step of the case as it is stored. */
const step = (id: string, kind: string, rest: Item): Item => ({
  pk: customerId,
  sk: `int#${ticketId}#${id}`,
  kind,
  id,
  ticketId,
  at: happenedAt,
  byRole: 'agent',
  byId: 'agt_1',
  ...rest,
});

const message = step('int_1', 'correspondence', { type: 'message', text: 'Hallo', retainedSince, ...due('2033-01-01') });
const note = step('int_2', 'note', { type: 'internal-note', text: 'Vermerk' });
const ticket: Item = {
  pk: customerId,
  sk: `tck#${ticketId}`,
  kind: 'ticket',
  id: ticketId,
  number: '26-7K3M-9QXN',
  matter: 'theft',
  status: 'closed',
  openedAt: happenedAt,
  closedAt: happenedAt,
  outcome: 'settled',
  version: 3,
  gsi1pk: ticketId,
  gsi1sk: 'ticket',
  gsi2pk: 'nobody#closed',
  gsi2sk: ticketId,
  retainedSince,
  ...due('2030-04-01'),
};
/** The entry by which the number of the case leads to it; it lies under the number. */
const entry: Item = { pk: 'number#26-7K3M-9QXN', sk: 'number', kind: 'ticket-number', customerId, ticketId };
const letter: Item = {
  pk: customerId,
  sk: `let#${letterId}`,
  kind: 'letter',
  id: letterId,
  ticketId,
  ticketNumber: '26-7K3M-9QXN',
  template: { code: 'claim-rejected', version: 1 },
  title: 'Entscheidung',
  importance: 'important',
  category: 'claim',
  issuedAt: happenedAt,
  issuedBy: 'agt_1',
  sha256: 'a'.repeat(64),
  sizeBytes: 7,
  fileVersionId: 'v1',
  openings: 0,
  version: 1,
  gsi1pk: letterId,
  gsi1sk: 'letter',
  gsi2pk: ticketId,
  gsi2sk: letterId,
  retainedSince,
  ...due('2033-01-01'),
};
const ledger: Item = {
  pk: customerId,
  sk: 'led#era_1',
  kind: 'ledger-entry',
  type: 'erasure',
  scope: 'everything',
  requestId: 'era_1',
  recordedOn: '2026-11-22',
  ...due('2033-02-15'),
};

const line = (cls: string, endsOn: string) => ({ class: cls, result: 'retained', ground: 'the law', endsOn });
const key = letterFileKey(customerId, letterId);
const erased: Erased = {
  customerId,
  answer: [line('business-letter', '2033-01-01'), line('case-notes', '2030-04-01'), line('letter-centre', '2033-01-01'), line('privacy-ledger', '2033-02-15')],
  rules: deletionRules('general'),
  markers: new Map<string, Marker>([
    ['givenName', { name: 'givenName', value: 'Zoë', form: 'text', snapshot: 'name' }],
    ['iban', { name: 'iban', value: 'DE02', form: 'iban', snapshot: 'iban' }],
    ['email', { name: 'email', value: 'zoe@example.org', form: 'email', snapshot: 'none' }],
    ['insuranceNumber', { name: 'insuranceNumber', value: 'KV-1', form: 'text', snapshot: 'none' }],
    ['number 0 (ticket)', { name: 'number 0 (ticket)', value: '26-7K3M-9QXN', form: 'id', aggregate: true, inMails: true }],
    ['id 0 (ticket)', { name: 'id 0 (ticket)', value: ticketId, form: 'id', aggregate: true }],
  ]),
  buckets: { 'letter-files': 'letters', uploads: 'uploads', 'document-files': 'documents', 'letter-quarantine': 'quarantine' },
  files: new Set([key]),
  today: '2026-11-22',
};
const items: Dump['items'] = [
  { table: 'tickets', item: message },
  { table: 'tickets', item: ticket },
  { table: 'tickets', item: note },
  { table: 'tickets', item: entry },
  { table: 'letters', item: letter },
  { table: 'ledger', item: ledger },
];

const record = (from: Origin): StoreRecord => ({ store: 's', where: 'w', bytes: Buffer.alloc(0), from });
const at = (table: TableName, item: Item, path: string): StoreRecord => record({ in: 'table', table, item, path });
const object = (more: Partial<Extract<Origin, { in: 'object' }>> = {}): StoreRecord =>
  record({ in: 'object', bucket: 'letters', key, versionId: 'v1', isDeleteMarker: false, part: 'content', ...more });

const residue = (
  found: StoreRecord,
  marker = 'text',
  { there = items, more = {} }: { there?: Dump['items']; more?: Partial<Erased> } = {},
): Residue | undefined => declaredIn({ items: there }, { ...erased, ...more })(found, marker);

/** The same items with one of them changed. */
const changed = (item: Item, change: Item): { there: Dump['items']; item: Item } => {
  const now = Object.fromEntries(Object.entries({ ...item, ...change }).filter(([, value]) => value !== undefined));
  return { there: items.map((found) => (found.item === item ? { ...found, item: now } : found)), item: now };
};

describe('what may be found of an erased person', () => {
  it.each([
    [
      'what the law keeps, dated and told',
      at('tickets', message, 'text'),
      { class: 'business-letter', ground: 'the law', endsOn: '2033-01-01', state: 'stored' },
    ],
    ['the frame of a case', at('tickets', ticket, 'pk'), { class: 'case-notes', ground: 'the law', endsOn: '2030-04-01', state: 'stored' }],
    ['a child of what is kept', at('tickets', note, 'text'), { class: 'case-notes', ground: 'the law', endsOn: '2030-04-01', state: 'stored' }],
    [
      'a child of it that lies elsewhere',
      at('tickets', entry, 'customerId'),
      { class: 'case-notes', ground: 'the law', endsOn: '2030-04-01', state: 'stored' },
    ],
    [
      'the ledger entry, which is not marked as kept',
      at('ledger', ledger, 'pk'),
      { class: 'privacy-ledger', ground: 'the law', endsOn: '2033-02-15', state: 'stored' },
    ],
    [
      'an index entry of it',
      record({ in: 'index', table: 'tickets', item: { ...ticket }, path: 'pk' }),
      { class: 'case-notes', ground: 'the law', endsOn: '2030-04-01', state: 'stored' },
    ],
    ['the file of a letter that is kept', object(), { class: 'letter-centre', ground: 'the law', endsOn: '2033-01-01', state: 'stored' }],
    ['its key', object({ part: 'key' }), { class: 'letter-centre', ground: 'the law', endsOn: '2033-01-01', state: 'stored' }],
  ])('%s', (_, found, expected) => {
    expect(residue(found)).toEqual(expected);
  });

  it('the tombstone, which nothing but the number itself leads to', () => {
    const stone: Item = { pk: `lku#${'a'.repeat(43)}`, sk: 'lookup', kind: 'tombstone', erasedOn: '2026-11-22', ...due('2027-01-07') };
    const there: Dump['items'] = [...items, { table: 'customers', item: stone }];
    const answer = [...erased.answer, line('tombstone', '2027-01-07')];
    expect(residue(at('customers', stone, 'pk'), 'insuranceNumber', { there, more: { answer } })).toMatchObject({ class: 'tombstone', endsOn: '2027-01-07' });
    expect(residue(at('customers', stone, 'pk'), 'insuranceNumber', { there })).toBeUndefined();
    expect(residue(at('customers', stone, 'pk'), 'email', { there, more: { answer } })).toBeUndefined();
    expect(residue(at('customers', stone, 'dueSk'), 'insuranceNumber', { there, more: { answer } })).toBeUndefined();
    const readable = { ...stone, pk: 'lku#KV-1' };
    const instead: Dump['items'] = [...items, { table: 'customers', item: readable }];
    expect(residue(at('customers', readable, 'pk'), 'insuranceNumber', { there: instead, more: { answer } })).toBeUndefined();
    expect(residue(at('customers', stone, 'pk'), 'insuranceNumber', { there, more: { answer, today: '2027-01-07' } })).toBeUndefined();
  });

  it('addresses of what was delivered, and only those', () => {
    const delivered = (part: 'addresses' | 'text') => record({ in: 'delivered', part });
    expect(residue(delivered('addresses'), 'email')?.state).toBe('delivered');
    expect(residue(delivered('addresses'), 'phone')?.state).toBe('delivered');
    expect(residue(delivered('addresses'), 'familyName')).toBeUndefined();
    expect(residue(delivered('text'), 'email')).toBeUndefined();
    // A mail tells its reader of which case it speaks, and of nothing else.
    expect(residue(delivered('text'), 'number 0 (ticket)')?.state).toBe('delivered');
    expect(residue(delivered('text'), 'id 0 (ticket)')).toBeUndefined();
    expect(residue(delivered('addresses'), 'number 0 (ticket)')).toBeUndefined();
  });

  it('a message that names the file of a letter, until the queue drops it', () => {
    const told = (body: string) => record({ in: 'message', body, endsAt: new Date('2026-11-26T08:00:00Z') });
    const body = JSON.stringify({ detail: { object: { key } } });
    expect(residue(told(body), 'customerId')).toMatchObject({ endsOn: '2026-11-26', state: 'passing' });
    expect(residue(told(body), 'familyName')).toBeUndefined();
    expect(residue(told(JSON.stringify({ detail: { object: { key }, customerId } })), 'customerId')).toBeUndefined();
    expect(residue(told(JSON.stringify({ key: key.replace('let_', 'tel_') })), 'customerId')).toBeUndefined();
  });

  it('a message that names the file of a document which is somebody else’s by now; not one of a letter, which goes to nobody', () => {
    const told = (name: string) => record({ in: 'message', body: JSON.stringify({ key: name }), endsAt: new Date('2026-11-26T08:00:00Z') });
    const moved = `documents/${customerId}/doc_01M81AEREZHXT34JYM1RKFGS0P.bin`;
    expect(residue(told(moved), 'customerId')).toMatchObject({ endsOn: '2026-11-26', state: 'passing' });
    expect(residue(told(`letters/${customerId}/let_01M81AEREZHXT34JYM1RKFGS0P.pdf`), 'customerId')).toBeUndefined();
  });
});

describe('a leak is', () => {
  it.each<[string, Item]>([
    ['not marked as kept', { retainedSince: undefined }],
    ['without its place in the due index', { duePk: undefined }],
    ['in the due index for another day', { dueSk: '2099-01-01#x' }],
    ['over', due('2026-11-22')],
    ['kept longer than the person was told', due('2034-01-01')],
    ['with an attribute that its kind does not know', { nickname: 'x' }],
    ['of an unknown kind', { kind: 'something' }],
  ])('an item that is %s', (_, change) => {
    const { there, item } = changed(message, change);
    expect(residue(at('tickets', item, 'text'), 'text', { there })).toBeUndefined();
  });

  it('what the answer says nothing of', () => {
    expect(residue(at('tickets', message, 'text'), 'text', { more: { answer: [] } })).toBeUndefined();
  });

  it('an attribute that is not to hold anything of a person, or has no name in the registry', () => {
    expect(residue(at('tickets', message, 'template'))).toBeUndefined();
    expect(residue(at('tickets', message, '{}'))).toBeUndefined();
    expect(residue(at('tickets', ticket, 'gsi2sk'))).toBeUndefined();
  });

  it('an item of a class that nothing protects', () => {
    const ip: Item = { pk: customerId, sk: 'ip#1', kind: 'login-ip', ticketId, sourceIp: '192.0.2.1', at: retainedSince, retainedSince, ...due('2033-01-01') };
    expect(residue(at('tickets', ip, 'sourceIp'), 'sourceIp', { there: [...items, { table: 'tickets', item: ip }] })).toBeUndefined();
  });

  it('a child whose head is gone', () => {
    expect(residue(at('tickets', note, 'text'), 'text', { there: items.filter(({ item }) => item !== ticket) })).toBeUndefined();
  });

  it('an index entry whose item is gone', () => {
    expect(residue(record({ in: 'index', table: 'letters', item: letter, path: 'pk' }), 'customerId', { there: [] })).toBeUndefined();
  });

  it('an item in somebody else’s partition, or in none', () => {
    const elsewhere = { ...message, pk: 'cus_01M81AEGCQ7DAM36VXTCQFHVQ1' };
    expect(residue(at('tickets', elsewhere, 'text'), 'text', { there: [{ table: 'tickets', item: elsewhere }] })).toBeUndefined();
    expect(residue(at('statistics', { pk: 'closed-cases#2026', sk: customerId, kind: 'closed-cases', count: 11 }, 'sk'), 'customerId')).toBeUndefined();
  });

  it.each<[string, Parameters<typeof object>[0]]>([
    ['another version of a file', { versionId: 'v0' }],
    ['a delete marker', { isDeleteMarker: true, part: 'key' }],
    ['what is said of a file', { part: 'metadata' }],
    ['a file in another bucket', { bucket: 'failed' }],
    ['a file that no letter names', { key: `${key}.bak` }],
  ])('%s', (_, more) => {
    expect(residue(object(more))).toBeUndefined();
  });

  it('anything in a log, a login, or anywhere else', () => {
    for (const from of [{ in: 'log' }, { in: 'login', username: customerId }, { in: 'elsewhere' }, { in: 'bucket' }] as Origin[])
      expect(residue(record(from), 'customerId')).toBeUndefined();
  });
});

describe('master data on what is kept', () => {
  const payee = { name: 'Zoë Groß', iban: 'DE02 1203' };
  const payout: Item = {
    ...message,
    sk: `int#${ticketId}#int_9`,
    kind: 'payout',
    type: 'payout',
    amountCents: 1,
    reference: 'SB-1',
    paidOn: '2026-03-15',
    payee,
    party: { name: 'Zoë Groß', address: 'x' },
    ...due('2037-01-01'),
  };
  delete payout.text;
  const there = [...items, { table: 'tickets' as const, item: payout }];
  const answer = [...erased.answer, line('voucher', '2037-01-01')];
  const of = (path: string, marker: string) => residue(at('tickets', payout, path), marker, { there, more: { answer } })?.class;

  it.each([
    ['payee.name', 'givenName', 'voucher'],
    ['party.name', 'givenName', 'voucher'],
    ['payee.iban', 'iban', 'voucher'],
    ['reference', 'givenName', undefined],
    ['payee.name', 'iban', undefined],
    ['payee.iban', 'email', undefined],
    ['ticketId', 'id 0 (ticket)', 'voucher'],
  ])('may stand in %s as %s: %s', (path, marker, cls) => {
    expect(of(path, marker)).toBe(cls);
  });

  it.each([
    ['givenName', 'letter-centre'],
    ['iban', undefined],
    ['email', undefined],
  ])('in a letter: %s → %s', (marker, cls) => {
    expect(residue(object(), marker)?.class).toBe(cls);
  });
});

describe('ids of what is stored', () => {
  const event: Item = { pk: ticketId, sk: 'evt_1', kind: 'event', dueOn: '2026-12-22' };

  it('are named by events until they end', () => {
    expect(residue(at('events', event, 'pk'), 'id 0 (ticket)')).toMatchObject({ class: 'event', state: 'passing', endsOn: '2026-12-22' });
    expect(residue(at('events', event, 'pk'), 'givenName')).toBeUndefined();
  });

  it('and by messages on their way', () => {
    const endsAt = new Date('2026-12-01T00:00:00Z');
    const found = record({ in: 'message', body: JSON.stringify({ detail: { aggregateId: ticketId } }), endsAt });
    expect(residue(found, 'id 0 (ticket)')).toMatchObject({ state: 'passing' });
    expect(residue(found, 'email')).toBeUndefined();
  });

  it('and stand nowhere else: not in a log', () => {
    expect(residue(record({ in: 'log' }), 'id 0 (ticket)')).toBeUndefined();
  });
});
