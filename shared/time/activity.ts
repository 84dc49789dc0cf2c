import * as z from 'zod';

/** What work on a case is, as controlling tells it apart [Tätigkeit]. Another one is another line: entries, figures, reports and the reference read it here. */
export const activities = {
  phone: { de: 'Telefonat', en: 'On the phone' },
  writing: { de: 'Schriftverkehr', en: 'Writing' },
  assessment: { de: 'Prüfung', en: 'Assessment' },
  research: { de: 'Recherche', en: 'Research' },
  travel: { de: 'Ortstermin, Fahrt', en: 'Travel, on site' },
  other: { de: 'Sonstiges', en: 'Other' },
} as const satisfies Record<string, { readonly de: string; readonly en: string }>;

export type Activity = keyof typeof activities;

export const allActivities = Object.keys(activities) as [Activity, ...Activity[]];

export const Activity = z.enum(allActivities).describe(allActivities.map((name) => `\`${name}\`: ${activities[name].en} [${activities[name].de}]`).join('; '));
