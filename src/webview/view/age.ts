import { h } from '../dom.ts';
import { timeOfDay } from '../model/format.ts';
import { age } from '../model/age.ts';

/** How long an age may be wrong, ms. */
const refreshEvery = 5000;

const languageOf = (): string => document.documentElement.lang || 'en';

/** How long ago a moment was; `keepAges` lets it grow. */
export function ageOf(at: number): HTMLTimeElement {
  return h('time', { 'datetime': new Date(at).toISOString(), 'title': timeOfDay(at), 'data-age': at }, age(at, Date.now(), languageOf()));
}

/** Lets every age inside `root` grow while the page lives. Nothing is read out for it. */
export function keepAges(root: HTMLElement): void {
  setInterval(() => {
    for (const element of root.querySelectorAll<HTMLElement>('[data-age]')) {
      const words = age(Number(element.dataset['age']), Date.now(), languageOf());
      if (element.textContent !== words) element.textContent = words;
    }
  }, refreshEvery);
}
