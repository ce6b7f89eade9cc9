/** The scripts of package.json that run this program. */
const scripts: ReadonlySet<string | undefined> = new Set(['start', 'packllm']);

/** `text` with its commands written as the user can type them: in a checkout, the program runs through npm. */
export function asTyped(text: string, environment: Readonly<Record<string, string | undefined>>): string {
  return scripts.has(environment['npm_lifecycle_event']) ? text.replaceAll(/(?<=["(]|: |\| )packllm (?=\w)/gu, 'npm run -s packllm -- ') : text;
}
