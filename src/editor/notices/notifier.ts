/** Shows a message with buttons and tells which one the user chose. */
export type ShowMessage = (level: 'info' | 'warning' | 'error', text: string, buttons: readonly string[]) => Promise<string | undefined>;

export interface NoticeAction {
  readonly label: string;
  readonly run: () => unknown;
}

export interface Notice {
  readonly level: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly actions?: readonly NoticeAction[];
}

/** Messages to the user, at most one per cause until the cause is over. Whatever is asked again meanwhile is only counted. */
export class Notifier {
  readonly #show: ShowMessage;
  readonly #current = new Set<string>();
  #shown = 0;

  constructor(show: ShowMessage) {
    this.#show = show;
  }

  /** How many messages were shown in all. */
  get shown(): number {
    return this.#shown;
  }

  /** Resolves when the message is closed and its action has run; at once when the cause has been told already. */
  async tell(cause: string, { level, text, actions = [] }: Notice): Promise<void> {
    if (this.#current.has(cause)) return;
    this.#current.add(cause);
    this.#shown++;
    const chosen = await this.#show(level, text, actions.map(({ label }) => label));
    await actions.find(({ label }) => label === chosen)?.run();
  }

  /** The cause is over; should it come back, it is told again. */
  over(cause: string): void {
    this.#current.delete(cause);
  }
}
