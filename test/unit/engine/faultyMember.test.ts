import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/base/clock.ts';
import { silentLogger } from '../../../src/base/logger.ts';
import { AlignmentCache } from '../../../src/engine/alignmentCache.ts';
import { completeRequest } from '../../../src/engine/completeRequest.ts';
import { MemberFault } from '../../../src/engine/memberFault.ts';
import { PackMember, type MeteredMember } from '../../../src/engine/packMember.ts';
import { scoreRequest } from '../../../src/engine/scoreRequest.ts';
import type { LoadedMember } from '../../../src/protocol/reports.ts';
import type { CompletionRequest } from '../../../src/protocol/requests.ts';
import { defaults } from '../../../src/protocol/settings.ts';
import { SyntheticMember, syntheticVocabulary } from '../../support/syntheticMember.ts';

const text = 'let total = first + second;\nlet other = first + second;\n';
const vocabulary = syntheticVocabulary({ words: ['let ', 'total', 'other', ' = ', 'first', 'second', ' + ', ';\n'] });

type Fault = 'score' | 'next' | null;

/** A synthetic member as the engine holds its members, which fails by itself at one kind of question. */
function packMember(id: string, fault: Fault): PackMember {
  const inner = new SyntheticMember({ id, vocabulary, texts: [text] });
  const fail = (): never => {
    throw new MemberFault(id, new Error('numbers that are not finite'));
  };
  const backend: MeteredMember = {
    id,
    vocabulary,
    usage: { tokens: 0, ms: 0 },
    idle: () => Promise.resolve(),
    tokenize: (bytes, continues) => inner.tokenize(bytes, continues),
    score: async (...args) => (fault === 'score' ? fail() : inner.score(...args)),
    next: async (...args) => (fault === 'next' ? fail() : inner.next(...args)),
    nextWithin: (...args) => inner.nextWithin(...args),
    predict: (...args) => inner.predict(...args),
    greedy: (...args) => inner.greedy(...args),
  };
  const report: LoadedMember = {
    id, name: id, architecture: 'synthetic', quantisation: 'none', vocabularySize: vocabulary.tokens.length, tokenizer: 'byte-bpe', fim: null, fimOrder: null,
    bytesOnDisk: 0, bytesInMemory: 0, contextSize: 512, threads: 1, gpuLayers: 0, loadMs: 0,
  };
  return new PackMember(backend, report, 512, () => Promise.resolve());
}

const request: CompletionRequest = {
  before: 'let total = first + second;\nlet other = first', after: '', language: '', weighting: { ...defaults.weighting, pinned: {}, method: 'uniform' }, alignment: 'bytes', decoding: 'tokens',
  shape: { kind: 'line' }, maxBytes: 100, deadlineMs: 60_000,
};
const services = () => ({ alignments: new AlignmentCache(systemClock, silentLogger), clock: systemClock, logger: silentLogger });
const signal = new AbortController().signal;
const arrival = { arrived: systemClock.now(), started: systemClock.now() };

function complete(members: readonly PackMember[]): ReturnType<typeof completeRequest> {
  return completeRequest(members, request, arrival, services(), signal, () => undefined);
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
    const { members } = await scoreRequest([packMember('a', null), packMember('bad', 'score')], text, services(), signal);
    expect(members[0]?.bitsPerByte).toBeGreaterThan(0);
    expect(members[1]).toMatchObject({ id: 'bad', bitsPerByte: null, perplexity: null, tokens: 0 });
  });
});
