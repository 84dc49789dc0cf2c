import { DomainError, isRefusal } from '../../shared/domain-error.ts';
import { numberTaken } from '../../shared/tickets/ticket.ts';

/** Of a million tickets a year one in thirty thousand meets a number that is taken: who draws so often without luck has no dice. */
const mostDraws = 5;

/** Opens under another number where the one that was drawn is taken. @throws what opening throws; `unavailable/no-free-number` */
export async function underFreeNumber<T>(open: () => Promise<T>, draw = 1): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (!isRefusal(error, numberTaken())) throw error;
    if (draw === mostDraws) throw new DomainError('unavailable', 'no-free-number');
    return underFreeNumber(open, draw + 1);
  }
}
