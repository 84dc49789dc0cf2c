import { idOf } from '../id.ts';

export const RuleId = idOf('rul');
