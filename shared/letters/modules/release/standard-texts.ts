/** How letters of the release begin and end. */
export const standardTexts = {
  de: {
    salutation: {
      frau: 'Sehr geehrte Frau {{familyName}},',
      herr: 'Sehr geehrter Herr {{familyName}},',
      neutral: 'Guten Tag {{fullName}},',
    },
    closing: 'Freundliche Grüße',
    remark: 'Dieses Schreiben wurde elektronisch erstellt und ist ohne Unterschrift gültig.',
  },
  en: {
    salutation: { frau: 'Dear Ms {{familyName}},', herr: 'Dear Mr {{familyName}},', neutral: 'Dear {{fullName}},' },
    closing: 'Kind regards',
    remark: 'This letter was written electronically and is valid without a signature.',
  },
};
