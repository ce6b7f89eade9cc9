import type { SidebarState } from '../../protocol/sidebarMessages.ts';
import { h, icon, type Child } from '../dom.ts';
import { elsewhere } from '../model/front.ts';
import { ageOf } from './age.ts';

interface Source {
  readonly document: string;
  readonly at: number;
}

/** Which document something is about and how long ago it was, for the heading of its section; the name gives way when space is short. */
export function provenance({ document, at }: Source): readonly Child[] {
  return [h('span', {}, document), h('span', {}, ', ', ageOf(at))];
}

/** A line that says so where something is not about the document that the user is in. */
export function elsewhereLine(front: SidebarState['front'], { document }: Source, part: 'weights' | 'completion'): readonly HTMLElement[] {
  const words = elsewhere(front, document, part);
  return words === null ? [] : [h('p', { class: 'elsewhere' }, icon('history'), h('span', {}, words))];
}
