import { t } from '../text.ts';
import { quoted, type Piece } from './completionView.ts';
import { probability } from './format.ts';
import { memberName } from './memberName.ts';

/** From here on a member would have written a piece by itself, whatever else it considered. */
const evenOdds = 0.5;

export interface Agreement {
  readonly agree: boolean;
  /** Whether the members agree on the text. */
  readonly verdict: string;
  /** The piece that the pack was least sure of. */
  readonly leastSure: string;
}

/** What the members' probabilities say about a text; null without one. */
export function agreementOf(pieces: readonly Piece[]): Agreement | null {
  const [first] = pieces;
  if (first === undefined) return null;
  const least = pieces.reduce((worst, piece) => (piece.probability < worst.probability ? piece : worst), first);
  const leastSure = t('Least sure of {0}: {1}', quoted(least.text), probability(least.probability));
  if (pieces.every(({ byMember }) => byMember.length < 2)) return { agree: true, verdict: t('One member wrote this alone.'), leastSure };
  const divided = pieces.filter(({ byMember }) => byMember.some(({ share }) => share < evenOdds));
  if (divided.length === 0) return { agree: true, verdict: t('The members agree: each would have written every piece by itself.'), leastSure };
  const spread = ({ byMember }: Piece): number => Math.max(...byMember.map(({ share }) => share)) - Math.min(...byMember.map(({ share }) => share));
  const most = divided.reduce((widest, piece) => (spread(piece) > spread(widest) ? piece : widest));
  const ordered = [...most.byMember].sort((a, b) => b.share - a.share);
  const [keen, cool] = [ordered[0], ordered.at(-1)];
  const split = keen === undefined || cool === undefined ? '' : t('Most about {0}: {1} {2}, {3} {4}.', quoted(most.text), memberName(keen.id), probability(keen.share), memberName(cool.id), probability(cool.share));
  return { agree: false, verdict: `${t('The members differ on {0} of {1} pieces.', divided.length, pieces.length)} ${split}`.trimEnd(), leastSure };
}
