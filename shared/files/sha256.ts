import * as z from 'zod';

/** A file's SHA-256 as it is announced and kept. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hexadecimal');
