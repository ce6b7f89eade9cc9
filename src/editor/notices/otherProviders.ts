/** Extensions that suggest text at the cursor as well, by their ids. */
const known: Readonly<Record<string, string>> = {
  'amazonwebservices.amazon-q-vscode': 'Amazon Q',
  'Codeium.codeium': 'Windsurf (Codeium)',
  'Continue.continue': 'Continue',
  'GitHub.copilot': 'GitHub Copilot',
  'GitHub.copilot-chat': 'GitHub Copilot Chat',
  'ggml-org.llama-vscode': 'llama.vscode',
  'rjmacarthy.twinny': 'twinny',
  'sourcegraph.cody-ai': 'Cody',
  'supermaven.supermaven': 'Supermaven',
  'TabbyML.vscode-tabby': 'Tabby',
  'TabNine.tabnine-vscode': 'Tabnine',
};

export interface OtherProvider {
  readonly id: string;
  readonly name: string;
}

/** Installed extensions that suggest text as well and that the user has not been told of. `named` is what an earlier window kept, whatever that is. */
export function providersToName(isInstalled: (id: string) => boolean, named: unknown): readonly OtherProvider[] {
  const told: readonly unknown[] = Array.isArray(named) ? named : [];
  return Object.entries(known).filter(([id]) => isInstalled(id) && !told.includes(id)).map(([id, name]) => ({ id, name }));
}

/** What is kept once these were named. */
export function namedWith(named: unknown, providers: readonly OtherProvider[]): readonly string[] {
  const told = (Array.isArray(named) ? named : []).filter((id: unknown) => typeof id === 'string');
  return [...told, ...providers.map(({ id }) => id)];
}
