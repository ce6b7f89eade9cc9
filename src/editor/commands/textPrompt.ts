import { failures } from '../../base/errors.ts';
import { choosePrompt } from '../../context/promptChoice.ts';

interface Prompt {
  readonly before: string;
  readonly after: string;
}

/** The part of the text around a cursor that goes to the models. Throws `document-unreadable` when it is no text. */
export function textPrompt(around: Prompt): Prompt {
  const prompt = choosePrompt(around.before, around.after);
  if (prompt.kind === 'refused') throw failures.documentUnreadable('The document', `cannot be completed: ${prompt.reason}`);
  return { before: prompt.before, after: prompt.after };
}
