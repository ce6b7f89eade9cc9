import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompletionReport, Piece } from '../../src/protocol/reports.ts';
import { poolings } from '../../src/protocol/settings.ts';
import { samples } from './prompts.ts';
import { completing, kinds, ServerUnderTest, starterPack } from './starterPack.ts';

/** Batches of other lengths round otherwise: two candidates that are closer than this share of their probability may change places. */
const noise = 0.02;

const prompts = kinds.flatMap((kind) => samples(kind).slice(10, 15).map(({ text }) => text.slice(0, 700)));

interface Difference {
  readonly drafted: Piece | undefined;
  readonly plain: Piece | undefined;
}

/** The pieces in which two texts part; null for equal ones. */
function difference(drafted: CompletionReport, plain: CompletionReport): Difference | null {
  if (drafted.text === plain.text) return null;
  let same = 0;
  while (drafted.text[same] === plain.text[same]) same += 1;
  return { drafted: pieceAt(drafted.pieces, same), plain: pieceAt(plain.pieces, same) };
}

function pieceAt(pieces: readonly Piece[], index: number): Piece | undefined {
  let end = 0;
  return pieces.find(({ text }) => (end += text.length) > index);
}

describe.each(poolings)('drafting, %s', (pooling) => {
  const drafting = new ServerUnderTest();
  const plain = new ServerUnderTest();
  beforeAll(() => Promise.all([drafting.load(starterPack()), plain.load(starterPack())]));
  afterAll(() => Promise.all([drafting.server.dispose(), plain.server.dispose()]));

  it(`leaves the texts after ${prompts.length} real prompts as they are, but for candidates as close as rounding`, async () => {
    const accepted: number[] = [];
    for (const prompt of prompts) {
      const request = completing(prompt, { pooling, shape: { kind: 'text' }, maxBytes: 60 });
      const drafted = await drafting.ask('complete', { ...request, drafting: true });
      const written = await plain.ask('complete', { ...request, drafting: false });
      accepted.push(drafted.members.reduce((sum, { tokensAccepted }) => sum + (tokensAccepted ?? 0), 0));
      const found = difference(drafted, written);
      if (found === null) continue;
      const [p, q] = [found.drafted?.probability ?? 0, found.plain?.probability ?? 0];
      console.log(`${pooling}: ${JSON.stringify(found.drafted?.text)} at ${p.toPrecision(4)} instead of ${JSON.stringify(found.plain?.text)} at ${q.toPrecision(4)}`);
      expect(Math.abs(p - q) / Math.max(p, q)).toBeLessThan(noise);
    }
    expect(Math.max(...accepted), 'no draft was ever accepted, so nothing was compared').toBeGreaterThan(0);
  });
});
