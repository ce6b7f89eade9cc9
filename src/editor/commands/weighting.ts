import { l10n, window, type QuickPickItem } from 'vscode';
import { weightingMethods } from '../../protocol/settings.ts';
import { loadedMembers } from '../models/loadedMembers.ts';
import { equalWeights, onlyMember, parseWeight, roundedWeights } from '../settings/pinnedWeights.ts';
import type { CommandParts } from './commandParts.ts';

type Method = (typeof weightingMethods)[number];

function describe(method: Method): { readonly label: string; readonly detail: string } {
  switch (method) {
    case 'mixture': return { label: l10n.t('Mixture'), detail: l10n.t('The most probable mixture given the text before the cursor. The default.') };
    case 'sim': return { label: 'PackLLM-sim', detail: l10n.t('Each member by how well it predicts the text before the cursor. Fast.') };
    case 'opt': return { label: 'PackLLM-opt', detail: l10n.t('The weights that predict the text before the cursor best, found one by one.') };
    case 'exhaustive': return { label: l10n.t('Exhaustive'), detail: l10n.t('The best weights of a whole grid. Slow; for packs of two to four members.') };
    case 'uniform': return { label: l10n.t('Uniform'), detail: l10n.t('The same weight for every member.') };
    case 'top1': return { label: l10n.t('Best member only'), detail: l10n.t('Only the member that predicts the text before the cursor best.') };
    case 'manual': return { label: l10n.t('Pinned'), detail: l10n.t('The weights that you choose, whatever the text.') };
  }
}

/** Lets the user choose how members are weighted, with what each way means. */
export async function chooseWeighting(parts: CommandParts): Promise<void> {
  const { weighting } = parts.configuration.settings();
  const items = weightingMethods.map((method) => ({ ...describe(method), method, description: method === weighting.method ? l10n.t('in use') : '' }));
  const chosen = await window.showQuickPick(items, { title: l10n.t('Choose Weighting'), placeHolder: l10n.t('How should the members be weighted?'), matchOnDetail: true });
  if (chosen === undefined) return;
  if (chosen.method === 'manual' && Object.keys(weighting.pinned).length === 0) await pinWeights(parts);
  else await parts.configuration.write('weighting.method', chosen.method);
}

type Weights = Readonly<Record<string, number>>;

/** Lets the user fix the weights: from the last suggestion, equal, one member only, or typed in. */
export async function pinWeights({ engine, reports, pinning }: CommandParts): Promise<void> {
  const ids = await loadedMembers(engine);
  const current = Object.fromEntries((reports.last?.report.members ?? []).map(({ id, weight }) => [id, weight]));
  const preset = (label: string, weights: Weights, detail?: string): QuickPickItem & { readonly weights: Weights | null } => ({ label, weights, ...(detail === undefined ? {} : { detail }) });
  const chosen = await window.showQuickPick([
    ...(Object.keys(current).length === 0 ? [] : [preset(l10n.t('The weights of the last suggestion'), roundedWeights(current), inWords(roundedWeights(current)))]),
    preset(l10n.t('The same for every member'), equalWeights(ids)),
    ...ids.map((id) => preset(l10n.t('Only {0}', id), onlyMember(ids, id))),
    { label: l10n.t('Type the weights…'), weights: null },
  ], { title: l10n.t('Pin Weights'), placeHolder: l10n.t('Which weights should every request use?') });
  if (chosen === undefined) return;
  const weights = chosen.weights ?? await typedWeights(ids, current);
  if (weights === null) return;
  await pinning.pin(weights);
}

async function typedWeights(ids: readonly string[], current: Weights): Promise<Weights | null> {
  const weights: Record<string, number> = {};
  for (const [index, id] of ids.entries()) {
    const typed = await window.showInputBox({
      title: l10n.t('Pin Weights ({0} of {1})', index + 1, ids.length), prompt: l10n.t('Weight of {0}. The weights are scaled to a sum of one.', id),
      value: (current[id] ?? 1 / ids.length).toFixed(2), ignoreFocusOut: true,
      validateInput: (text) => parseWeight(text) === null ? l10n.t('Give a number that is zero or more.') : null,
    });
    if (typed === undefined) return null;
    weights[id] = parseWeight(typed) ?? 0;
  }
  if (Object.values(weights).some((weight) => weight > 0)) return weights;
  void window.showWarningMessage(l10n.t('At least one weight must be above zero; nothing was changed.'));
  return null;
}

function inWords(weights: Weights): string {
  return Object.entries(weights).filter(([, weight]) => weight > 0).map(([id, weight]) => `${id} ${weight.toFixed(2)}`).join(' · ');
}
