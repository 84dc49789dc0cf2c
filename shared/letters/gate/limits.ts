/** What the gate takes, in bytes, pages and millimetres. */
export const gateLimits = {
  /** A letter of 20 MB is one of scanned pages. */
  fileBytes: 20_000_000,
  /** What one stream unpacks to. */
  streamBytes: 50_000_000,
  /** What all streams of a file unpack to, together. */
  allBytes: 500_000_000,
  /** Streams and objects. */
  parts: 500_000,
  /** Signs that are looked at. */
  work: 1_500_000_000,
  /** An itemised bill of a large customer; more is no letter. */
  pages: 500,
  /** How deep pages may lie in their tree: programs write trees of three or four levels. */
  pageDepth: 50,
  /** A side of a page: the smallest card that is posted, and the largest sheet that is folded into a letter. */
  leastSideMm: 50,
  mostSideMm: 600,
  /** The XML of an electronic invoice, unpacked. */
  invoiceBytes: 1_000_000,
} as const;
