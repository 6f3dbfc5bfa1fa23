// What the desk helps to say and to do in a call: by the company's lists, in the customer's language, by key, and nothing of it kept.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { onHold, ownCall } from '#test/support/deskCalls';
import {
  afternoon,
  caller,
  callFor,
  cardOf,
  carlo,
  elisa,
  at as instant,
  interactionOf,
  numberOf,
  secondsAgo,
  talking,
  workstation,
} from '#test/support/deskPeople';
import { asked, createDeskPrograms, type DeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk, textField } from '../../../test/support/deskUnderTest.tsx';
import { localTime } from './ui/time.ts';

type Situation = NonNullable<Parameters<typeof interactionOf>[0]>;
type Call = ReturnType<typeof callFor>;

function inCall(situation: Situation = {}, change: Partial<Call> = {}): DeskPrograms {
  const open = interactionOf({ stage: 'live', ...situation });
  return createDeskPrograms({
    phone: { ...readyPhone(), calls: [callFor(open, { phase: talking(), ...change })] },
    data: { ...quietData(), open: [open] },
  });
}

const identified = { customerId: carlo.customer.id, identification: 'basic' } as const;
const nextPhase = '{Alt>}a{/Alt}';
const help = () => at('help-column');
const phaseNow = () => document.querySelector('.phases [aria-current=step]')?.textContent;
/** What the lists of the company are asked about is no wish: nothing that the agent looks at may be told to anybody. */
const told = (programs: DeskPrograms) => programs.wishes.filter(({ method }) => method !== 'saveDraft');

describe('the phases of a call', () => {
  it('are the company’s, begin with the first and go on with one key, as far as the last', async () => {
    const { agent } = await showDesk(inCall());
    expect(phaseNow()).toBe('Accoglienza');
    await agent.keyboard(nextPhase.repeat(2));
    expect(phaseNow()).toBe('Ascolto');
    expect(help().textContent).toContain('«Mi racconti che cosa è successo.»');
    await agent.keyboard(nextPhase.repeat(9));
    expect(phaseNow()).toBe('Congedo');
  });

  it('stay where they were when two calls are swapped', async () => {
    const withElisa = interactionOf({ number: 2, stage: 'live', caller: numberOf(elisa) });
    const withCarlo = interactionOf({ stage: 'live' });
    const [spoken, other] = [callFor(withCarlo), callFor(withElisa)];
    const programs = createDeskPrograms({
      phone: {
        ...readyPhone(),
        calls: [
          { ...spoken, phase: talking() },
          { ...other, phase: onHold(12) },
        ],
      },
      data: { ...quietData(), open: [withCarlo, withElisa] },
    });
    const { agent, settled } = await showDesk(programs);
    await agent.keyboard(nextPhase.repeat(3));
    expect(phaseNow()).toBe('Supporto');
    const swap = async (front: Call, waiting: Call) => {
      programs.state.phone.calls = [
        { ...front, phase: talking() },
        { ...waiting, phase: onHold(1) },
      ];
      programs.publish();
      await settled();
    };
    await swap(other, spoken);
    expect(phaseNow()).toBe('Accoglienza');
    await swap(spoken, other);
    expect(phaseNow()).toBe('Supporto');
  });

  it('are told to nobody, and are gone with the window', async () => {
    const programs = inCall();
    const { agent, reload } = await showDesk(programs);
    const before = told(programs).length;
    await agent.keyboard(nextPhase.repeat(3));
    await agent.keyboard('{F6}ansi{Enter}{Enter}{Shift>}{F6}{/Shift}{Escape}');
    expect(told(programs)).toHaveLength(before);
    await reload();
    expect(phaseNow()).toBe('Accoglienza');
  });

  it('end with the wrap-up, which comes by itself', async () => {
    const programs = createDeskPrograms({ data: { ...quietData(), open: [interactionOf({ stage: 'wrapUp' })] } });
    const { agent } = await showDesk(programs);
    expect(phaseNow()).toBe('Lavorazione');
    await agent.keyboard(nextPhase);
    expect(phaseNow()).toBe('Lavorazione');
    expect(help().textContent).toContain('Motivo, esito e una nota di fatti');
  });

  it('are not there where the company has no guide: the greeting is, as it always was', async () => {
    const programs = inCall();
    programs.state.data.lists = [];
    await showDesk(programs);
    expect(screen.queryByRole('navigation', { name: 'Fasi della telefonata' })).toBeNull();
    expect(help().textContent).toContain('Aurora Servizi');
    expect(help().textContent).toContain('Giulia');
  });
});

describe('what is said', () => {
  it('is in the customer’s language first, whatever the agent’s, and a reader is told which language it is', async () => {
    await showDesk(inCall({ language: 'en' }));
    const said = [...help().querySelectorAll<HTMLElement>('.say p')].map(({ lang, textContent }) => [
      lang,
      textContent,
    ]);
    expect(said).toEqual([
      ['en', '“Good morning, Aurora Servizi, my name is Giulia. How can I help you?”'],
      ['it', 'Aurora Servizi, buongiorno, sono Giulia. Come posso aiutarLa?'],
    ]);
  });

  it.each([
    [59, false],
    [60, true],
  ])('thanks who has waited for %i seconds: %s', async (waitedSeconds, thanks) => {
    await showDesk(inCall({}, { waitedSeconds, startedAt: secondsAgo(134) }));
    expect(help().textContent?.includes('Grazie per aver atteso.')).toBe(thanks);
  });

  it('asks for the name where nobody is known, and for the code where somebody is not identified yet', async () => {
    const { agent } = await showDesk(inCall({ caller: caller('+39 000 000 0777'), match: { kind: 'notFound' } }));
    expect(help().textContent).toContain('Con chi ho il piacere di parlare?');
    await agent.keyboard(nextPhase);
    expect(help().textContent).toContain('Mi dice il Suo codice cliente?');
  });

  it('reads no name to somebody who has not said it', async () => {
    const { agent } = await showDesk(inCall());
    for (let phase = 0; phase < 7; phase += 1) {
      expect(help().textContent).not.toContain('Carlo');
      await agent.keyboard(nextPhase);
    }
  });

  it('calls by name who has, and thanks for it', async () => {
    const { agent } = await showDesk(inCall({ draft: identified }));
    await agent.keyboard(nextPhase);
    expect(help().textContent).toContain('«Grazie, Carlo Bassi, è tutto in ordine. Possiamo procedere.»');
  });

  it('repeats what has been promised and by when, as it is typed', async () => {
    const { agent } = await showDesk(inCall({ draft: { promised: { text: '', by: '2026-12-03', owner: null } } }));
    await agent.keyboard(nextPhase.repeat(5));
    expect(help().textContent).toContain('Riepilogando, oggi abbiamo visto questo');
    await agent.type(textField('promised'), 'Un tecnico controlla la linea');
    expect(help().textContent).toContain('«Riepilogando: Un tecnico controlla la linea, entro il 3 dicembre.»');
  });

  it('proposes nothing to whom whose data may not be used, and passes them on', async () => {
    const dora = cardOf({ number: 31, name: 'Dora Conti', phone: '+39 000 000 0131', restrictedAt: secondsAgo(900) });
    const known = { match: { kind: 'number' as const, cards: [dora] } };
    const { agent } = await showDesk(
      inCall({ ...known, draft: { customerId: dora.customer.id, identification: 'basic' } }),
    );
    await agent.keyboard(nextPhase.repeat(4));
    expect(help().textContent).toContain('si occupa il responsabile della privacy');
    expect(help().textContent).not.toContain('Quello che posso fare');
  });

  it('tells who is called by whom and for whom, and asks nobody how they can be helped', async () => {
    const open = interactionOf({ stage: 'live', draft: { customerId: carlo.customer.id } });
    const outgoing = { ...open, interaction: { ...open.interaction, direction: 'outgoing' as const } };
    await showDesk(
      createDeskPrograms({
        phone: { ...readyPhone(), calls: [ownCall(outgoing, { phase: talking() })] },
        data: { ...quietData(), open: [outgoing] },
      }),
    );
    expect(help().textContent).toContain('sono Giulia e chiamo per Aurora Servizi');
    expect(help().textContent).not.toContain('Come posso aiutarLa');
  });

  it('says from where the agent speaks, where that is another country', async () => {
    const programs = inCall();
    const abroad = {
      ...workstation(),
      site: { country: 'AL', numbersComeAs: 'asDialled', areaCode: null, shortNumbers: {} },
    };
    programs.state.data.session = {
      kind: 'signedIn',
      backendUrl: 'https://servizio.esempio.it',
      workstation: abroad,
      expired: false,
    } as never;
    const { agent } = await showDesk(programs);
    expect(help().textContent).toContain('Le rispondo da questo Paese: Albania.');
    await agent.click(screen.getByRole('checkbox', { name: /Detto il Paese da cui si risponde \(Albania\)/ }));
    await waitFor(() => expect(asked(programs, 'saveDraft').at(-1)).toMatchObject({ draft: { toldCountry: 'AL' } }));
  });
});

describe('while the customer waits', () => {
  it.each([
    [44, ''],
    [45, 'L’attesa si allunga: prepararsi a tornare dal cliente.'],
    [60, 'È ora di tornare dal cliente, anche solo per dire che serve ancora un momento.'],
  ])('after %i seconds the agent is told: “%s”', async (seconds, warning) => {
    await showDesk(inCall({}, { phase: onHold(seconds) }));
    expect(at('hold-warning').textContent).toBe(warning);
    expect(help().textContent).toContain('«Grazie per aver atteso.»');
  });

  it('and once they are back, the guide remembers that they did', async () => {
    const programs = inCall({}, { phase: onHold(12) });
    const { agent, settled } = await showDesk(programs);
    await agent.keyboard(nextPhase.repeat(3));
    programs.state.phone.calls = programs.state.phone.calls.map((call) => ({ ...call, phase: talking() }));
    programs.publish();
    await settled();
    expect(help().textContent).toContain('«Grazie per aver atteso: ho quello che ci serve.»');
    expect(help().textContent).not.toContain('Posso metterLa in attesa');
  });
});

describe('the panels', () => {
  it.each([
    ['{F6}', 'handle-panel'],
    ['{Shift>}{F6}{/Shift}', 'calm-panel'],
    ['{F8}', 'spell-panel'],
    ['{F9}', 'words-panel'],
  ])('%s opens one and goes into it, Esc brings the note back under the fingers', async (key, panel) => {
    const { agent } = await showDesk(inCall());
    await agent.type(at('note'), 'Quarta ');
    await agent.keyboard(key);
    expect(at(panel).contains(document.activeElement)).toBe(true);
    await agent.keyboard('{Escape}');
    expect(screen.queryByTestId(panel)).toBeNull();
    expect(document.activeElement).toBe(at('note'));
    await agent.keyboard('chiamata');
    expect(textField('note').value).toBe('Quarta chiamata');
  });

  it('the same key goes back to the note, and from the note into the panel', async () => {
    const { agent } = await showDesk(inCall());
    await agent.keyboard('{F9}{Alt>}1{/Alt}');
    expect(document.activeElement).toBe(at('note'));
    await agent.keyboard('{F9}');
    expect(document.activeElement).toBe(at('prefer-find'));
    await agent.keyboard('{F9}');
    expect(screen.queryByTestId('words-panel')).toBeNull();
    expect(document.activeElement).toBe(at('note'));
  });

  it('take one another’s place', async () => {
    const { agent } = await showDesk(inCall());
    await agent.keyboard('{F9}{F8}');
    expect(screen.queryByTestId('words-panel')).toBeNull();
    expect(document.activeElement).toBe(at('spell-field'));
  });

  it('say so where the company has no such list', async () => {
    const programs = inCall();
    programs.state.data.lists = [];
    const { agent } = await showDesk(programs);
    for (const key of ['{F6}', '{Shift>}{F6}{/Shift}', '{F8}', '{F9}']) {
      await agent.keyboard(key);
      expect(help().textContent).toContain('Questo elenco non c’è');
    }
  });
});

describe('how to meet a caller', () => {
  it('is found by how they behave, and stays in two lines beside the note', async () => {
    const { agent } = await showDesk(inCall());
    await agent.keyboard('{F6}');
    expect(within(at('handle-panel')).getAllByRole('option')).toHaveLength(15);
    await agent.keyboard('voce');
    expect(within(at('handle-panel')).getAllByRole('option')[0]?.textContent).toContain('Arrabbiato');
    await agent.keyboard('{Enter}');
    expect(at('handle-one').textContent).toContain('«Capisco quanto sia pesante.');
    expect(at('handle-one').textContent).toContain('«Si calmi.»');
    await agent.keyboard('{Enter}');
    expect(document.activeElement).toBe(at('note'));
    expect(at('handling').textContent).toContain('Arrabbiato, aggressivo');
    expect(at('handling').textContent).toContain('Lasciarlo sfogare');
  });

  it('is chosen with the arrows, changed by typing on, and taken away', async () => {
    const { agent } = await showDesk(inCall());
    await agent.keyboard('{F6}{ArrowDown}{ArrowDown}{ArrowUp}{Enter}');
    expect(at('handle-one').textContent).toContain('Minaccioso, insultante');
    await agent.keyboard('anziano{Enter}');
    expect(at('handle-one').textContent).toContain('Anziano');
    await agent.click(screen.getByRole('button', { name: 'Togli' }));
    expect(document.activeElement).toBe(at('handle-find'));
    await agent.keyboard('{Escape}');
    expect(screen.queryByTestId('handling')).toBeNull();
  });

  it('finds nothing for what no behaviour is called', async () => {
    const { agent } = await showDesk(inCall());
    await agent.keyboard('{F6}zzz{Enter}');
    expect(at('handle-panel').textContent).toContain('Niente con «zzz».');
    expect(screen.queryByTestId('handle-one')).toBeNull();
  });
});

describe('a heated call', () => {
  const openCalm = '{Shift>}{F6}{/Shift}';

  it('is calmed in seven steps, one after the other with the arrows', async () => {
    const { agent } = await showDesk(inCall());
    await agent.keyboard(openCalm);
    const steps = within(at('calm-panel'))
      .getAllByRole('listitem')
      .filter((each) => each.closest('ol') !== null);
    expect(steps.filter((each) => each.parentElement?.tagName === 'OL')).toHaveLength(7);
    await agent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}');
    expect(document.activeElement?.textContent).toContain('Scusarsi per il disagio');
    expect(at('calm-panel').textContent).toContain('«Mi dispiace per il disagio.»');
    await agent.keyboard('{ArrowUp}');
    expect(document.activeElement?.textContent).toContain('Riconoscere l’emozione');
  });

  it('has its warnings in the note as facts, with their time, and then may be closed', async () => {
    const now = localTime(instant(afternoon));
    const programs = inCall({ draft: { note: 'Contesta la fattura.' } });
    const { agent } = await showDesk(programs);
    await agent.keyboard(openCalm);
    await agent.click(at('insults'));
    await agent.click(at('warn'));
    expect(textField('note').value).toBe(`Contesta la fattura.\nAvviso 1 per insulti, ore ${now}.\n`);
    await agent.click(at('warn'));
    expect(textField('note').value).toContain(`Avviso 2 per insulti, ore ${now}.`);
    expect(screen.queryByTestId('warn')).toBeNull();
    expect(at('calm-panel').textContent).toContain('«Devo chiudere la chiamata.');
    await waitFor(() => expect(asked(programs, 'saveDraft').length).toBeGreaterThan(0));
    for (const { method, params } of programs.wishes) {
      if (method !== 'saveDraft') expect(JSON.stringify(params)).not.toContain('Avviso');
    }
  });

  it('can be given a promise to call back from there', async () => {
    const { agent } = await showDesk(inCall());
    await agent.keyboard(openCalm);
    await agent.click(within(at('calm-panel')).getByRole('button', { name: /Richiamata/ }));
    expect(at('callback-sheet')).toBeTruthy();
  });
});

describe('spelling', () => {
  const rows = () => [...at('spelling').querySelectorAll('tbody tr')].map((row) => row.textContent);

  it('has the name of who has said it, in the alphabets of both languages, the caller’s first', async () => {
    const { agent } = await showDesk(inCall({ draft: identified, language: 'en' }));
    await agent.keyboard('{F8}');
    expect(textField('spell-field').value).toBe('Carlo Bassi');
    expect(rows().slice(0, 2)).toEqual(['CCharlieComo', 'AAlfaAncona']);
  });

  it('spells what is typed in its place, digits in threes', async () => {
    const { agent } = await showDesk(inCall({ draft: identified }));
    await agent.keyboard('{F8}Zoë 1200');
    expect(rows()).toEqual(['ZZaraZulu', 'OOtrantoOscar', 'EEmpoliEcho', '1201 2 01 2 0', '000']);
  });

  it('has nobody’s name before that', async () => {
    const { agent } = await showDesk(inCall());
    await agent.keyboard('{F8}');
    expect(textField('spell-field').value).toBe('');
    expect(at('spell-panel').textContent).not.toContain('Carlo');
  });
});

describe('words to prefer', () => {
  const first = () => at('prefer-pairs').querySelector('li')?.textContent;

  it('begin with those of the phase in which the call is', async () => {
    const { agent } = await showDesk(inCall());
    await agent.keyboard('{F9}');
    expect(first()).toContain('Come posso aiutarLa?');
    await agent.keyboard('{F9}');
    await agent.keyboard(`${nextPhase.repeat(3)}{F9}`);
    expect(first()).toContain('Verifico subito.');
  });

  it('are found by what one was about to say, in the customer’s language', async () => {
    const { agent } = await showDesk(inCall({ language: 'en' }));
    await agent.keyboard('{F9}calm');
    expect(first()).toContain('I am listening. Let’s solve this together.');
    await agent.keyboard('xyz');
    expect(at('words-panel').textContent).toContain('Niente con «calmxyz».');
  });
});
