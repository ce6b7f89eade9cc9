import type { Comparison } from '../../protocol/comparisonMessages.ts';

/** Where the user looks at a comparison; there is one, which the next comparison takes over. */
export interface ComparisonScreen {
  /** Brings it to the front, empty. `cancel` is called when the user has seen enough before the comparison is whole, or when the next one begins. */
  open(cancel: () => void): void;
  show(comparison: Comparison): void;
}
