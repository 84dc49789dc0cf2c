/** What comes of one command, before anything is written. */
export interface Skeleton {
  /** New files, from the project's folder, with their text. */
  readonly made: Readonly<Record<string, string>>;
  readonly extended: readonly Extension[];
  /** What only a person can do, in the order in which it is best done. */
  readonly left: readonly string[];
}

/** A file of the house that gets something more. */
export interface Extension {
  readonly file: string;
  /** The list that is extended, for people. */
  readonly list: string;
  /** @throws NoPlace where the file is not written as it was when this was */
  readonly change: (text: string) => string;
}
