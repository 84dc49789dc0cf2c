import { createHash } from 'node:crypto';
import { Budget } from '../../documents/check/budget.ts';
import { NotKept } from '../../documents/check/not-kept.ts';
import { activeContent } from './active-content.ts';
import { attachmentsOf } from './attachments.ts';
import { endProblems } from './ends.ts';
import { gateLimits } from './limits.ts';
import { PdfObjects } from './objects.ts';
import { pageNumbers, pagesOf, sizesOf, type Page } from './pages.ts';
import type { QpdfAnswer } from './qpdf.ts';
import { qualityOf, type Quality } from './quality.ts';
import { namesRecipient, type ExpectedRecipient } from './recipient.ts';
import type { textOf } from './text.ts';
import { Findings, review, type GateFacts, type Verdict } from './verdict.ts';

/** What its sender said of a file, and whom it is for. */
export interface Announced {
  /** SHA-256 in hexadecimal, lower case. */
  readonly sha256?: string;
  readonly sizeBytes?: number;
  /** Without it nobody can be somebody else: who it names is not looked at. */
  readonly recipient?: ExpectedRecipient;
}

/** What reads a file by other means than ours. */
export interface Readers {
  readonly qpdf: (bytes: Uint8Array) => Promise<QpdfAnswer>;
  readonly text: typeof textOf;
}

/**
 * Judges a print PDF that was made elsewhere, before it may become a letter. In this order: what was announced, the two ends of the file, all that it packs, all its
 * objects and pages, qpdf, its text. What can be said together is said together; where one step finds that the file cannot be read, the next ones are not asked. The bytes are
 * not changed.
 * Call it where a file that hangs, or takes all memory, does not matter: `judgeInWorker`.
 * @returns never throws: what breaks what looks at it is `unreadable`
 */
export async function judge(bytes: Uint8Array, announced: Announced, readers: Readers): Promise<Verdict> {
  const findings = new Findings();
  try {
    return await look(bytes, announced, readers, findings);
  } catch (error) {
    findings.refuse(error instanceof NotKept && error.reason === 'unpacks-too-large' ? 'unpacks-too-large' : 'unreadable');
    return { verdict: 'refused', refusals: findings.refusals };
  }
}

async function look(bytes: Uint8Array, announced: Announced, readers: Readers, findings: Findings): Promise<Verdict> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const refused = (): Verdict => ({ verdict: 'refused', refusals: findings.refusals });
  if ((announced.sizeBytes ?? bytes.length) !== bytes.length || (announced.sha256 ?? sha256) !== sha256) findings.refuse('checksum-differs');
  if (bytes.length > gateLimits.fileBytes) findings.refuse('file-too-large');
  if (findings.refusals.length > 0) return refused();

  const atEnds = endProblems(bytes);
  const misdirects = atEnds.includes('needs-repair');
  for (const code of atEnds) if (code !== 'needs-repair') findings.refuse(code);
  if (findings.refusals.length > 0) return refused();

  const document = lookInto(bytes, findings);
  if (!document) return refused();
  // Said of what can be read at all.
  if (misdirects) findings.refuse('needs-repair');
  if (findings.refusals.length > 0) return refused();

  const recovers = (await readers.qpdf(bytes)) === 'would-recover';
  const text = await readers.text(bytes, recovers ? 'every' : 'first-with-text');
  // Who goes by the cross-references sees another letter than was looked at here.
  if (text.pages !== document.pages.length) findings.refuse('needs-repair');
  if (findings.refusals.length > 0) return refused();
  return passed(findings, text, announced, { bytes: bytes.length, sha256, ...factsOf(document) });
}

interface Looked {
  readonly pages: readonly Page[];
  readonly quality: Quality;
  readonly eInvoice: boolean;
}

/** `undefined`: nothing more can be said of it. @throws NotKept */
function lookInto(bytes: Uint8Array, findings: Findings): Looked | undefined {
  const budget = new Budget({ bytes: gateLimits.allBytes, parts: gateLimits.parts, work: gateLimits.work });
  const objects = new PdfObjects(bytes, budget);
  if (objects.trailers.some((trailer) => objects.says(trailer, 'Encrypt'))) findings.refuse('encrypted');
  // Also where that is since it is encrypted: whoever takes the password away and no more would hear the next thing then.
  if (objects.incomplete) findings.refuse('unreadable');
  if (findings.has('encrypted') || findings.has('unreadable')) return undefined;
  const pages = pagesOf(objects, findings);
  const numbers = pageNumbers(pages, objects);
  for (const found of objects.all) for (const code of activeContent(found, objects)) findings.refuse(code, numbers.get(found.ref));
  const attachments = attachmentsOf(objects, budget);
  if (attachments === 'other') findings.refuse('embedded-file');
  // What can be read in two ways is not taken; where there is more to say, that tells its sender more.
  if (objects.doubtful && findings.refusals.length === 0) findings.refuse('unreadable');
  return { pages, quality: qualityOf(objects, budget), eInvoice: attachments === 'e-invoice' };
}

const factsOf = ({ pages, quality, eInvoice }: Looked) => ({ pages: pages.length, sizes: sizesOf(pages), eInvoice, quality });

function passed(
  findings: Findings,
  text: Awaited<ReturnType<typeof textOf>>,
  { recipient }: Announced,
  looked: Omit<GateFacts, 'hasText' | 'tagged' | 'signed'> & { readonly quality: Quality },
): Verdict {
  const { quality, ...rest } = looked;
  if (!quality.fontsEmbedded) findings.warn('fonts-not-embedded');
  if (!quality.tagged) findings.warn('not-tagged');
  if (!quality.titled) findings.warn('no-title');
  if (quality.signed) findings.warn('signed');
  const facts: GateFacts = { ...rest, hasText: text.hasText, tagged: quality.tagged, signed: quality.signed };
  const { warnings } = findings;
  if (!text.hasText) return { verdict: 'needs-review', reasons: [review('no-text')], warnings, facts };
  if (recipient && !namesRecipient(text.window, recipient)) return { verdict: 'needs-review', reasons: [review('recipient-differs')], warnings, facts };
  return { verdict: 'accepted', warnings, facts };
}
