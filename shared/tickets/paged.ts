/** A page of a list. */
export interface Paged<T> {
  readonly items: T[];
  /** Id after which the next page begins. */
  readonly next?: string | undefined;
}
