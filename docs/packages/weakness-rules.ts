import * as z from 'zod';

/** A weakness that is known, and why it is no danger to us: by the number of its advisory, until a day on which it is looked at again. */
export interface Accepted {
  readonly why: string;
  /** `2027-03-01` */
  readonly until: string;
}

/** None at present. */
export const accepted: Readonly<Record<string, Accepted>> = {};

const Advisory = z.object({ url: z.string(), title: z.string(), severity: z.string(), range: z.string() });

/** What `npm audit --json` says, as far as it is looked at; `via` names other packages by text. */
export const AuditReport = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(z.string(), z.object({ via: z.array(z.union([z.string(), Advisory])) })),
});

/** Weaknesses that nobody has accepted, each once, in one line. */
export function knownWeaknesses(report: z.infer<typeof AuditReport>, today: string, but = accepted): string[] {
  const found = Object.entries(report.vulnerabilities).flatMap(([name, { via }]) =>
    via.flatMap((one) => {
      if (typeof one === 'string') return [];
      const exception = but[one.url.split('/').at(-1)!];
      return exception && today < exception.until ? [] : [`${name} ${one.range}: ${one.title} (${one.severity}, ${one.url})`];
    }),
  );
  return [...new Set(found)];
}
