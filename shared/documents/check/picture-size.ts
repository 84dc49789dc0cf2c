import { NotKept } from './not-kept.ts';

/** Pixels of the largest picture; more than any camera makes, and as much as whoever opens it can hold. */
const mostPixels = 300_000_000;

/** @throws NotKept `unreadable` for a picture without a size, `unpacks-too-large` */
export function requireSize(width: number, height: number): void {
  if (width === 0 || height === 0) throw new NotKept('unreadable');
  if (width * height > mostPixels) throw new NotKept('unpacks-too-large');
}
