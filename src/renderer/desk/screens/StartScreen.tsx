// Before the desk: the doors, the form, the progress; which one follows from the state alone, but for the form being open.
import { useState } from 'react';
import { WaitingLink } from '../features/links/WaitingLink.tsx';
import { Notices } from '../features/notices/Notices.tsx';
import { ConnectForm } from '../features/start/ConnectForm.tsx';
import { Doors } from '../features/start/Doors.tsx';
import { Starting } from '../features/start/Starting.tsx';
import { useDeskState, useIntents } from '../store/useDesk.ts';

/** What stands in the way of signing in again is asked by the form itself. */
const noSignInAgain = () => {};

export function StartScreen() {
  return (
    <>
      <Step />
      <div className="floats">
        <WaitingLink />
        <Notices onSignInAgain={noSignInAgain} />
      </div>
    </>
  );
}

function Step() {
  const { leaveDoor } = useIntents();
  const [connecting, setConnecting] = useState(false);
  const door = useDeskState((state) => state.main?.settings.door ?? null);
  const refused = useDeskState((state) => state.signInFailure);
  const session = useDeskState((state) => state.data?.session ?? null);
  const signingIn = useDeskState((state) => state.signingIn);
  const inBrowser = useDeskState((state) => state.inBrowser);
  if (door === null) return null;

  const failure = refused ?? (session?.kind === 'signedOut' ? session.failure : null);
  const busy = signingIn || session?.kind === 'signingIn';
  function back() {
    setConnecting(false);
    if (door?.kind !== 'none') void leaveDoor();
  }

  if (door.kind === 'practise') return <Starting door="practise" failure={busy ? null : failure} />;
  // The session is being restored from last time: nothing is asked meanwhile.
  if (door.kind === 'connect' && !connecting && !signingIn && session?.kind !== 'signedOut')
    return <Starting door="connect" failure={null} />;
  if (door.kind === 'none' && !connecting) return <Doors onConnect={() => setConnecting(true)} />;
  const address = door.kind === 'connect' ? door.backendUrl : '';
  return <ConnectForm address={address} busy={busy} inBrowser={inBrowser} failure={failure} onBack={back} />;
}
