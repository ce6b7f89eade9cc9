let translations: Readonly<Record<string, string>> = {};

/** Takes over the translations that came with the page; anything that is not one is ignored. */
export function useTranslations(json: string | undefined): void {
  const value: unknown = JSON.parse(json ?? '{}');
  if (typeof value !== 'object' || value === null) return;
  translations = Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** The message in the user's language, with {0}, {1}, … replaced. */
export function t(message: string, ...values: readonly (string | number)[]): string {
  const text = Object.hasOwn(translations, message) ? translations[message] ?? message : message;
  return text.replace(/\{(\d+)\}/gu, (hole, index: string) => String(values[Number(index)] ?? hole));
}
