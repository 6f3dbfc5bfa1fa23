// What comes from other programs is read strictly: a number to ask about, a place to show, or a word that it cannot be read.
import { expect, test } from 'vitest';
import { linkAmong, readLink } from './links.ts';

test.each([
  ['tel:+390000000103', { kind: 'call', number: '+390000000103' }],
  ['cornetta://case/260118401', { kind: 'show', place: { kind: 'case', id: '260118401' } }],
  ['Cornetta:page/board', { kind: 'show', place: { kind: 'page', id: 'board' } }],
  ['cornetta://call/+390000000103', { kind: 'unreadable', code: 'link.noPlace' }],
  ['cornetta://case/260118401?and=more', { kind: 'unreadable', code: 'link.noPlace' }],
  ['tel:*21*0%23', { kind: 'unreadable', code: 'link.unreadable' }],
  ['https://example.com/', { kind: 'unreadable', code: 'link.unreadable' }],
])('%s', (link, read) => expect(readLink(link)).toEqual(read));

test('a link is found among the words with which the app is started', () => {
  expect(linkAmong(['cornetta', '--lang=it', 'tel:+390000000103'])).toBe('tel:+390000000103');
  expect(linkAmong(['cornetta', 'cornetta://page/board'])).toBe('cornetta://page/board');
  expect(linkAmong(['cornetta', '/home/tel:0', '--cornetta:page/board'])).toBeNull();
});
