// The first start: two doors, one form, progress, and errors as sentences.
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { failure } from '#shared/contract/failure';
import { defaultSettings, type MainState } from '#shared/contract/main';
import { createDeskPrograms, type DeskPrograms, quietData, signedInMain } from '#test/support/deskPrograms';
import { at, showDesk, textField } from '../../../test/support/deskUnderTest.tsx';

const signedOut = (): DeskPrograms['state']['data'] => ({
  ...quietData(),
  session: { kind: 'signedOut', failure: null },
});

const firstStart = (): MainState => ({ ...signedInMain(), settings: defaultSettings });

const backendUrl = 'https://servizio.esempio.it';

/** Main opens doors as it does: the state follows the choice. */
function withDoors(programs: DeskPrograms): DeskPrograms {
  programs.answers.main.chooseDoor = (door) => {
    programs.state.main = { ...programs.state.main, settings: { ...programs.state.main.settings, door } };
    programs.publish();
    return null;
  };
  return programs;
}

describe('the first start', () => {
  it('offers two doors', async () => {
    await showDesk(createDeskPrograms({ main: firstStart(), data: signedOut() }));
    expect(at('door-practise')).toBeTruthy();
    expect(at('door-connect')).toBeTruthy();
  });

  it('says what is missing in the form, and asks nobody', async () => {
    const programs = createDeskPrograms({ main: firstStart(), data: signedOut() });
    const { agent } = await showDesk(programs);
    await agent.click(at('door-connect'));
    await agent.type(at('connect-url'), 'servizio');
    await agent.click(at('connect-submit'));
    expect(screen.getByText(/L’indirizzo non è completo/)).toBeTruthy();
    expect(programs.wishes).toEqual([]);
  });

  it('opens the door, asks there which ways there are, then signs in', async () => {
    const programs = withDoors(createDeskPrograms({ main: firstStart(), data: signedOut() }));
    const { agent, desk } = await showDesk(programs);
    await agent.click(at('door-connect'));
    await agent.type(at('connect-url'), 'servizio.esempio.it{Enter}');
    await waitFor(() =>
      expect(programs.wishes).toEqual([{ method: 'chooseDoor', params: { kind: 'connect', backendUrl } }]),
    );
    expect(screen.queryByTestId('connect-username')).toBeNull();
    programs.open('data', desk.accept);
    await agent.type(await screen.findByTestId('connect-username'), 'giulia{Enter}');
    expect(screen.getByText('Manca la password.')).toBeTruthy();
    await agent.type(at('connect-password'), 'cornetta{Enter}');
    await waitFor(() =>
      expect(programs.wishes.at(-1)).toEqual({
        method: 'signIn',
        params: { backendUrl, credentials: { username: 'giulia', password: 'cornetta' } },
      }),
    );
  });

  it('says that name or password are wrong, keeps what was typed, and tries again', async () => {
    const programs = withDoors(createDeskPrograms({ data: signedOut() }));
    programs.answers.data.signIn = () => {
      throw failure('backend.wrongCredentials', 'server');
    };
    const { agent } = await showDesk(programs);
    expect(textField('connect-url').value).toBe(backendUrl);
    await agent.type(await screen.findByTestId('connect-username'), 'giulia');
    await agent.type(at('connect-password'), 'sbagliata{Enter}');
    expect((await screen.findByRole('alert')).textContent).toContain('Nome utente o password non corretti');
    expect(textField('connect-username').value).toBe('giulia');
    await agent.clear(at('connect-password'));
    await agent.type(at('connect-password'), 'cornetta{Enter}');
    await waitFor(() => expect(programs.wishes.filter(({ method }) => method === 'signIn')).toHaveLength(2));
  });

  it('signs in with the company’s account: the browser opens, the agent may change their mind, and is told what came of it', async () => {
    const programs = withDoors(createDeskPrograms({ data: signedOut() }));
    const url = 'https://login.esempio.it/auth?state=prova';
    let leave = () => {};
    programs.answers.data.beginBrowserSignIn = () => ({ url });
    programs.answers.data.finishBrowserSignIn = () =>
      new Promise((_resolve, reject) => {
        leave = () => reject(failure('signIn.notFinished', 'data'));
      });
    programs.answers.data.leaveBrowserSignIn = () => {
      leave();
      return null;
    };
    programs.answers.data.signInWays = () => ({ local: true, oidc: { name: 'Aurora ID' } });
    const { agent } = await showDesk(programs);
    expect((await screen.findByTestId('connect-browser')).textContent).toContain('Aurora ID');
    await agent.click(at('connect-browser'));
    expect((await screen.findByTestId('connect-in-browser')).textContent).toContain('Continuare nel browser');
    expect(programs.wishes).toContainEqual({ method: 'openSignInPage', params: { url } });
    await waitFor(() => expect(programs.wishes.map(({ method }) => method)).toContain('finishBrowserSignIn'));
    await agent.click(at('connect-leave-browser'));
    expect((await screen.findByRole('alert')).textContent).toContain('L’accesso nel browser non è stato completato');
    expect(at('connect-browser')).toBeTruthy();
  });

  it('shows the ways that the service has, and no others', async () => {
    const programs = withDoors(createDeskPrograms({ data: signedOut() }));
    programs.answers.data.signInWays = () => ({ local: false, oidc: { name: 'Aurora ID' } });
    const { agent } = await showDesk(programs);
    await screen.findByTestId('connect-browser');
    expect(screen.queryByTestId('connect-password')).toBeNull();
    expect(screen.queryByTestId('connect-submit')).toBeNull();
    programs.answers.data.signInWays = () => ({ local: true, oidc: null });
    await agent.type(at('connect-url'), '/due');
    expect(screen.queryByTestId('connect-browser')).toBeNull();
  });

  it('with a password that works once, asks for one of their own and signs in with both', async () => {
    const programs = withDoors(createDeskPrograms({ data: signedOut() }));
    programs.answers.data.signIn = ({ credentials }) => {
      if (credentials.newPassword === undefined) throw failure('backend.passwordDue', 'server');
      return null;
    };
    const { agent } = await showDesk(programs);
    await agent.type(await screen.findByTestId('connect-username'), 'nora');
    await agent.type(at('connect-password'), 'k7mp-3xqd{Enter}');
    await agent.type(await screen.findByTestId('connect-new-password'), 'quattro gatti neri');
    await agent.type(at('connect-new-password-again'), 'quattro gatti{Enter}');
    expect(screen.getByText('Le due password non sono uguali.')).toBeTruthy();
    await agent.type(at('connect-new-password-again'), ' neri{Enter}');
    const credentials = { username: 'nora', password: 'k7mp-3xqd', newPassword: 'quattro gatti neri' };
    await waitFor(() =>
      expect(programs.wishes.at(-1)).toEqual({ method: 'signIn', params: { backendUrl, credentials } }),
    );
  });

  it('tells of a backend that cannot be reached', async () => {
    const data = signedOut();
    data.session = {
      kind: 'signedOut',
      failure: { code: 'backend.unreachable', origin: 'network', message: '', reference: 'R-1' },
    };
    await showDesk(createDeskPrograms({ data }));
    expect(screen.getByRole('alert').textContent).toContain('Il servizio non risponde');
    expect(screen.getByText('Riferimento per l’assistenza: R-1')).toBeTruthy();
  });

  it('practises: shows how far it is, then signs in by itself', async () => {
    const programs = withDoors(createDeskPrograms({ main: firstStart(), data: signedOut() }));
    programs.state.main.programs = { ...programs.state.main.programs, simulator: { kind: 'starting' } };
    const { agent, desk, settled } = await showDesk(programs);
    await agent.click(at('door-practise'));
    expect(screen.getByText('Centralino e clienti')).toBeTruthy();
    programs.open('data', desk.accept);
    await settled();
    expect(programs.wishes.map(({ method }) => method)).toEqual(['chooseDoor']);
    const practice = { backendUrl: 'http://127.0.0.1:4100', username: 'giulia', password: 'cornetta' };
    programs.state.main = { ...programs.state.main, practice };
    programs.publish();
    await waitFor(() => expect(programs.wishes.at(-1)?.method).toBe('signIn'));
    expect(programs.wishes.at(-1)?.params).toMatchObject({ backendUrl: practice.backendUrl });
  });

  it('signs in again to a practice backend that has another address than last time', async () => {
    const practice = { backendUrl: 'http://127.0.0.1:4200', username: 'giulia', password: 'cornetta' };
    const main: MainState = {
      ...signedInMain(),
      practice,
      settings: { ...defaultSettings, door: { kind: 'practise' } },
    };
    const programs = createDeskPrograms({ main, data: quietData(true) });
    await showDesk(programs);
    await waitFor(() => expect(programs.wishes.at(-1)?.method).toBe('signIn'));
    expect(screen.queryByTestId('state-pill')).toBeNull();
  });

  it('goes straight to the desk when somebody is signed in', async () => {
    await showDesk(createDeskPrograms());
    expect(at('state-pill').dataset).toMatchObject({ state: 'ready', registered: 'true' });
  });
});
