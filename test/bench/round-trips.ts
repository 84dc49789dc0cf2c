interface Observable {
  readonly middlewareStack: {
    add(
      middleware: (next: (args: never) => Promise<never>, context: Readonly<Record<string, unknown>>) => (args: never) => Promise<never>,
      options: { step: 'initialize'; name: string },
    ): void;
    remove(name: string): boolean;
  };
}

export interface RoundTrips<Name extends string> {
  reset(): void;
  /** How often there was something to wait for: calls at the same time, to whatever service, are one. */
  rounds(): number;
  /** Calls of one of the clients, by command; a retry is none of its own. */
  commands(client: Name): Readonly<Record<string, number>>;
  stop(): void;
}

/** Counts what clients wait for, together. */
export function roundTripsOf<Name extends string>(clients: Readonly<Record<Name, unknown>>): RoundTrips<Name> {
  const name = 'roundTrips';
  let running = 0;
  let rounds = 0;
  let sent: Partial<Record<Name, Record<string, number>>> = {};
  const stacks = (Object.entries(clients) as [Name, Observable][]).map(([client, { middlewareStack }]) => ({ client, middlewareStack }));

  for (const { client, middlewareStack } of stacks) {
    middlewareStack.add(
      (next, context) => async (args) => {
        const command = String(context['commandName']).replace(/Command$/, '');
        const ofClient = (sent[client] ??= {});
        ofClient[command] = (ofClient[command] ?? 0) + 1;
        if (running++ === 0) rounds++;
        try {
          return await next(args);
        } finally {
          running--;
        }
      },
      { step: 'initialize', name },
    );
  }

  return {
    reset() {
      rounds = 0;
      sent = {};
    },
    rounds: () => rounds,
    commands: (client) => ({ ...sent[client] }),
    stop: () => stacks.forEach(({ middlewareStack }) => middlewareStack.remove(name)),
  };
}
