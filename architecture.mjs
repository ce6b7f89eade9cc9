// Which folder may import which, and which packages and hosts it may touch. ESLint and the import test both read this table.
// "node" allows node:*, "vscode" the editor's API; any other name is an npm package.

/** @typedef {{ readonly folders: readonly string[], readonly hosts: readonly string[], readonly packages: readonly string[] }} Arrows */

/** @type {Readonly<Record<string, Arrows>>} */
export const arrows = {
  base: { folders: [], hosts: [], packages: [] },
  fusion: { folders: ['base'], hosts: [], packages: ['fast-levenshtein'] },
  context: { folders: ['base'], hosts: [], packages: ['picomatch'] },
  protocol: { folders: ['base'], hosts: [], packages: ['valibot', 'vscode-jsonrpc'] },
  models: { folders: ['base'], hosts: ['node'], packages: ['undici', 'yauzl', 'env-paths', 'valibot'] },
  engine: { folders: ['base', 'fusion', 'context', 'protocol', 'models'], hosts: ['node'], packages: ['node-llama-cpp', 'vscode-jsonrpc'] },
  host: { folders: ['base', 'protocol'], hosts: ['node'], packages: ['vscode-jsonrpc'] },
  evaluation: { folders: ['base', 'fusion', 'context', 'protocol', 'host'], hosts: ['node'], packages: ['fast-levenshtein', 'valibot'] },
  cli: { folders: ['base', 'protocol', 'host', 'models', 'evaluation', 'context'], hosts: ['node'], packages: ['commander', 'ansis', 'cli-progress'] },
  webview: { folders: ['base', 'protocol'], hosts: [], packages: ['@vscode-elements/elements', 'diff'] },
  sidebar: { folders: ['base', 'protocol', 'host'], hosts: ['vscode'], packages: [] },
  editor: { folders: ['base', 'context', 'protocol', 'host', 'models', 'evaluation'], hosts: ['node', 'vscode'], packages: [] },
  'extension.ts': { folders: ['base', 'editor', 'sidebar', 'host', 'models'], hosts: ['node', 'vscode'], packages: [] },
};
