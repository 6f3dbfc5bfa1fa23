// What each part of the page for privacy is given.
import type { PrivacyOverview, PrivacyStep } from '#shared/protocol/privacy';

export interface PanelProps {
  readonly overview: PrivacyOverview;
  /** Takes a step and shows what it has led to. False: it was refused, which is shown. */
  readonly take: (step: PrivacyStep) => Promise<boolean>;
  /** Reads everything again. */
  readonly onAgain: () => void;
}
