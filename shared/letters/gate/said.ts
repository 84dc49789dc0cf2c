/** What a sender is told to do, in both languages of the house. Never says anything of the file itself. */
export interface Said {
  readonly de: string;
  readonly en: string;
}
