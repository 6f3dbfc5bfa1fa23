// Surveys between the backend and the company's gateway, which sends links by e-mail or message, and the page in which a chat is rated.
import { z } from 'zod';
import { languageSchema } from '../model/ids.ts';
import { dialableSchema } from '../model/interaction.ts';
import { givenSchema } from '../model/survey.ts';

/** `POST /v1/surveys/take`: each is given out once. */
export const surveyMessageSchema = z.object({
  email: z.string().nullable(),
  /** A mobile telephone, E.164. One of the two is there. */
  phone: z.string().nullable(),
  language: languageSchema,
  link: z.url(),
  /** The company's message, with the link in it. */
  text: z.string(),
});
export type SurveyMessage = z.infer<typeof surveyMessageSchema>;
export const surveyMessagesSchema = z.object({ messages: z.array(surveyMessageSchema) });

/** What opens one survey, once. */
export const surveyTokenSchema = z.string().regex(/^[\w-]{43}$/);

/** `POST /v1/visitor/survey`: from the page of a chat that has ended. */
export const visitorAnswerSchema = givenSchema.extend({ token: surveyTokenSchema });
/** Whether they are asked whether they want to be called back; `atNumber`: none of theirs is known, so they give one. */
export const visitorAnsweredSchema = z.object({ call: z.enum(['no', 'onFile', 'atNumber']) });
export type VisitorAnswered = z.infer<typeof visitorAnsweredSchema>;

/** `POST /v1/visitor/survey/call`: whoever was not satisfied wants to be called back. */
export const visitorWantsCallSchema = z.object({
  token: surveyTokenSchema,
  /** Null: at the number on file. One that was typed counts, whoever they turned out to be meanwhile. */
  number: dialableSchema.nullable(),
});

/** What a visitor is asked, in their language. */
export const visitorSurveySchema = z.object({
  token: surveyTokenSchema,
  questions: z.array(
    z.object({
      code: z.string(),
      text: z.string(),
      /** Null: in words. */
      scale: z.tuple([z.int(), z.int()]).nullable(),
      /** Of both ends, or of each value; none. */
      labels: z.array(z.string()),
    }),
  ),
  longestComment: z.int().positive(),
  thanks: z.string(),
});
export type VisitorSurvey = z.infer<typeof visitorSurveySchema>;
