import { reportDeviceEvent } from './report-device-event.ts';

/** What devices say. A function of its own: a storm of theirs takes nothing from people. */
export const deviceEndpoints = [reportDeviceEvent];
