import { addTime } from './add-time.ts';
import { correctTime } from './correct-time.ts';
import { discardStopwatch } from './discard-stopwatch.ts';
import { exportEffort } from './export-effort.ts';
import { getStopwatch } from './get-stopwatch.ts';
import { listOwnTime } from './list-own-time.ts';
import { listTime } from './list-time.ts';
import { removeTime } from './remove-time.ts';
import { reportEffort } from './report-effort.ts';
import { startStopwatch } from './start-stopwatch.ts';
import { stopStopwatch } from './stop-stopwatch.ts';
import { sumTime } from './sum-time.ts';

/** Everything that can be asked of time. */
export const timeEndpoints = [
  addTime,
  listTime,
  sumTime,
  correctTime,
  removeTime,
  startStopwatch,
  stopStopwatch,
  discardStopwatch,
  getStopwatch,
  listOwnTime,
  reportEffort,
  exportEffort,
];
