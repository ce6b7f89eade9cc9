import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { arrows } from './architecture.mjs';

const folders = Object.keys(arrows).filter((name) => !name.includes('.'));
const packages = [...new Set(Object.values(arrows).flatMap((arrow) => arrow.packages))];

/**
 * One import rule per folder of src, derived from the table.
 * @type {import('eslint').Linter.Config[]}
 */
const importRules = Object.entries(arrows).map(([place, allowed]) => ({
  files: place.includes('.') ? [`src/${place}`] : [`src/${place}/**/*.ts`],
  rules: {
    '@typescript-eslint/no-restricted-imports': ['error', {
      patterns: [
        { regex: '^(\\.\\./)+test/', message: 'src never imports test.' },
        ...folders.filter((folder) => folder !== place && !allowed.folders.includes(folder))
          .map((folder) => ({ regex: `^\\.{1,2}/(\\.\\./)*${folder}/`, message: `${place} may not import ${folder}.` })),
        ...(allowed.hosts.includes('node') ? [] : [{ regex: '^node:', message: `${place} runs without Node.` }]),
        ...(allowed.hosts.includes('vscode') ? [] : [{ regex: '^vscode$', message: `${place} runs outside the editor.` }]),
        ...packages.filter((name) => !allowed.packages.includes(name))
          .map((name) => ({ regex: `^${name}(/|$)`, message: `${place} may not use ${name}.` })),
      ],
    }],
  },
}));

export default defineConfig(
  { ignores: ['dist/', 'artifacts/', '.vscode-test/', 'node_modules/', 'media/', 'src/base/universal.d.ts'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { project: ['./tsconfig.json', './tsconfig.webview.json'], tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      eqeqeq: 'error',
    },
  },
  { files: ['src/**/*.ts'], rules: { '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as', objectLiteralTypeAssertions: 'never' }] } },
  { files: ['src/extension.ts'], rules: { 'max-lines': ['error', { max: 60 }] } },
  { files: ['test/**/*.ts', '**/*.mjs'], rules: { '@typescript-eslint/no-non-null-assertion': 'off', 'no-undef': 'off' } },
  ...importRules,
);
