import type { SidebarState } from '../../protocol/sidebarMessages.ts';
import { t } from '../text.ts';

/** What to say where a part of the page is not about the document that the user is in; null where it is. */
export function elsewhere(front: SidebarState['front'], document: string, part: 'weights' | 'completion'): string | null {
  if (front === null) return t('This is about {0}, which is not in front any more.', document);
  if (front[part]) return null;
  return front.document === document
    ? t('This is about another document named {0}. The one in front has none yet.', document)
    : t('This is about {0}. {1} is in front and has none yet.', document, front.document);
}
