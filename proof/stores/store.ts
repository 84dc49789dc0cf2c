/** What every reader of stores works with. */
import type { DeployedStack, Outputs } from '../../client/outputs.ts';
import type { StoreRecord } from '../records.ts';

/** A store of the stacks. */
export type Resource = DeployedStack['resources'][number];

/** Where to look. */
export interface Place {
  readonly outputs: Outputs;
  /** The address of the emulator behind the gateway's, whose sinks and queues can be looked into; absent on AWS itself. */
  readonly emulator: string | undefined;
}

/** Reads all of a store. */
export type StoreReader = (resource: Resource, place: Place) => AsyncGenerator<StoreRecord>;
