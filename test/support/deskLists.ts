// The lists that Cornetta proposes, as they are on a PC whose company has edited none.
import { type KeptList, keptListSchema } from '#shared/model/lists/lists';
import alphabets from '../../assets/lists/alphabets.json' with { type: 'json' };
import backOffices from '../../assets/lists/backOffices.json' with { type: 'json' };
import behaviours from '../../assets/lists/behaviours.json' with { type: 'json' };
import breaks from '../../assets/lists/breaks.json' with { type: 'json' };
import breathing from '../../assets/lists/breathing.json' with { type: 'json' };
import calendars from '../../assets/lists/calendars.json' with { type: 'json' };
import calming from '../../assets/lists/calming.json' with { type: 'json' };
import cannedAnswers from '../../assets/lists/cannedAnswers.json' with { type: 'json' };
import chat from '../../assets/lists/chat.json' with { type: 'json' };
import complaintProfiles from '../../assets/lists/complaintProfiles.json' with { type: 'json' };
import figures from '../../assets/lists/figures.json' with { type: 'json' };
import guide from '../../assets/lists/guide.json' with { type: 'json' };
import hints from '../../assets/lists/hints.json' with { type: 'json' };
import identification from '../../assets/lists/identification.json' with { type: 'json' };
import mandate from '../../assets/lists/mandate.json' with { type: 'json' };
import rootCauses from '../../assets/lists/rootCauses.json' with { type: 'json' };
import voiceCare from '../../assets/lists/voiceCare.json' with { type: 'json' };
import words from '../../assets/lists/words.json' with { type: 'json' };
import workstationChecks from '../../assets/lists/workstationChecks.json' with { type: 'json' };

/** As they are in assets/lists. */
export const writtenLists: Readonly<Record<string, unknown>> = {
  ...{ guide, words, behaviours, calming, alphabets, identification, hints, calendars, backOffices },
  ...{
    complaintProfiles,
    rootCauses,
    mandate,
    chat,
    cannedAnswers,
    breaks,
    voiceCare,
    breathing,
    workstationChecks,
    figures,
  },
};

export const proposedLists: KeptList[] = Object.entries(writtenLists).map(([code, body]) =>
  keptListSchema.parse({ code, clientId: null, body }),
);
