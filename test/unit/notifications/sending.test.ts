import { describe } from '@jest/globals';
import { memoryWorld } from './memory-world.ts';
import { sendingSuite } from './sending.ts';

describe('sending notifications (in memory)', () => sendingSuite(memoryWorld, { runs: 1_000 }));
