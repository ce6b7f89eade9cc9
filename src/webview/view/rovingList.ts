/**
 * Options of a list box with one tab stop: arrow keys, Home and End move inside it. `show` is told what the pointer or else the focus is on,
 * and null when neither is on any of them.
 */
export function rove(list: Element, options: readonly (HTMLElement | SVGElement)[], show: (index: number | null) => void): void {
  let focused: number | null = null;
  for (const [index, element] of options.entries()) {
    element.addEventListener('mouseenter', () => show(index));
    element.addEventListener('blur', () => show(focused = null));
    element.addEventListener('focus', () => {
      focused = index;
      for (const other of options) {
        other.setAttribute('aria-selected', String(other === element));
        other.setAttribute('tabindex', other === element ? '0' : '-1');
      }
      show(index);
    });
    element.addEventListener('keydown', (event) => {
      const { key } = event as KeyboardEvent;
      const target = { ArrowRight: index + 1, ArrowDown: index + 1, ArrowLeft: index - 1, ArrowUp: index - 1, Home: 0, End: options.length - 1 }[key];
      if (target === undefined) return;
      event.preventDefault();
      options[Math.min(Math.max(target, 0), options.length - 1)]?.focus();
    });
  }
  // Only when the pointer leaves them all: between two of them the page below must not jump.
  list.addEventListener('mouseleave', () => show(focused));
  show(null);
}
