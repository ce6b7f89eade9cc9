/** Remembers what became of model files when they were loaded, until they change. */
export interface Quarantine {
  /** Whether the file stopped the engine while it was loaded. */
  isQuarantined(path: string): boolean | Promise<boolean>;
  /** `cause` is one sentence for the log and the report. */
  add(path: string, cause: string): void | Promise<void>;
  /** Whether the file has loaded before. */
  hasLoaded(path: string): boolean | Promise<boolean>;
  addLoaded(path: string): void | Promise<void>;
}
