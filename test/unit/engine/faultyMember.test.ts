import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/base/clock.ts';
import { completeRequest } from '../../../src/engine/requests/completeRequest.ts';
import { MemberFault } from '../../../src/engine/member/memberFault.ts';
import type { PackMember } from '../../../src/engine/member/packMember.ts';
import { scoreRequest } from '../../../src/engine/requests/scoreRequest.ts';
import type { CompletionRequest } from '../../../src/protocol/requests.ts';
import { defaults } from '../../../src/protocol/settings.ts';
import { engineServices, packMemberOf } from '../../support/packMember.ts';
import { SyntheticMember, syntheticVocabulary } from '../../support/syntheticMember.ts';

const text = 'let total = first + second;\nlet other = first + second;\n';
const vocabulary = syntheticVocabulary({ words: ['let ', 'total', 'other', ' = ', 'first', 'second', ' + ', ';\n'] });

type Fault = 'score' | 'next' | null;

/** A member which fails by itself at one kind of question. */
function packMember(id: string, fault: Fault): PackMember {
  const fail = async (): Promise<never> => {
    await Promise.resolve();
    throw new MemberFault(id, new Error('numbers that are not finite'));
  };
  return packMemberOf(new SyntheticMember({ id, vocabulary, texts: [text] }), fault === null ? {} : { [fault]: fail });
}

const request: CompletionRequest = {
  before: 'let total = first + second;\nlet other = first', after: '', language: '', weighting: { ...defaults.weighting, pinned: {}, method: 'uniform' }, alignment: 'bytes', decoding: 'tokens',
  shape: { kind: 'line' }, maxBytes: 100, deadlineMs: 60_000,
};
const signal = new AbortController().signal;
const arrival = { arrived: systemClock.now(), started: systemClock.now() };

function complete(members: readonly PackMember[]): ReturnType<typeof completeRequest> {
  return completeRequest(members, request, arrival, engineServices(), signal, () => undefined);
}

describe('a member that fails', () => {
  it.each(['score', 'next'] as const)('at %s leaves the request, which is what the rest writes', async (fault) => {
    const rest = await complete([packMember('a', null), packMember('b', null)]);
    const report = await complete([packMember('a', null), packMember('bad', fault), packMember('b', null)]);
    expect(report.text).toBe(rest.text);
    expect(report.text).not.toBe('');
    expect(report.members.map(({ id, weight }) => [id, weight])).toEqual([['a', 0.5], ['b', 0.5]]);
  });

  it('fails the request when it was the last one', async () => {
    await expect(complete([packMember('bad', 'score')])).rejects.toMatchObject({ code: 'internal' });
  });

  it('reports no figures for a text, beside those of the rest', async () => {
    const { members } = await scoreRequest([packMember('a', null), packMember('bad', 'score')], text, engineServices(), signal);
    expect(members[0]?.bitsPerByte).toBeGreaterThan(0);
    expect(members[1]).toMatchObject({ id: 'bad', bitsPerByte: null, perplexity: null, tokens: 0 });
  });
});
