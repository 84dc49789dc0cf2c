import { ticketKind } from './ticket-kind.ts';

/** A crash sensor or an appliance says that something happened [Gerätemeldung]. What it says is a step of its own (`shared/tickets/device-event.ts`). */
export const deviceReport = ticketKind({
  name: 'device-report',
  title: 'Meldung eines Geräts',
  skill: 'claims',
  countedAs: 'question',
  priority: 'urgent',
  openedBy: 'device',
  needs: 'nothing',
});
