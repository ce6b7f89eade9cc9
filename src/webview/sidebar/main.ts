import '../style.css';
import '../looks.css';
import { hostMessage, type PageMessage } from '../../protocol/sidebarMessages.ts';
import { h } from '../dom.ts';
import { rememberFolds, type PageMemory } from '../folds.ts';
import { Sidebar } from './sidebar.ts';
import { useTranslations } from '../text.ts';

/** What the editor gives every webview page. */
declare function acquireVsCodeApi(): PageMemory & { postMessage(message: PageMessage): void };

const host = acquireVsCodeApi();
useTranslations(document.body.dataset['bundle']);
const root = document.querySelector<HTMLElement>('#sidebar') ?? document.body.appendChild(h('main'));
const sidebar = new Sidebar(
  root,
  (action) => host.postMessage({ type: 'run', action }),
  (weights) => host.postMessage({ type: 'pin', weights: weights.map(({ id, share }) => ({ id, share })) }),
);
rememberFolds(sidebar.sections, host);
addEventListener('message', (event: MessageEvent<unknown>) => {
  const message = hostMessage(event.data);
  if (message !== null) sidebar.update(message.state);
});
host.postMessage({ type: 'ready' });
