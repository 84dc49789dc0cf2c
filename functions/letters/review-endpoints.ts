import { decideImport } from './decide-import.ts';
import { getImportFile } from './get-import-file.ts';
import { listReviews } from './list-reviews.ts';

/** What somebody asks who looks at letters in doubt. */
export const letterReviewEndpoints = [listReviews, getImportFile, decideImport];
