/** Remembers model files that stopped the engine while it loaded them, until they change. */
export interface Quarantine {
  isQuarantined(path: string): boolean | Promise<boolean>;
  /** `cause` is one sentence for the log and the report. */
  add(path: string, cause: string): void | Promise<void>;
}
