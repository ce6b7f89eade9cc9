/** Whether faults are injected as often as `docs/reliability.md` promises (`npm run test:fault:full`), or in the share that CI has time for. */
export const full = process.env['PACKLLM_FAULTS'] === 'full';

/** How often one fault is injected, and the line that says what came of it. */
export interface Fault {
  readonly rounds: number;
  /** Prints the figure, with the share of the full size that ran. */
  readonly figure: (text: string) => void;
}

/** The fault with this id of `docs/reliability.md`; `ci` and `all` count the same thing, `unit` in the plural. */
export function fault(id: `F${number}`, { ci, all, unit }: { readonly ci: number; readonly all: number; readonly unit: string }): Fault {
  const rounds = full ? all : ci;
  return { rounds, figure: (text) => console.log(`${id}: ${text} (${rounds === all ? '' : `${rounds} of `}${all} ${unit})`) };
}
