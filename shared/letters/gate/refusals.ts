import { codesOf, type Said } from './said.ts';

/** Why a print PDF may not become a letter, each with what its sender can do. The one list of these codes. */
export const refusalTexts = {
  'not-a-pdf': {
    de: 'Die Datei ist kein PDF: senden Sie die Druckdatei selbst.',
    en: 'The file is no PDF: send the print file itself.',
  },
  'bytes-before-header': {
    de: 'Vor dem Anfang des PDF stehen fremde Bytes: entfernen Sie, was Ihr Drucksystem oder die Übertragung davor schreibt.',
    en: 'Something stands before the beginning of the PDF: remove what your print system or the transfer writes there.',
  },
  'bytes-after-end': {
    de: 'Hinter dem Ende des PDF stehen fremde Bytes: entfernen Sie, was Ihr Drucksystem oder die Übertragung anhängt.',
    en: 'Something stands behind the end of the PDF: remove what your print system or the transfer appends.',
  },
  'cut-off': {
    de: 'Das Ende der Datei fehlt: übertragen Sie sie noch einmal vollständig.',
    en: 'The end of the file is missing: transfer all of it once more.',
  },
  'needs-repair': {
    de: 'Das Verzeichnis der Datei stimmt nicht mit ihr überein, Programme müssten sie erst reparieren: erzeugen Sie sie neu.',
    en: 'The table of contents of the file does not fit it, programs would have to repair it first: make it anew.',
  },
  unreadable: {
    de: 'Die Datei ist beschädigt, nicht eindeutig oder zu aufwendig zu lesen: erzeugen Sie sie neu, oder teilen Sie den Brief.',
    en: 'The file is damaged, can be read in more than one way, or takes too long to read: make it anew, or divide the letter.',
  },
  encrypted: {
    de: 'Die Datei ist verschlüsselt oder gegen Bearbeitung geschützt: erzeugen Sie sie ohne Kennwort und ohne Einschränkungen.',
    en: 'The file is encrypted or protected against changes: make it without password and without restrictions.',
  },
  script: {
    de: 'Die Datei enthält JavaScript: erzeugen Sie sie ohne Skripte und ohne rechnende Formularfelder.',
    en: 'The file holds JavaScript: make it without scripts and without form fields that calculate.',
  },
  'launch-action': {
    de: 'Die Datei will ein Programm oder eine andere Datei starten: entfernen Sie diese Aktion.',
    en: 'The file wants to start a program or another file: remove that action.',
  },
  'submit-action': {
    de: 'Die Datei will Eingaben versenden: entfernen Sie das Formular oder seine Schaltfläche.',
    en: 'The file wants to send what is typed into it: remove the form, or its button.',
  },
  'remote-file-action': {
    de: 'Die Datei greift auf andere Dateien zu: entfernen Sie Verweise auf Dateien außerhalb des PDF.',
    en: 'The file reaches for other files: remove references to files outside of the PDF.',
  },
  multimedia: {
    de: 'Die Datei enthält Ton, Film oder 3D-Modelle: erzeugen Sie sie ohne diese.',
    en: 'The file holds sound, film or 3D models: make it without them.',
  },
  'xfa-form': {
    de: 'Die Datei ist ein XFA-Formular: drucken Sie es in ein gewöhnliches PDF.',
    en: 'The file is an XFA form: print it to an ordinary PDF.',
  },
  'unsafe-link': {
    de: 'Ein Link führt anderswohin als zu http, https, mailto oder tel: ändern oder entfernen Sie ihn.',
    en: 'A link leads elsewhere than to http, https, mailto or tel: change or remove it.',
  },
  'embedded-file': {
    de: 'In der Datei stecken weitere Dateien: nur eine E-Rechnung (ZUGFeRD, Factur-X, XRechnung, höchstens 1 MB) darf enthalten sein.',
    en: 'The file holds other files: one electronic invoice (ZUGFeRD, Factur-X, XRechnung, 1 MB at most) may be in it and nothing else.',
  },
  'unpacks-too-large': {
    de: 'Die Datei ist entpackt zu groß (höchstens 50 MB je Teil, zusammen 500 MB und 500.000 Teile): verkleinern Sie die Bilder, oder teilen Sie den Brief.',
    en: 'Unpacked, the file is too large (50 MB at most for each part, 500 MB and 500,000 parts together): make its pictures smaller, or divide the letter.',
  },
  'file-too-large': {
    de: 'Die Datei ist zu groß (höchstens 20 MB): teilen Sie den Brief oder verkleinern Sie die Bilder.',
    en: 'The file is too large (20 MB at most): divide the letter, or make its pictures smaller.',
  },
  'too-many-pages': {
    de: 'Der Brief hat zu viele Seiten (höchstens 500): teilen Sie ihn.',
    en: 'The letter has too many pages (500 at most): divide it.',
  },
  'no-pages': {
    de: 'Die Datei hat keine Seite: erzeugen Sie sie neu.',
    en: 'The file has no page: make it anew.',
  },
  'page-size': {
    de: 'Eine Seite hat kein Format für einen Brief (je Seite 50 bis 600 mm): erzeugen Sie sie in A4.',
    en: 'A page has no size for a letter (each side 50 to 600 mm): make it as A4.',
  },
  'page-count-lies': {
    de: 'Die Datei nennt eine andere Zahl von Seiten, als sie hat: erzeugen Sie sie neu.',
    en: 'The file says another number of pages than it has: make it anew.',
  },
  'checksum-differs': {
    de: 'Die Datei ist nicht die angekündigte: Größe oder Prüfsumme weichen ab. Kündigen Sie die richtige unter einer neuen Referenz an, und senden Sie sie.',
    en: 'The file is not the one that was announced: size or checksum differ. Announce the right one under another reference, and send it.',
  },
} as const satisfies Readonly<Record<string, Said>>;

export type GateRefusal = keyof typeof refusalTexts;
export const GateRefusal = codesOf(refusalTexts);
