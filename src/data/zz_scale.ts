import { mkdtempSync } from 'node:fs';
import { openFiles } from '/work/main/src/data/db/files.ts';
import { createCards } from '/work/main/src/data/lookup/cards.ts';
import { matchCaller } from '/work/main/src/data/lookup/match.ts';
import { searchCustomers } from '/work/main/src/data/search/search.ts';
import { applyChange } from '/work/main/src/data/sync/apply.ts';
const N = Number(process.argv[2] ?? 200000);
const folder = mkdtempSync('/tmp/w/data/scale-');
const key = 'ab'.repeat(32);
const log = { info() {}, warn: (...a: unknown[]) => console.log('warn', ...a) };
const nop = () => {};
const files = openFiles({ folder, key, now: () => new Date(), log, onNotice: nop, onWritten: nop, onCacheLost: nop });
const B = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const id = (p: string, n: number) => { let s = ''; let x = n * 2654435761 % 2 ** 32; for (let i = 0; i < 7; i++) { s += B[x % 32]; x = Math.floor(x / 32); } return ('01KDVDNA00' + p + '0'.repeat(8) + s).slice(0, 26); };
const giv = ['Carlo', 'Anna', 'Luca', 'Giulia', 'Marco', 'Sofia', 'Elena', 'Paolo', 'Rosa', 'Dario'];
const syl = ['ba', 'ssi', 'ro', 'fe', 'rri', 'co', 'lom', 'bo', 'ne', 'tti', 'mar', 'gal', 'lo', 'vi', 'san'];
const fam = (n: number) => { const w = syl[n % 15] + syl[(n >> 4) % 15] + syl[(n >> 8) % 15]; return w[0].toUpperCase() + w.slice(1); };
const tel = (n: number) => '+3934' + String(10000000 + (n * 7919) % 89999999);
const cust = (n: number) => ({ id: id('C', n), code: `AU-${100000 + n}`, kind: 'person', name: `${giv[n % 10]} ${fam(n * 31)}`, language: 'it', birthDate: null, taxCode: null, iban: null, contracts: [], email: `c${n}@esempio.it`, address: { street: 'Via Roma 1', postcode: '27100', city: ['Pavia', 'Milano', 'Roma', 'Forlì'][n % 4] }, preference: null, phones: [{ raw: tel(n), e164: tel(n), kind: 'mobile' }, { raw: tel(n + N), e164: tel(n + N), kind: 'landline' }], version: 1, updatedAt: '2026-01-01T00:00:00.000Z' }) as never;
let t = performance.now(); let worst = 0;
for (let i = 0; i < N; i += 200) {
  const t0 = performance.now();
  files.cache((c) => c.transact(() => { for (let n = i; n < i + 200 && n < N; n++) {
    applyChange(c, { kind: 'customer', row: cust(n) }, new Set());
    applyChange(c, { kind: 'contact', row: { id: id('N', n), customerId: id('C', n), at: new Date(1.75e12 + n * 1000).toISOString(), channel: 'call', direction: 'incoming', agentName: 'L', reasonCode: null, outcomeCode: null, note: 'x', version: 1 } as never }, new Set()); } }));
  worst = Math.max(worst, performance.now() - t0);
}
console.log('load', N, 's', ((performance.now() - t) / 1000).toFixed(1), 'worst piece ms', worst.toFixed(0));
const cards = createCards({ files, agent: () => ({ id: 'A', name: 'x' }) });
const deps = { files, cards, country: () => 'IT', log };
const ms: number[] = []; const p = (q: number) => ms.toSorted((a, b) => a - b)[Math.floor(ms.length * q)]!.toFixed(3);
for (let i = 0; i < 3000; i++) { const n = Math.floor(Math.random() * N * 2); const e = tel(n); const t0 = performance.now(); const m = matchCaller(deps, { kind: 'number', number: e, e164: e, displayName: null } as never); ms.push(performance.now() - t0); if (m.kind !== 'number') console.log('??', m.kind); }
console.log('lookup p50', p(.5), 'p99', p(.99), 'max', p(.9999));
for (const text of ['car', 'carlo', 'carlo ba', 'bassirofe', 'bas', '+39 341', 'AU-1000', 'pavia', 'basirofe', 'crlo basiro', 'mi', '3410']) { const t0 = performance.now(); const r = files.cache((c) => searchCustomers(c, text, 20)); console.log('search', JSON.stringify(text), r.length, (performance.now() - t0).toFixed(1), 'ms'); }
files.close();
