import type { DomainEvent } from '../../events/event.ts';
import { printedName } from '../../shared/customers/name.ts';
import { customerReaderNeeds } from '../../shared/customers/customer-reader.ts';
import type { Customer } from '../../shared/customers/customer.ts';
import { alreadyDone, customerErased, isRefusal, processingRestricted } from '../../shared/domain-error.ts';
import type { FileCame } from '../../shared/files/file-came.ts';
import type { FileEraser } from '../../shared/files/file-eraser.ts';
import type { FileKeeper } from '../../shared/files/file-keeper.ts';
import { fileOfKey } from '../../shared/files/file-key.ts';
import type { FileReader } from '../../shared/files/file-reader.ts';
import { fileStores } from '../../shared/files/file-stores.ts';
import type { NewId } from '../../shared/id.ts';
import type { Log } from '../../shared/lambda/logger.ts';
import type { Announced } from '../../shared/letters/gate/judge.ts';
import { gateLimits } from '../../shared/letters/gate/limits.ts';
import type { Verdict } from '../../shared/letters/gate/verdict.ts';
import { importNeeds, type FoundImport } from '../../shared/letters/imports/import-table.ts';
import { isOpen, quarantineKey, waitedTooLong } from '../../shared/letters/imports/import-state.ts';
import { awaitsFile, expired, fileCame, givenUp, judged, noSuchImport, reasonToGiveUp, type LetterImport } from '../../shared/letters/imports/letter-import.ts';
import { letterReaderNeeds } from '../../shared/letters/letter-reader.ts';
import type { DeletionRule } from '../../shared/personal-data/deletion-rules.ts';
import { isKept } from '../../shared/storage/item-states.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { publishImport } from './publish-import.ts';

/** What it works with on the tables. */
export const checkImportUses = {
  imports: only(importNeeds, 'whoseFileCame', 'byId', 'become', 'publish'),
  customers: only(customerReaderNeeds, 'atWork'),
  letters: only(letterReaderNeeds, 'anyWithFile'),
  tickets: only(ticketReaderNeeds, 'ofCustomer'),
};

export interface CheckImportDeps extends Used<typeof checkImportUses> {
  /** Files as they came, which go once it is known what becomes of them. */
  readonly quarantine: FileReader & Pick<FileEraser, 'remove'>;
  /** Of letters. */
  readonly files: FileKeeper;
  readonly judge: (bytes: Uint8Array, announced: Announced) => Promise<Verdict>;
  /** How letters are kept: the rule of the class `letter-centre`. */
  readonly rule: DeletionRule;
  readonly newId: NewId;
  readonly log: Log;
  readonly now: () => Date;
}

/** How the log says that an import was given up: an alarm counts these lines, for somebody should have looked. */
export const importGivenUp = 'letter-import-given-up';

/**
 * Looks at the file of an import that came, and makes it a letter, or does not and says why. A repeat finds the import settled, and only deletes what came; one that somebody has
 * to look at keeps its file. What cannot be looked at now stays, and is looked at again by the clock.
 * @throws DomainError `conflict/changed-meanwhile`, `not-found/no-such-ticket`, `conflict/ticket-merged` (tried again), `unavailable/file-not-stored`
 */
export async function checkImport({ key, versionId }: FileCame, deps: CheckImportDeps): Promise<void> {
  const came = fileOfKey(fileStores['letter-quarantine'], key);
  // Nobody of ours signs such a key, so somebody has to look.
  if (!came) throw new Error('Not the key of a letter that somebody handed in');
  const found = await deps.imports.whoseFileCame(came.customerId, came.fileId);
  if (found?.letterImport.state === 'needs-review') return;
  if (!found || !isOpen(found.letterImport.state)) return deps.quarantine.remove(key);
  await settle(found, { key, versionId }, deps);
}

/**
 * Looks at an import of which it is not known yet what becomes of it: whether its file is there by now, since what S3 tells can be lost; whether it may come no more; whether
 * nobody has looked at it for too long.
 * @throws DomainError `not-found/no-such-import` where it is not there, and else as `checkImport`
 */
export async function lookAtImport({ aggregateId, id: eventId }: Pick<DomainEvent, 'aggregateId' | 'id'>, deps: CheckImportDeps): Promise<void> {
  const { imports, quarantine, log, now } = deps;
  const found = await imports.byId(aggregateId);
  if (!found) throw noSuchImport();
  const { letterImport } = found;
  const { state, customerId, id } = letterImport;
  const key = quarantineKey(customerId, id);
  if (!isOpen(state)) {
    // Whoever settled it may have ended before its file was gone.
    await quarantine.remove(key);
    throw alreadyDone();
  }
  // What is held, or restricted, stays as it is.
  if (waitedTooLong(letterImport, now()) && !isKept(found.item)) {
    const code = reasonToGiveUp(state);
    await imports.become(found, givenUp(letterImport, code), now());
    log.warn(importGivenUp, { eventId, code });
    return quarantine.remove(key);
  }
  if (state === 'needs-review') return;
  const versionId = await quarantine.newest(key);
  if (versionId !== undefined) return settle(found, { key, versionId }, deps);
  // It was there when somebody said so. S3 forgets nothing: it is awaited no more.
  if (state === 'awaiting-file') await expire(found, deps);
}

/** Its file may come no more. Before that, nothing is known of it. */
async function expire(found: FoundImport, { imports, log, now }: CheckImportDeps): Promise<void> {
  const at = now();
  try {
    await imports.become(found, expired(found.letterImport, at), at);
    log.info('letter-import-expired');
  } catch (error) {
    if (!isRefusal(error, awaitsFile())) throw error;
  }
}

/** It is said what becomes of an import whose file is there, and what came is deleted, unless somebody has to look at it. */
async function settle(found: FoundImport, came: FileCame, deps: CheckImportDeps): Promise<void> {
  const { customers, quarantine, log } = deps;
  const customer = await customers.atWork(found.letterImport.customerId);
  if (!customer) {
    // Who is being erased takes the import along: nothing of it is looked at any more.
    await quarantine.remove(came.key);
    throw customerErased();
  }
  const checking = await marked(found, deps);
  // Nothing is done with it but that it is kept: neither judged nor copied. The clock comes by again.
  if (customer === 'restricted') return log.info('letter-import-waits', { code: processingRestricted().code });
  const bytes = await quarantine.read(came.key, came.versionId, gateLimits.fileBytes);
  if (!bytes) throw alreadyDone();
  try {
    const after = await outcome(checking, bytes, customer, deps);
    log.info('letter-import-checked', { code: after.state });
    if (after.state === 'needs-review') return;
  } catch (error) {
    // Somebody wants it so, and may lift it: the clock comes by again.
    if (isRefusal(error, processingRestricted())) return log.info('letter-import-waits', { code: processingRestricted().code });
    // Of two who look at the same time one settles it.
    if (!isRefusal(error, alreadyDone()) && !isRefusal(error, customerErased())) throw error;
    return;
  }
  await quarantine.remove(came.key);
}

/** The import, marked before its file is looked at: whoever was told of it may end over it without a word. */
async function marked(found: FoundImport, { imports, now }: CheckImportDeps): Promise<FoundImport> {
  const { letterImport } = found;
  if (letterImport.state !== 'awaiting-file') return found;
  const at = now();
  await imports.become(found, fileCame(letterImport, at), at);
  const again = await imports.whoseFileCame(letterImport.customerId, letterImport.id);
  if (again?.letterImport.state !== 'checking') throw alreadyDone();
  return again;
}

/** What the gate, and the letters that the customer has, make of it. */
async function outcome(found: FoundImport, bytes: Uint8Array | 'too-large', customer: Customer, deps: CheckImportDeps): Promise<LetterImport> {
  const { imports, letters, judge, newId, now } = deps;
  const { letterImport } = found;
  const { sha256, sizeBytes, customerId } = letterImport;
  // S3 takes no larger one by the form that we sign, and we do not rely on it.
  const [verdict, duplicateContent] = await Promise.all([
    judge(bytes === 'too-large' ? new Uint8Array() : bytes, { sha256, sizeBytes, recipient: expected(customer) }),
    letters.anyWithFile(customerId, sha256),
  ]);
  const at = now();
  const after = judged(letterImport, verdict, { duplicateContent, letterId: newId('let') }, at);
  if (after.state === 'published') await publishImport({ found, after, bytes: bytes as Uint8Array }, at, { ...deps, publish: imports.publish });
  else await imports.become(found, after, at);
  return after;
}

/** Whom the window must name. */
function expected(customer: Customer): NonNullable<Announced['recipient']> {
  const { organisation, address } = customer;
  return { ...printedName(customer), organisation, postalCode: address.postalCode, city: address.city };
}
