/** How many suggestions were accepted, by language and by the member with the largest weight. Kept on this machine, never sent. */
export type AcceptanceCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The part of the editor's global state that the counter needs. */
export interface CounterStore {
  get(key: string): unknown;
  update(key: string, value: AcceptanceCounts): PromiseLike<void>;
}

const key = 'acceptedSuggestions';

/** Counts accepted suggestions. Takes only well-formed counts from the store, whatever an older version left there. */
export class AcceptanceCounter {
  readonly #store: CounterStore;

  constructor(store: CounterStore) {
    this.#store = store;
  }

  get counts(): AcceptanceCounts {
    return Object.fromEntries(entriesOf(this.#store.get(key)).map(([language, members]) => [
      language, Object.fromEntries(entriesOf(members).flatMap(([member, count]) => typeof count === 'number' ? [[member, count]] : [])),
    ]));
  }

  async accept(language: string, member: string): Promise<void> {
    const { counts } = this;
    const ofLanguage = counts[language] ?? {};
    await this.#store.update(key, { ...counts, [language]: { ...ofLanguage, [member]: (ofLanguage[member] ?? 0) + 1 } });
  }
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
