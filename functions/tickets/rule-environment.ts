import { environment, jsonOf } from '../../shared/lambda/environment.ts';
import { LetterSender } from '../../shared/letters/typesetting/content.ts';

/** The company whose letters rules set. */
export const letterSender = (): LetterSender => environment({ SENDER: jsonOf(LetterSender) }).SENDER;
