import { issueLetter } from './issue-letter.ts';

/** What the Lambda answers that sets letters: it alone carries fonts and the code for PDF. */
export const issueLetterEndpoints = [issueLetter];
