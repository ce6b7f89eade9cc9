import { window } from 'vscode';
import type { ShowMessage } from './notifier.ts';

/** Messages as the editor shows them. */
export const showMessage: ShowMessage = async (level, text, buttons) => {
  switch (level) {
    case 'info': return window.showInformationMessage(text, ...buttons);
    case 'warning': return window.showWarningMessage(text, ...buttons);
    case 'error': return window.showErrorMessage(text, ...buttons);
  }
};
