import { NewPasswordFields, useNewPassword } from '../../../src/renderer/desk/ui/NewPassword.tsx';
import { sheet } from '../sheet.tsx';

export default { title: 'Components/NewPassword' };

function Fields({ tried, refused = null, testId }: { tried: boolean; refused?: string | null; testId: string }) {
  return (
    <div className="sheet-form">
      <NewPasswordFields of={useNewPassword('giulia')} tried={tried} refused={refused} testId={testId} />
    </div>
  );
}

export const States = sheet((say) => ({
  empty: <Fields tried={false} testId="empty" />,
  tried: <Fields tried testId="tried" />,
  refused: <Fields tried={false} refused={say('È già stata usata.', 'It has been used before.')} testId="refused" />,
}));
