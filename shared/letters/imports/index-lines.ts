import { DomainError, type FieldProblem } from '../../domain-error.ts';
import { indexLimits } from './index-limits.ts';

/** One line of a file by its line breaks, without its own. */
export interface FileLine {
  /** From 1, as editors count. */
  readonly number: number;
  /** Absent of one that cannot be read: then `problem` says why. */
  readonly text?: string | undefined;
  readonly problem?: string | undefined;
}

/** What is wrong with all of an index. For one line the problem stands by it. */
export const invalidIndex = (fields: readonly FieldProblem[]): DomainError => new DomainError('invalid', 'invalid-index', fields);

/**
 * The lines of a file as they come, one at a time and none kept. One that is too long is left out with a problem, without being collected.
 * @throws DomainError `invalid/invalid-index` for a file in UTF-16
 */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>, decode: (line: Uint8Array) => string | undefined): AsyncGenerator<FileLine> {
  let number = 1;
  for await (const raw of rawLines(bytes)) {
    if (number === 1) refuseUtf16(raw);
    const text = raw === 'too-long' ? undefined : decode(raw);
    if (text !== undefined) yield { number, text };
    else yield { number, problem: raw === 'too-long' ? `is longer than ${indexLimits.lineBytes} bytes` : 'is not UTF-8, as the rest of the file' };
    number++;
  }
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

async function* rawLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array | 'too-long'> {
  const line = new LineBytes();
  for await (const chunk of bytes) {
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, from)) {
      line.add(chunk.subarray(from, end));
      yield line.take();
      from = end + 1;
    }
    line.add(chunk.subarray(from));
  }
  if (!line.isEmpty) yield line.take();
}

/** The bytes of the line that is being read, in one place that is used again. */
class LineBytes {
  private readonly bytes = new Uint8Array(indexLimits.lineBytes);
  private length = 0;

  get isEmpty(): boolean {
    return this.length === 0;
  }

  add(more: Uint8Array): void {
    if (this.length + more.length <= this.bytes.length) this.bytes.set(more, this.length);
    this.length += more.length;
  }

  /** A copy, without a carriage return at its end. */
  take(): Uint8Array | 'too-long' {
    const { length } = this;
    this.length = 0;
    if (length > this.bytes.length) return 'too-long';
    return this.bytes.slice(0, this.bytes[length - 1] === carriageReturn && length > 0 ? length - 1 : length);
  }
}

const beginsWith = (line: Uint8Array, ...start: readonly number[]): boolean => start.every((byte, index) => line[index] === byte);

function refuseUtf16(raw: Uint8Array | 'too-long'): void {
  if (raw !== 'too-long' && (beginsWith(raw, 0xff, 0xfe) || beginsWith(raw, 0xfe, 0xff)))
    throw invalidIndex([{ field: 'index', problem: 'is in UTF-16: save it as UTF-8 or Windows-1252' }]);
}
