// Who speaks in a contact, and for whom: the holder, or somebody else, who may be told only so much however surely the record was verified.
// What somebody may be told at most is the company's list, or what the customer has put on file. Kept are a kind and a level, never a name. Pure.
import { z } from 'zod';
import { type IdentificationLevel, identificationLevelSchema, identificationLevels } from './identification.ts';

/**
 * `representative`: by law, of minors and of those who cannot act; `contactPerson`: of a company; `helper`: beside the holder, who has
 * agreed aloud to this one call; `relay`: an operator who only carries the holder's words; `other`: an authority, a lawyer, a neighbour.
 */
export const speakerKinds = [
  'holder',
  'delegate',
  'representative',
  'contactPerson',
  'helper',
  'relay',
  'heir',
  'other',
] as const;
export const speakerKindSchema = z.enum(speakerKinds);
export type SpeakerKind = z.infer<typeof speakerKindSchema>;

/** `upTo`: what they may be told at most. */
export const speakerSchema = z.object({ kind: speakerKindSchema, upTo: identificationLevelSchema });
export type Speaker = z.infer<typeof speakerSchema>;

export const longestDelegateName = 120;
export const mostDelegations = 10;
export const delegationKinds = ['delegate', 'representative', 'contactPerson'] as const;

/** Somebody whom the customer, or a court, has put on file to speak for them. */
export const delegationSchema = z.object({
  kind: z.enum(delegationKinds),
  name: z.string().trim().min(1).max(longestDelegateName),
  /** What it covers. */
  upTo: identificationLevelSchema.exclude(['none']),
  /** Its last day; null: until it is withdrawn. */
  until: z.iso.date().nullable(),
});
export type Delegation = z.infer<typeof delegationSchema>;

/** What a company says of one kind of speaker. `file`: as much as is on file for them. */
export interface SpeakerRule {
  readonly kind: SpeakerKind;
  readonly upTo: IdentificationLevel | 'file';
}

/** Whether it still holds on that day ("2027-03-31"). */
export const isInForce = ({ until }: Pick<Delegation, 'until'>, today: string): boolean =>
  until === null || today <= until;

/** Somebody who may be speaking. `delegation`: the one that they speak by; null: none that is in force, or none is asked for. */
export interface SpeakerChoice {
  readonly speaker: Speaker;
  readonly delegation: Delegation | null;
}

/** Who may be speaking, in the list's order: of kinds that are on file each of those in force; without any, the kind by itself, told nothing. */
export function speakerChoices(
  rules: readonly SpeakerRule[],
  delegations: readonly Delegation[],
  today: string,
): SpeakerChoice[] {
  return rules.flatMap(({ kind, upTo }): SpeakerChoice[] => {
    if (upTo !== 'file') return [{ speaker: { kind, upTo }, delegation: null }];
    const standing = delegations.filter((each) => each.kind === kind && isInForce(each, today));
    if (standing.length === 0) return [{ speaker: { kind, upTo: 'none' }, delegation: null }];
    return standing.map((delegation) => ({ speaker: { kind, upTo: delegation.upTo }, delegation }));
  });
}

/** The level by which something is told: that of the record, as far as it goes for who speaks. Null: nobody has said, so the holder. */
export function toldLevel(level: IdentificationLevel, speaker: Speaker | null): IdentificationLevel {
  const [verified, most] = [level, speaker?.upTo ?? 'strong'].map((each) => identificationLevels.indexOf(each));
  return identificationLevels[Math.min(verified ?? 0, most ?? 0)] ?? 'none';
}
