import type { Condition } from '../storage/expression.ts';
import type { Item } from '../storage/item.ts';

/**
 * What lies on a case is filed under another one by a worker, after the two were merged or separated. Until it is through, both count it (`filings`), and
 * neither ends, is paid on, or is merged again: what is under way must arrive where it was sent.
 */
export const nothingFiled: Condition = { notAbove: { filings: 0 } };

export const isFiling = ({ filings }: Item): boolean => Number(filings ?? 0) > 0;

/** What a case has only while something is under way from it or to it. */
export const underWayAttributes = ['filings', 'movingTo', 'departureId'] as const;
