// A survey by telephone keys, after the agent has let go of the caller: what is said next and what a key means, one question after the other.
// The same for every PBX, which says prompts and hands on keys. Pure.
import { type Given, mayWantCall, type ScoredCode, type Survey, type Surveys, scales } from './survey.ts';

/** Recorded prompts, by the names of their files: the questions by their codes, and what is said around them. */
export const prompts = ['hello', 'csat', 'ces', 'fcr', 'again', 'call-back', 'will-call', 'never', 'bye'] as const;
export type Prompt = (typeof prompts)[number];

/** Keys that are no answers. */
const neverKey = '9';
const callBackKey = '1';
/** Somebody who has not answered a question, or with a key that is none, is asked once more. */
const mostTries = 2;

/** Questions that one key answers. */
type KeyedCode = Exclude<ScoredCode, 'nps'>;

export interface KeySurvey {
  readonly codes: readonly KeyedCode[];
  readonly callBack: Surveys['callBack'];
}

/** How far it is. `asks`: a question's place; as many as there are: whether they want to be called back. */
export interface KeyTalk {
  readonly survey: KeySurvey;
  readonly asks: number;
  readonly tries: number;
  readonly scores: Given['scores'];
}

export interface KeyTurn {
  /** Null: after this is said the call is over. */
  readonly talk: KeyTalk | null;
  readonly say: readonly Prompt[];
  /** What was answered so far. */
  readonly scores: Given['scores'];
  /** What the caller has just said besides a score. */
  readonly wish: 'never' | 'callBack' | null;
}

export const keySurveyOf = (
  { questions }: Pick<Survey, 'questions'>,
  { callBack }: Pick<Surveys, 'callBack'>,
): KeySurvey => ({
  codes: questions.flatMap(({ code }) => (code === 'open' || code === 'nps' ? [] : [code])),
  callBack,
});

export function beginTalk(survey: KeySurvey): KeyTurn {
  const first = ask({ survey, asks: 0, tries: 0, scores: {} });
  return { ...first, say: ['hello', ...first.say] };
}

/** `key`: one key, or '' where none came in time. */
export function nextTurn(talk: KeyTalk, key: string): KeyTurn {
  const code = talk.survey.codes[talk.asks];
  if (code === undefined) {
    // Only the one key means yes: nobody is called who has pressed something by mistake.
    return key === callBackKey ? over(talk, ['will-call'], 'callBack') : over(talk);
  }
  if (key === neverKey) return over(talk, ['never'], 'never');
  const [least, most] = scales[code];
  const score = /^\d$/.test(key) ? Number(key) : null;
  if (score === null || score < least || score > most) return again(talk);
  return ask({ ...talk, asks: talk.asks + 1, tries: 0, scores: { ...talk.scores, [code]: score } });
}

function ask(talk: KeyTalk): KeyTurn {
  const { survey, asks, scores } = talk;
  const code = survey.codes[asks];
  if (code !== undefined) return { talk, say: [code], scores, wish: null };
  return mayWantCall(survey, scores) ? { talk, say: ['call-back'], scores, wish: null } : over(talk);
}

/** Whoever has nothing to say is let go: silence is an answer too. */
function again(talk: KeyTalk): KeyTurn {
  const tries = talk.tries + 1;
  if (tries >= mostTries) return over(talk);
  const same = ask({ ...talk, tries });
  return { ...same, say: ['again', ...same.say] };
}

const over = ({ scores }: KeyTalk, say: readonly Prompt[] = [], wish: KeyTurn['wish'] = null): KeyTurn => ({
  ...{ talk: null, say: [...say, 'bye'], scores, wish },
});
