/** The editor's memory of a page, kept while the window lives and after. No text of a document goes into it. */
export interface PageMemory {
  getState(): unknown;
  setState(state: unknown): void;
}

/** Folds the sections as the user left them, and remembers every change. */
export function rememberFolds(sections: Readonly<Record<string, HTMLDetailsElement>>, memory: PageMemory): void {
  const folded = new Set(foldedIn(memory.getState()));
  for (const [name, section] of Object.entries(sections)) {
    section.open = !folded.has(name);
    section.addEventListener('toggle', () => {
      // A section that is open from the start reports that as well.
      if (section.open !== folded.has(name)) return;
      if (section.open) folded.delete(name);
      else folded.add(name);
      memory.setState({ folded: [...folded] });
    });
  }
}

function foldedIn(state: unknown): readonly string[] {
  if (typeof state !== 'object' || state === null || !('folded' in state) || !Array.isArray(state.folded)) return [];
  return state.folded.filter((name: unknown): name is string => typeof name === 'string');
}
