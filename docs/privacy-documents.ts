import { deletionConcept } from './privacy/deletion-concept.ts';
import { storeInventory } from './privacy/store-inventory.ts';

/** The documents of data protection that are printed from the registries, as `generate.ts` writes them. */
export const privacyDocuments = [
  { file: 'docs/privacy/deletion-concept.md', content: deletionConcept },
  { file: 'docs/privacy/stores.md', content: storeInventory },
] as const;
