import createQpdf from '@neslinesli93/qpdf-wasm';

/**
 * What qpdf says of a file as a whole: it reads it as it stands, or with complaints, or would have to recover something. This build of qpdf recovers nothing: it ends at the first thing of that
 * kind, so the last answer is no verdict yet.
 */
export type QpdfAnswer = 'sound' | 'complains' | 'would-recover';

interface Instance {
  readonly callMain: (words: readonly string[]) => number;
  readonly FS: {
    readonly init: (input: () => null, output: () => void, errors: () => void) => void;
    readonly writeFile: (path: string, bytes: Uint8Array) => void;
    readonly unlink: (path: string) => void;
  };
  readonly HEAPU8: Uint8Array;
}

type Create = (options: { readonly locateFile: () => string; readonly preRun: (instance: Instance) => void }) => Promise<Instance>;

/** An instance is used for so many files, as long as it has not grown beyond so much: it never gives memory back. */
const mostFiles = 50;
const mostKept = 64 * 1024 * 1024;

/**
 * `qpdf --check`. To compile it takes longer than to check a letter, so an instance is kept until something was wrong in it.
 * @param wasmFile where its code lies: in the package, or beside the bundle
 * @returns checks one file after another, never two at once; throws Error of any kind where qpdf breaks, also by want of memory
 */
export function qpdfChecks(wasmFile: string): (bytes: Uint8Array) => Promise<QpdfAnswer> {
  let kept: Instance | undefined;
  let files = 0;
  return async (bytes) => {
    const qpdf = kept ?? (await begun(wasmFile));
    files = kept ? files + 1 : 1;
    kept = undefined;
    const exitCode = process.exitCode;
    qpdf.FS.writeFile(file, bytes);
    const answer = qpdf.callMain(['--check', file]);
    // It sets that of our process.
    process.exitCode = exitCode;
    if (answer !== 0 && answer !== 3) return 'would-recover';
    qpdf.FS.unlink(file);
    if (files < mostFiles && qpdf.HEAPU8.length <= mostKept) kept = qpdf;
    return answer === 0 ? 'sound' : 'complains';
  };
}

const file = '/letter.pdf';

const begun = (wasmFile: string): Promise<Instance> =>
  (createQpdf as unknown as Create)({
    locateFile: () => wasmFile,
    // What it prints is about the file.
    preRun: ({ FS }) =>
      FS.init(
        () => null,
        () => undefined,
        () => undefined,
      ),
  });

/** The part of WebAssembly that is meant here; the compiler's library has it among what browsers have. */
interface Memory {
  readonly buffer: ArrayBuffer;
  grow: (pages: number) => number;
}

/** Lets no WebAssembly of this thread have more memory than so many bytes: it is outside of what a thread's own limits count. */
export function limitWasmMemory(mostBytes: number): void {
  const memory = (globalThis as unknown as { WebAssembly: { Memory: { prototype: Memory } } }).WebAssembly.Memory.prototype;
  const grow = memory.grow;
  memory.grow = function (this: Memory, pages: number): number {
    if (this.buffer.byteLength + 65_536 * pages > mostBytes) throw new RangeError('more memory than it may have');
    return grow.call(this, pages);
  };
}
