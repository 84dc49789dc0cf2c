import { getLetter } from './get-letter.ts';
import { getLetterFeedback } from './get-letter-feedback.ts';
import { getLetterFile } from './get-letter-file.ts';
import { giveLetterFeedback } from './give-letter-feedback.ts';
import { listLetters } from './list-letters.ts';
import { markLetter } from './mark-letter.ts';

/** Everything that can be asked of the letter centre. Issuing is a list of its own: `issue-letter-endpoints.ts`. */
export const letterEndpoints = [listLetters, getLetter, getLetterFile, markLetter, giveLetterFeedback, getLetterFeedback];
