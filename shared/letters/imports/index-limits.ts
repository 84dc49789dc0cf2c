/** What the index of a batch may hold. */
export const indexLimits = {
  /** As it lies in the file, with its line break. An announcement is a tenth of that. */
  lineBytes: 16_384,
  /** Besides the header of a CSV; more go into another batch. */
  lines: 100_000,
  /** Lines of the file that one line of a table takes, where fields have line breaks. A quotation mark that nobody closes takes no more than that along. */
  linesOfRow: 20,
} as const;
