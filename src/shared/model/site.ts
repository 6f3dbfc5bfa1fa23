// Where an agent's telephone stands, and how numbers arrive there: a trunk's way of writing them is told, never guessed.
import type { CountryCode } from 'libphonenumber-js/max';
import { z } from 'zod';
import { e164Schema } from './phoneNumber.ts';

export const siteSchema = z.object({
  /** ISO 3166 alpha-2: how national numbers are read. */
  country: z.string().regex(/^[A-Z]{2}$/),
  /**
   * How the trunk writes callers' numbers. `asDialled`: as one would dial them from there ("+39 …", "0039 …", "02 …").
   * `e164NoPlus`: with the country's code and no plus, "4930…". `national`: never with a country's code, whatever they begin with.
   */
  numbersComeAs: z.enum(['asDialled', 'e164NoPlus', 'national']).default('asDialled'),
  /** Goes before local numbers that come without theirs: "030" in Berlin. */
  areaCode: z
    .string()
    .regex(/^\d{1,6}$/)
    .nullable()
    .default(null),
  /** Numbers of the outside that the PBX shows as few digits: "4401" for the branch in Lyon. */
  shortNumbers: z.record(z.string().regex(/^\d{2,6}$/), e164Schema).default({}),
});
export type Site = z.infer<typeof siteSchema>;

/** One of which nothing but the country is known. */
export const plainSite = (country: string): Site => siteSchema.parse({ country });

export const countryOf = (site: Site): CountryCode => site.country as CountryCode;
