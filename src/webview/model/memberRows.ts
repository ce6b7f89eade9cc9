import type { SidebarState } from '../../protocol/sidebarMessages.ts';
import { t } from '../text.ts';
import { bytes, milliseconds, speed } from './format.ts';
import { percentages } from './percentages.ts';

type Weights = NonNullable<SidebarState['weights']>;
type WeightedMember = Weights['members'][number];
type LoadedMember = NonNullable<SidebarState['members']>[number];

/** One member's row. */
export interface MemberRow {
  readonly id: string;
  /** Whole percentage; null before the first request. */
  readonly percent: number | null;
  /** Standard error of the weight, in [0, 1]; null where it is not known, and for a member that sits out. */
  readonly error: number | null;
  readonly reference: boolean;
  /** Quality, speed. */
  readonly figures: readonly string[];
  /** Tokens, memory. */
  readonly work: readonly string[];
  readonly seesSuffix: boolean;
  /** What the model is; '' when it is not loaded any more. */
  readonly about: string;
}

/** Rows in pack order, then members that only the report knows. */
export function memberRows(members: readonly LoadedMember[], weights: Weights | null): readonly MemberRow[] {
  const reported = new Map((weights?.members ?? []).map((member) => [member.id, member]));
  const loaded = new Map(members.map((member) => [member.id, member]));
  const ids = [...new Set([...loaded.keys(), ...reported.keys()])];
  const percents = percentages(ids.map((id) => reported.get(id)?.weight ?? 0));
  const best = Math.min(...[...reported.values()].map(({ bitsPerByte }) => bitsPerByte ?? Infinity));
  return ids.map((id, index) => {
    const member = reported.get(id);
    const model = loaded.get(id);
    return {
      id,
      percent: weights === null ? null : percents[index] ?? 0,
      error: member === undefined || member.weight === 0 || ids.length < 2 ? null : member.weightError,
      reference: weights?.reference === id,
      figures: member === undefined ? [] : figuresOf(member, best),
      work: [...(member === undefined ? [] : workOf(member)), ...(model === undefined ? [] : [t('{0} memory', bytes(model.bytesInMemory))])],
      seesSuffix: member?.seesSuffix ?? model?.fim ?? false,
      about: model === undefined ? '' : aboutOf(model),
    };
  });
}

/** Bits per byte, with the distance to the best member, and speed. */
function figuresOf({ bitsPerByte, tokensEvaluated, ms }: WeightedMember, best: number): readonly string[] {
  const rate = speed(tokensEvaluated, ms);
  const quality = bitsPerByte === null ? [] : [
    t('{0} bits/byte', bitsPerByte.toFixed(2)) + (bitsPerByte - best >= 0.005 ? ` (+${(bitsPerByte - best).toFixed(2)})` : ''),
  ];
  return [...quality, ...(rate === null ? [] : [rate])];
}

/** Evaluated tokens may include generated ones, so what was reused is a lower bound. */
function workOf({ tokens, tokensEvaluated, ms }: WeightedMember): readonly string[] {
  if (tokensEvaluated === 0) return [t('all tokens reused')];
  const evaluated = tokensEvaluated === 1 ? t('1 token in {0}', milliseconds(ms)) : t('{0} tokens in {1}', tokensEvaluated, milliseconds(ms));
  return tokens > tokensEvaluated ? [evaluated, t('{0}+ reused', tokens - tokensEvaluated)] : [evaluated];
}

function aboutOf({ name, architecture, quantisation, vocabularySize, contextSize, fim }: LoadedMember): string {
  return [
    name,
    t('{0}, {1}', architecture, quantisation),
    t('{0} vocabulary entries, context of {1} tokens', vocabularySize.toLocaleString('en'), contextSize.toLocaleString('en')),
    fim ? t('Has the tokens to look at the text after the cursor.') : t('Sees only the text before the cursor.'),
  ].join('\n');
}
