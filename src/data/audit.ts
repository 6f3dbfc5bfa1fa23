// The audit log, as whoever answers for privacy reads it: handed on to the backend.
import type { auditMethods } from '#shared/contract/audit';
import type { deskData } from '#shared/contract/deskData';
import type { Implementation } from '#shared/contract/envelope';
import type { AuditProof } from '#shared/protocol/audit';
import { valueOrThrow } from './http/answer.ts';
import type { Backend } from './http/backend.ts';
import type { SavedFiles } from './savedFiles.ts';

type Methods = Pick<Implementation<typeof deskData>, keyof typeof auditMethods>;

/** `reach`: throws while nobody is signed in. */
export function auditOf(reach: () => Backend, savedFiles: Pick<SavedFiles, 'save'>): Methods {
  return {
    auditPage: async (asked, signal) => valueOrThrow(await reach().auditPage(asked, signal)),
    async proveAudit(_, signal) {
      for (let after: string | null = null; ; ) {
        const proof: AuditProof = valueOrThrow(await reach().auditProof(after, signal));
        const { upTo, brokenAt, isWhole } = proof;
        if (isWhole || brokenAt !== null) return { upTo, brokenAt };
        after = upTo;
      }
    },
    saveAudit({ question, ticket }, signal) {
      const backend = reach();
      const what = { kind: 'audit' } as const;
      return savedFiles.save({ what, ticket }, (ending) => backend.auditTable(question, ending), signal);
    },
  };
}
