import { createRequire } from 'node:module';
import { judge, type Announced } from '../../../../shared/letters/gate/judge.ts';
import { qpdfChecks } from '../../../../shared/letters/gate/qpdf.ts';
import { textOf } from '../../../../shared/letters/gate/text.ts';
import type { Verdict } from '../../../../shared/letters/gate/verdict.ts';

const qpdf = qpdfChecks(createRequire(import.meta.url).resolve('@neslinesli93/qpdf-wasm/dist/qpdf.wasm'));

/** Judges in the thread of the test, what only files do that do not hang. */
export const judged = (bytes: Uint8Array, announced: Announced = {}): Promise<Verdict> => judge(bytes, announced, { qpdf, text: textOf });

/** The codes of a verdict, or what else it is. */
export const codesOf = (verdict: Verdict): string =>
  verdict.verdict === 'refused'
    ? verdict.refusals
        .map(({ code }) => code)
        .sort()
        .join('+')
    : 'ACCEPT';
