import {
  InlineCompletionItem, InlineCompletionTriggerKind, Range,
  type CancellationToken, type InlineCompletionContext, type InlineCompletionItemProvider, type Position, type SelectedCompletionInfo, type TextDocument,
} from 'vscode';
import { asPackError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { choosePrompt, type PromptChoice } from '../../context/promptChoice.ts';
import type { Accepted } from '../acceptance/accepted.ts';
import { leadingMember } from '../acceptance/leadingMember.ts';
import type { Lesson } from '../acceptance/learner.ts';
import { signalOf } from '../cancellation.ts';
import type { Completer, Offer } from '../completion/completer.ts';
import { internalCommands } from '../contributions.ts';
import type { CrossFile } from '../crossFile/crossFile.ts';
import { viewWithExcerpts } from '../crossFile/viewWithExcerpts.ts';
import { excerptsIn, type CursorView } from '../cursor/cursorView.ts';

/** Hands the editor's questions to the completer and its offers back as items; whatever goes wrong, the editor sees an empty result. */
export class InlineCompletions implements InlineCompletionItemProvider {
  readonly #completer: Completer;
  readonly #crossFile: Pick<CrossFile, 'excerptsFor'>;
  readonly #logger: Logger;

  constructor(completer: Completer, crossFile: Pick<CrossFile, 'excerptsFor'>, logger: Logger) {
    this.#completer = completer;
    this.#crossFile = crossFile;
    this.#logger = logger;
  }

  async provideInlineCompletionItems(
    document: TextDocument, position: Position, context: InlineCompletionContext, token: CancellationToken,
  ): Promise<InlineCompletionItem[]> {
    try {
      const { selectedCompletionInfo: selected } = context;
      const view = viewWithExcerpts(this.#crossFile, document, position, selected?.range, selected?.text);
      const trigger = context.triggerKind === InlineCompletionTriggerKind.Invoke ? 'manual' : 'automatic';
      const offer = await this.#completer.complete(view, trigger, signalOf(token));
      return offer === null || token.isCancellationRequested ? [] : itemsOf(offer, view, position, selected);
    } catch (thrown) {
      this.#logger.error(`The provider failed: ${asPackError(thrown).message}`);
      return [];
    }
  }
}

/** The fused text first, then members' own; a selected item of the suggest widget is what they all go on from, in its place. */
function itemsOf({ text, replaceRight, report, alternatives }: Offer, view: CursorView, position: Position, selected: SelectedCompletionInfo | undefined): InlineCompletionItem[] {
  const range = selected?.range ?? new Range(position, position);
  const prompt = choosePrompt(view.before, view.after);
  return [{ member: leadingMember(report), text, replaceRight }, ...alternatives].map((one) => new InlineCompletionItem(
    `${selected?.text ?? ''}${one.text}`,
    new Range(range.start, range.end.translate(0, one.replaceRight)),
    { command: internalCommands.accepted, title: '', arguments: [acceptedOf(one, lessonOf(one.text, prompt, view), view, range.start, `${selected?.text ?? ''}${one.text}`)] },
  ));
}

function lessonOf(text: string, prompt: PromptChoice, view: CursorView): Lesson | null {
  return prompt.kind === 'refused' ? null : { before: prompt.before, after: prompt.after, ...excerptsIn(view), text: text.replaceAll('\r\n', '\n'), language: view.language };
}

function acceptedOf({ member }: { readonly member: string }, lesson: Lesson | null, { language, document }: CursorView, { line, character }: Position, text: string): Accepted {
  return { language, member, document, line, character, text, lesson };
}
