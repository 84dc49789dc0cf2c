import { brotliDecompressSync } from 'node:zlib';

/**
 * Stands in for `brotli/decompress.js` in the bundles: fontkit would bring a whole decompressor with its dictionary, 490 KB, for
 * a font format that ours are not in, and Node has one of its own.
 */
export default (compressed: Uint8Array): Uint8Array => brotliDecompressSync(compressed);
