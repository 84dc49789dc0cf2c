import { environment, jsonOf } from '../../shared/lambda/environment.ts';
import { LetterSender } from '../../shared/letters/typesetting/content.ts';

/** The company whose letters they are. */
export const letterSender = (variables: NodeJS.ProcessEnv = process.env): LetterSender => environment({ SENDER: jsonOf(LetterSender) }, variables).SENDER;
