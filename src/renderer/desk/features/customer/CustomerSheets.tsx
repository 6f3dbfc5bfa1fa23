// What opens from a customer's card, over the desk.
import { never } from '#shared/lib/must';
import type { CustomerSheet } from '../../store/deskState.ts';
import { AttachmentsSheet } from './AttachmentsSheet.tsx';
import { FieldHistory } from './FieldHistory.tsx';
import { NeedsSheet } from './NeedsSheet.tsx';
import { Timeline } from './Timeline.tsx';

export function CustomerSheets({ sheet }: { readonly sheet: Exclude<CustomerSheet, { readonly kind: 'consents' }> }) {
  switch (sheet.kind) {
    case 'fieldHistory':
      return <FieldHistory id={sheet.id} field={sheet.field} />;
    case 'needs':
      return <NeedsSheet id={sheet.id} />;
    case 'timeline':
      return <Timeline id={sheet.id} show={sheet.show} />;
    case 'attachments':
      return <AttachmentsSheet {...sheet} />;
    default:
      return never(sheet);
  }
}
