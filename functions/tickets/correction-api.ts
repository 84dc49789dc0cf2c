import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { correctionTable } from '../../shared/tickets/correction-table.ts';
import { interactionTable } from '../../shared/tickets/interaction-table.ts';
import { redactionTable } from '../../shared/tickets/redaction-table.ts';
import { ticketTable } from '../../shared/tickets/ticket-table.ts';
import { correctionEndpoints } from './correction-endpoints.ts';

const db = liveDatabase();
const parts = { db, rules: deletionRules(sector()), newId };

export const handler = api(correctionEndpoints, {
  deps: {
    tickets: ticketTable(parts),
    interactions: interactionTable(parts),
    corrections: correctionTable(parts),
    redactions: redactionTable(parts),
    staff: staffReader(db),
    newId,
    now: () => new Date(),
  },
  log: logger('corrections-api'),
  identity: identityClaims(),
});
