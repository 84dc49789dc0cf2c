import { idOf } from '../../id.ts';

export const LetterImportId = idOf('imp');
