/**
 * The tables, as data: infrastructure makes them, tests make the same ones, the code names them.
 * Every table has the keys `pk`/`sk`. Those of the indexes are in `indexKeys`: `gsi1pk`/`gsi1sk`, and so on; `due` has `duePk`/`dueSk`,
 * `wake` has `wakePk`/`wakeSk`, `inbox` has `inboxPk`/`inboxSk`, `queue` has `queuePk`/`queueSk`.
 */
export interface TableShape {
  /** Our word for what an index is for. */
  readonly indexes: Partial<Record<IndexName, IndexProjection>>;
  /** Only events have a stream: a stream on personal data would keep images of erased people for a day. */
  readonly stream?: true;
  /** Attribute with the epoch second at which DynamoDB may drop the item; only for throw-away items. */
  readonly timeToLive?: string;
  /** Whether it says more of people than a pseudonymous key does. */
  readonly personal: boolean;
}

/**
 * `by-id`: an aggregate by its id. `worklist`: what a clerk sees; `worklist-by-message`: the same, by when the customer last wrote.
 * `queue`: what nobody has, by urgency. `unread`: where customers wrote what nobody has read. `by-subject`: a person's items whose key is not theirs. `inbox`: what
 * lies before a clerk, or a team. `due`: what ends when. `wake`: what wakes when.
 */
export type IndexName = 'by-id' | 'worklist' | 'worklist-by-message' | 'queue' | 'unread' | 'by-subject' | 'by-skill' | 'inbox' | 'due' | 'wake';
type IndexProjection = 'ALL' | 'KEYS_ONLY';

const due = { due: 'ALL' } as const;
/** Keys only: whoever wakes an item reads it as it is by then, and texts are not copied for the time it sleeps. */
const wake = { wake: 'KEYS_ONLY' } as const;

/** Keys only, too: every message moves a case in them, and few lists are asked for so. */
const messages = { 'worklist-by-message': 'KEYS_ONLY', unread: 'KEYS_ONLY' } as const;

export const tables = {
  customers: { indexes: { ...due, 'by-subject': 'KEYS_ONLY' }, personal: true },
  tickets: { indexes: { ...due, ...wake, 'by-id': 'ALL', worklist: 'ALL', queue: 'ALL', ...messages }, personal: true },
  tasks: { indexes: { ...due, ...wake, 'by-id': 'ALL', inbox: 'ALL' }, personal: true },
  time: { indexes: { ...due, ...wake, worklist: 'ALL', 'by-subject': 'KEYS_ONLY' }, personal: true },
  letters: { indexes: { ...due, ...wake, 'by-id': 'ALL', worklist: 'ALL' }, personal: true },
  documents: { indexes: { ...due, ...wake, 'by-id': 'KEYS_ONLY', worklist: 'ALL' }, personal: true },
  notifications: { indexes: { ...due, ...wake, 'by-id': 'ALL' }, personal: true },
  staff: { indexes: { ...due, ...wake, 'by-skill': 'ALL' }, personal: true },
  privacy: { indexes: { ...due, ...wake, 'by-id': 'ALL' }, personal: true },
  /** Outside of what a restore brings back: what was promised to people must survive it. */
  ledger: { indexes: due, personal: true },
  idempotency: { indexes: { ...due, 'by-subject': 'KEYS_ONLY' }, timeToLive: 'expiresAt', personal: true },
  events: { indexes: due, stream: true, personal: false },
  statistics: { indexes: {}, personal: false },
} as const satisfies Record<string, TableShape>;

export type TableName = keyof typeof tables;

/** Attribute names of an index's keys. */
export const indexKeys: Record<IndexName, { readonly pk: string; readonly sk: string }> = {
  'by-id': { pk: 'gsi1pk', sk: 'gsi1sk' },
  worklist: { pk: 'gsi2pk', sk: 'gsi2sk' },
  'worklist-by-message': { pk: 'gsi2pk', sk: 'gsi3sk' },
  queue: { pk: 'queuePk', sk: 'queueSk' },
  unread: { pk: 'gsi4pk', sk: 'gsi4sk' },
  'by-subject': { pk: 'gsi1pk', sk: 'gsi1sk' },
  'by-skill': { pk: 'gsi1pk', sk: 'gsi1sk' },
  inbox: { pk: 'inboxPk', sk: 'inboxSk' },
  due: { pk: 'duePk', sk: 'dueSk' },
  wake: { pk: 'wakePk', sk: 'wakeSk' },
};

/** The environment variable that tells a function the physical name of a table. */
export const tableVariable = (table: TableName): string => `TABLE_${table.toUpperCase()}`;
