/** Draws a part of the page again; what had the focus has it afterwards, where the new content has something of the same `data-key`. */
export function keepFocus(root: HTMLElement, draw: () => void): void {
  const before = document.activeElement;
  const key = before?.getAttribute('data-key') ?? null;
  draw();
  if (key === null || document.activeElement === before) return;
  root.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
}
