import { storedItems } from '../stored-items.ts';
import { ownedStores } from './file-owners.ts';
import { fileStores } from './file-stores.ts';

/** Every store of files, with the kind of item that its files belong to. */
export const allStores = ownedStores(fileStores, storedItems.kinds);
