/** What can stand behind the storage suite: the local cloud's emulator always, Amazon's DynamoDB Local where Java is. */
export const engineNames = ['MiniStack', 'DynamoDB Local'] as const;
export type EngineName = (typeof engineNames)[number];
