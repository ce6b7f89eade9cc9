import type { Uri } from 'vscode';
import type { Event } from '../base/emitter.ts';
import type { Engine } from '../host/engine.ts';
import type { CompletionReport } from '../protocol/reports.ts';

type Shares = Readonly<Record<string, number>>;

/** Which pack is in use, and how to get a better one. */
export interface PackInfo {
  readonly kind: 'starter' | 'standard' | 'configured';
  /** One or two sentences for the user; empty when there is nothing better to have. */
  readonly advice: string;
}

/** A finished request with the document it was for. */
export interface DocumentReport {
  readonly report: CompletionReport;
  /** Base name of the document, never its path. */
  readonly document: string;
  /** Tells documents of one name apart; never shown. */
  readonly uri: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The document that the user is in. */
export type FrontDocument = Pick<DocumentReport, 'document' | 'uri'>;

/** Everything the sidebar shows, handed in by whoever builds the graph. */
export interface SidebarSources {
  /** Where the extension is installed; the page loads nothing from outside its `dist`. */
  readonly extensionUri: Uri;
  readonly engine: Engine;
  readonly onReport: Event<DocumentReport>;
  /** The pack in use now, or null while it is being looked up. */
  readonly pack: PackInfo | null;
  readonly onPackInfo: Event<PackInfo | null>;
  /** Whether the files of the workspace take part. */
  readonly workspaceMember: boolean;
  readonly onWorkspaceMember: Event<boolean>;
  readonly front: FrontDocument | null;
  readonly onFront: Event<FrontDocument | null>;
  /** Weights fixed by hand, by member; null while each text decides. */
  readonly pinned: Shares | null;
  readonly onPinned: Event<Shares | null>;
  /** Called when weights are before the user's eyes. */
  weightsSeen(): void;
  /** Fixes the weights. */
  pin(weights: Shares): void;
}
