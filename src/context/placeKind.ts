/** Where text is written: some places can be switched off by themselves. */
export type PlaceKind = 'document' | 'notebook' | 'commit-message';

const schemes: Readonly<Record<string, PlaceKind>> = { 'vscode-notebook-cell': 'notebook', 'vscode-scm': 'commit-message' };
const languages: Readonly<Record<string, PlaceKind>> = { 'scminput': 'commit-message', 'git-commit': 'commit-message' };

/** The kind of place that a document is, by its URI and its language. */
export function placeKind(uri: string, language: string): PlaceKind {
  return schemes[uri.slice(0, uri.indexOf(':'))] ?? languages[language] ?? 'document';
}

export interface PlaceSwitches {
  readonly enable: boolean;
  readonly notebooks: boolean;
  readonly commitMessages: boolean;
}

/** Whether suggestions are switched on at a place of this kind. */
export function isOnAt(kind: PlaceKind, { enable, notebooks, commitMessages }: PlaceSwitches): boolean {
  switch (kind) {
    case 'document': return enable;
    case 'notebook': return enable && notebooks;
    case 'commit-message': return enable && commitMessages;
  }
}
