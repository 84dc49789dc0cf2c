import type { LetterTemplate } from '../letter-template.ts';
import { claimRejected } from './claim-rejected.ts';
import { claimSettlement } from './claim-settlement.ts';

/** Every letter we can send, by template code. */
export const letterTemplates: ReadonlyMap<string, LetterTemplate> = new Map([claimSettlement, claimRejected].map((template) => [template.code, template]));
