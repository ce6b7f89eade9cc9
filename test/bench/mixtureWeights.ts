import { fitMixture } from '../../src/fusion/weights/mixture.ts';
import { quantile } from './quantile.ts';

export interface MixtureFigures {
  readonly members: number;
  readonly chunks: number;
  /** Median and slowest time of one fit, ms. */
  readonly p50: number;
  readonly most: number;
  /** Rounds of the slowest to converge, and the largest certificate, nats per chunk. */
  readonly rounds: number;
  readonly certificate: number;
}

/** What fitting the mixture costs once the members have read the text: 500 made-up texts of 200 chunks, four members of unlike strength. */
export function benchMixture(members = 4, chunks = 200, texts = 500): MixtureFigures {
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  const times: number[] = [];
  let rounds = 0;
  let certificate = 0;
  for (let text = 0; text < texts; text += 1) {
    const difficulty = Array.from({ length: chunks }, () => -4 * Math.log(1 - random()));
    const evidence = Array.from({ length: members }, (_, k) => Float64Array.from(difficulty, (nats) => -nats * (0.5 + random()) - 0.3 * k * random()));
    const started = performance.now();
    const fit = fitMixture({ chunks: evidence, prior: new Array<number>(members).fill(1 / members), strength: 20, halfLife: 100 });
    times.push(performance.now() - started);
    rounds = Math.max(rounds, fit.objective.length);
    certificate = Math.max(certificate, fit.certificate);
  }
  const settled = times.slice(texts / 10);
  return { members, chunks, p50: quantile(settled, 0.5), most: Math.max(...settled), rounds, certificate };
}
