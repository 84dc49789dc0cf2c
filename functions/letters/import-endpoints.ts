import { announceImport } from './announce-import.ts';
import { getImport } from './get-import.ts';
import { withdrawImport } from './withdraw-import.ts';

/** What whoever prints letters elsewhere asks. */
export const letterImportEndpoints = [announceImport, getImport, withdrawImport];
