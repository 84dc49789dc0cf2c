import { liveFileEraser } from '../../shared/files/live-files.ts';
import { newId } from '../../shared/id.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { sector } from '../../shared/lambda/environment.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { letterTable } from '../../shared/letters/letter-table.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { fileStored, removeOrphanLetter, removeOrphanLetterNeeds } from './remove-orphan-letter.ts';

const deps = {
  letters: letterTable({ db: liveDatabase(removeOrphanLetterNeeds), rules: deletionRules(sector()), newId }),
  files: liveFileEraser('letter-files'),
};

export const handler = liveQueueWorker({ log: logger('remove-orphan-letter'), message: fileStored, handle: (key) => removeOrphanLetter(key, deps) });
