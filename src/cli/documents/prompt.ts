import { failures } from '../../base/errors.ts';
import { choosePrompt, type PromptChoice } from '../../context/promptChoice.ts';
import type { Cursor } from './cursor.ts';

export type Prompt = Extract<PromptChoice, { readonly kind: 'prompt' }>;

/** What the models see of a document. @throws PackError `document-unreadable` when the text around the cursor is none. */
export function promptAround({ place, before, after }: Cursor): Prompt {
  const choice = choosePrompt(before, after);
  if (choice.kind === 'refused') throw failures.documentUnreadable(place, `cannot be completed: ${choice.reason}`);
  return choice;
}
