import { asPackError } from '../../base/errors.ts';
import type { Translate } from '../../base/translate.ts';
import { checkGguf, type GgufSummary } from '../../models/checkGguf.ts';
import { memoryEstimate } from '../../models/memoryEstimate.ts';
import type { StoredMember } from '../../models/packStore.ts';
import type { LoadReport } from '../../protocol/reports.ts';

/** A model of the user's list as the view shows it. */
export interface ModelNode {
  readonly id: string;
  readonly member: StoredMember;
  readonly state: 'used' | 'disabled' | 'left-out' | 'waiting';
  /** Behind the id, on the same line. */
  readonly description: string;
  /** Plain lines for the hover. */
  readonly details: readonly string[];
  /** What a screen reader says. */
  readonly label: string;
}

export interface NodeFacts {
  /** What the engine made of the pack; null while it is loading. */
  readonly loaded: LoadReport | null;
  /** Upper bound of a model's context, tokens. */
  readonly contextSize: number;
}

export const sizeInWords = (bytes: number): string => (bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${Math.round(bytes / 1e6)} MB`);

/** The user's models in the order of the list, with what their files say of themselves and what the engine says of them. Never rejects. */
export function modelNodes(members: readonly StoredMember[], facts: NodeFacts, t: Translate): Promise<readonly ModelNode[]> {
  return Promise.all(members.map(async (member) => {
    const file = await checkGguf(member.path).catch((thrown: unknown) => asPackError(thrown).message);
    return nodeOf(member, file, facts, t);
  }));
}

function nodeOf(member: StoredMember, file: GgufSummary | string, { loaded, contextSize }: NodeFacts, t: Translate): ModelNode {
  const { id, enabled, languages, path } = member;
  const leftOut = loaded?.leftOut.find((left) => left.path === path);
  const used = loaded?.members.some((one) => one.id === id) === true;
  const state = !enabled ? 'disabled' : leftOut !== undefined || typeof file === 'string' ? 'left-out' : used ? 'used' : 'waiting';
  const problem = state === 'left-out' ? leftOut?.message ?? (typeof file === 'string' ? file : '') : '';
  const facts = typeof file === 'string' ? [] : [file.quantisation, sizeInWords(file.bytes)];
  const limit = languages === undefined ? [] : [languages.join(', ')];
  const description = [...(problem === '' ? [] : [t('left out')]), ...(enabled ? [] : [t('not used')]), ...facts, ...limit].join(' · ');
  return {
    id, member, state, description,
    label: [id, description, problem].filter((part) => part !== '').join('. '),
    details: [
      ...(problem === '' ? [] : [`${problem} ${leftOut?.fix ?? ''}`.trim()]),
      ...(typeof file === 'string' ? [] : detailsOf(file, contextSize, t)),
      languages === undefined ? t('Takes part in every language') : t('Takes part in these languages only: {0}', languages.join(', ')),
      path,
    ],
  };
}

function detailsOf(file: GgufSummary, contextSize: number, t: Translate): readonly string[] {
  const context = Math.min(contextSize, file.contextLength);
  return [
    `${file.name === '' ? file.architecture : `${file.name} (${file.architecture})`}, ${file.quantisation}`,
    t('{0} on disk, about {1} in memory with a context of {2} tokens', sizeInWords(file.bytes), sizeInWords(memoryEstimate(file, context)), context),
    t('Trained for {0} tokens of context', file.contextLength),
    file.fim ? t('Sees the text after the cursor') : t('Does not name the tokens to see the text after the cursor with'),
    t('Licence: {0}', file.licence ?? t('not named in the file')),
  ];
}
