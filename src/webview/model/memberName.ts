import { workspaceMemberId } from '../../base/workspaceMemberId.ts';
import { t } from '../text.ts';

/** A member as the user knows it: models by their ids, the workspace in the user's language. */
export function memberName(id: string): string {
  return id === workspaceMemberId ? t('This workspace') : id;
}
