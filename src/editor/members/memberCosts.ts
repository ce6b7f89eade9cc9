import type { CompletionReport } from '../../protocol/reports.ts';

/** How much the latest request counts. */
const rate = 0.3;

interface Cost {
  readonly msPerToken: number;
  /** Tokens that it evaluates in a request. */
  readonly tokens: number;
  /** Mean λ by language. */
  readonly weights: Readonly<Record<string, number>>;
}

const blend = (before: number | undefined, now: number): number => (before === undefined ? now : before + rate * (now - before));

/** What each member's tokens cost and how much it counts, as a value: running means over the requests so far. */
export class MemberCosts {
  static readonly none = new MemberCosts(new Map());
  readonly #costs: ReadonlyMap<string, Cost>;

  private constructor(costs: ReadonlyMap<string, Cost>) {
    this.#costs = costs;
  }

  /** With the members of this report that evaluated anything; the others' tokens got dearer or cheaper as those of these did, since it is one machine. */
  next({ members }: Pick<CompletionReport, 'members'>, language: string): MemberCosts {
    const measured = members.filter(({ tokensEvaluated }) => tokensEvaluated > 0);
    const known = measured.filter(({ id }) => this.#costs.has(id));
    const before = known.reduce((sum, { id, tokensEvaluated }) => sum + (this.#costs.get(id)?.msPerToken ?? 0) * tokensEvaluated, 0);
    const pace = before === 0 ? 1 : blend(1, known.reduce((sum, { ms }) => sum + ms, 0) / before);
    const costs = new Map([...this.#costs].map(([id, cost]) => [id, { ...cost, msPerToken: cost.msPerToken * pace }]));
    for (const { id, ms, tokensEvaluated, weight } of measured) {
      const before = this.#costs.get(id);
      costs.set(id, {
        msPerToken: blend(before?.msPerToken, ms / tokensEvaluated),
        tokens: blend(before?.tokens, tokensEvaluated),
        weights: { ...before?.weights, [language]: blend(before?.weights[language], weight) },
      });
    }
    return new MemberCosts(costs);
  }

  /** Time that these members compute in a usual request together, ms. */
  expectedMs(ids: readonly string[]): number {
    return ids.reduce((sum, id) => {
      const cost = this.#costs.get(id);
      return sum + (cost === undefined ? 0 : cost.msPerToken * cost.tokens);
    }, 0);
  }

  /** The members by what they are worth in this language for the time that they take, best first; those not measured keep their places among them. */
  byWorth(ids: readonly string[], language: string): readonly string[] {
    const worth = (id: string): number => this.#weight(id, language) / Math.max(this.expectedMs([id]), 1e-3);
    const ranked = ids.filter((id) => this.#costs.has(id)).toSorted((a, b) => worth(b) - worth(a)).values();
    return ids.map((id) => (this.#costs.has(id) ? ranked.next().value ?? id : id));
  }

  /** The member that counts most in this language; the first of them without any measurement. */
  top(ids: readonly string[], language: string): readonly string[] {
    return ids.toSorted((a, b) => this.#weight(b, language) - this.#weight(a, language)).slice(0, 1);
  }

  #weight(id: string, language: string): number {
    return this.#costs.get(id)?.weights[language] ?? 0;
  }
}
