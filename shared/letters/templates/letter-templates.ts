import type { LetterTemplate } from '../letter-template.ts';
import { claimBelowDeductible } from './claim-below-deductible.ts';
import { claimRejected } from './claim-rejected.ts';
import { claimSettlement } from './claim-settlement.ts';

/** Every letter we can send, by template code. */
export const letterTemplates: ReadonlyMap<string, LetterTemplate> = new Map(
  [claimSettlement, claimBelowDeductible, claimRejected].map((template) => [template.code, template]),
);
