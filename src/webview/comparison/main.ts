import '../style.css';
import '../looks.css';
import './comparison.css';
import { comparisonHostMessage, type ComparisonPageMessage } from '../../protocol/comparisonMessages.ts';
import { h } from '../dom.ts';
import { useTranslations } from '../text.ts';
import { ComparisonPage } from './comparison.ts';

/** What the editor gives every webview page. */
declare function acquireVsCodeApi(): { postMessage(message: ComparisonPageMessage): void };

const host = acquireVsCodeApi();
useTranslations(document.body.dataset['bundle']);
const page = new ComparisonPage(document.querySelector<HTMLElement>('#comparison') ?? document.body.appendChild(h('main')), (action) => host.postMessage({ type: 'run', action }));
addEventListener('message', (event: MessageEvent<unknown>) => {
  const message = comparisonHostMessage(event.data);
  if (message !== null) page.update(message.comparison);
});
host.postMessage({ type: 'ready' });
